import { NoSuchEntityException } from '@aws-sdk/client-iam';
import { NoSuchKey } from '@aws-sdk/client-s3';
import { ConflictException, SageMakerServiceException } from '@aws-sdk/client-sagemaker';
import { ModelError } from '@aws-sdk/client-sagemaker-runtime';
import fc from 'fast-check';
import { cloudFailure, kindOf } from '../../../adapters/cloud-failure.ts';

const sagemaker = (name: string, message: string, httpStatusCode = 400) =>
  new SageMakerServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } });
const plainError = (name: string, code?: string) => Object.assign(new Error('x'), { name, ...(code !== undefined && { code }) });

describe('what an AWS error means', () => {
  test.each([
    ['in-progress', sagemaker('ValidationException', 'Cannot update in-progress endpoint "arn:x".')],
    ['in-progress', sagemaker('ValidationException', 'The endpoint cannot be updated or deleted or re-scaled until it has completed')],
    ['not-found', sagemaker('ValidationException', 'Could not find endpoint "arn:x".')],
    ['not-found', sagemaker('ValidationException', 'Could not find endpoint configuration "arn:x".')],
    ['not-found', sagemaker('ValidationException', 'ModelPackage arn:x does not exist.')],
    ['not-found', sagemaker('ValidationException', 'Requested resource not found.')],
    ['not-found', sagemaker('ValidationError', 'Endpoint fraud-scorer of account 111122223333 not found.')],
    ['conflict', sagemaker('ValidationException', 'Cannot create already existing endpoint configuration "arn:x".')],
    ['conflict', sagemaker('ValidationException', 'Endpoint "arn:x" already uses the endpoint configuration "arn:y".')],
    ['invalid', sagemaker('ValidationException', '1 validation error detected: Value at tags failed')],
    ['throttled', sagemaker('ThrottlingException', 'Rate exceeded')],
    ['throttled', sagemaker('ClientError', 'Rate exceeded')],
    ['denied', sagemaker('AccessDeniedException', 'User: arn:x is not authorized')],
    ['unavailable', sagemaker('InternalFailure', 'oops', 500)],
    ['unavailable', sagemaker('ServiceUnavailable', 'oops', 503)],
    ['conflict', new ConflictException({ message: 'x', $metadata: { httpStatusCode: 400 } })],
    ['invalid', new ModelError({ message: 'x', $metadata: { httpStatusCode: 424 } })],
    ['not-found', new NoSuchKey({ message: 'x', $metadata: { httpStatusCode: 404 } })],
    ['not-found', new NoSuchEntityException({ message: 'x', $metadata: { httpStatusCode: 404 } })],
    ['denied', Object.assign(new Error('UnknownError'), { name: '403', $metadata: { httpStatusCode: 403 } })],
    ['timed-out', plainError('TimeoutError')],
    ['timed-out', plainError('AbortError')],
    ['timed-out', plainError('Error', 'ECONNRESET')],
    ['unavailable', plainError('Error', 'ECONNREFUSED')],
    ['unavailable', 'a string that somebody threw'],
  ])('%s: %s', (kind, thrown) => {
    expect(kindOf(thrown)).toBe(kind);
  });
  test('a denial keeps its reason, because the reason is the proof', () => {
    const why = 'User: arn:x is not authorized to perform: sagemaker:InvokeEndpoint with an explicit deny in an identity-based policy';
    expect(cloudFailure('sagemaker:InvokeEndpoint', sagemaker('AccessDeniedException', why, 403), false)).toMatchObject({
      kind: 'denied',
      why: expect.stringContaining('explicit deny'),
    });
  });
});

describe('what happened to the account', () => {
  test.each([
    ['no-change', sagemaker('ThrottlingException', 'Rate exceeded')],
    ['no-change', sagemaker('AccessDeniedException', 'no')],
    ['no-change', plainError('Error', 'ECONNREFUSED')],
    ['unknown', plainError('TimeoutError')],
    ['unknown', plainError('Error', 'ECONNRESET')],
    ['unknown', sagemaker('InternalFailure', 'oops', 500)],
  ])('a write: %s after %s', (effect, thrown) => {
    const failure = cloudFailure('sagemaker:AddTags', thrown, true);
    expect(failure.effect).toBe(effect);
    // Never a blind retry.
    if (effect === 'unknown') expect(failure.retryable).toBe(false);
  });
  test('a read changes nothing, and may be repeated after a time-out', () => {
    expect(cloudFailure('sagemaker:ListTags', plainError('TimeoutError'), false)).toMatchObject({ effect: 'no-change', retryable: true });
  });
  test('a message is bounded and holds no control characters, whatever AWS echoes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4000 }), (message) => {
        const { why } = cloudFailure('s:O', new Error(message), false);
        expect(why.length).toBeLessThanOrEqual(1024);
        expect(why).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});
