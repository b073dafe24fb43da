import fc from 'fast-check';
import { actions } from '../../../actions/index.ts';
import { iamActionsFor, operationOf } from '../../../core/action/iam.ts';
import { lookPolicy } from '../../../core/action/look-policy.ts';
import { missingRight, spokenRight } from '../../../core/action/missing-right.ts';
import type { Failure } from '../../../core/failure.ts';

const denied = (why: string, kind = 'denied'): Failure => ({ kind, retryable: false, effect: 'no-change', what: 'x', why, next: 'y' });
const WHO = 'User: arn:aws:sts::111122223333:assumed-role/r/s is not authorized to perform:';

describe('which right a refused call lacked', () => {
  test.each<[string, string, object, string, readonly string[], string, boolean]>([
    [
      'what AWS names, and on what',
      'sagemaker:DescribeEndpoint',
      {},
      `AccessDeniedException: ${WHO} sagemaker:DescribeEndpoint on resource: arn:aws:sagemaker:eu-west-1:111122223333:endpoint/x because no identity-based policy allows it`,
      ['sagemaker:DescribeEndpoint'],
      'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/x',
      false,
    ],
    [
      'a quoted ARN',
      's3:HeadObject',
      {},
      `AccessDenied: ${WHO} s3:GetObject on resource: "arn:aws:s3:::b/k" because of nothing`,
      ['s3:GetObject'],
      'arn:aws:s3:::b/k',
      false,
    ],
    [
      'no resource',
      'cloudtrail:LookupEvents',
      {},
      `AccessDeniedException: ${WHO} cloudtrail:LookupEvents because no policy`,
      ['cloudtrail:LookupEvents'],
      '*',
      false,
    ],
    [
      'an answer without a body',
      's3:HeadObject',
      { Bucket: 'b', Key: 'dir/k' },
      'Forbidden: UnknownError',
      ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'],
      'arn:aws:s3:::b/dir/k',
      false,
    ],
    [
      'another service behind it',
      'ssm:GetParameter',
      {},
      `AccessDeniedException: ${WHO} kms:Decrypt on resource: arn:aws:kms:x`,
      ['kms:Decrypt'],
      'arn:aws:kms:x',
      false,
    ],
    [
      'an explicit deny',
      'iam:GetRole',
      {},
      `AccessDenied: ${WHO} iam:GetRole with an explicit deny in a service control policy`,
      ['iam:GetRole'],
      '*',
      true,
    ],
  ])('%s', (_case, operation, input, why, actionsOf, resource, explicit) => {
    const right = missingRight(operation, { ...input }, denied(why));
    expect(right).toEqual({ actions: actionsOf, resource, explicit });
    expect(right && spokenRight(right)).toContain(`${actionsOf.join(' or ')} on ${resource}`);
  });
  test.each([
    ['credentials that ended', denied('ExpiredTokenException: The security token included in the request is expired')],
    ['credentials that nobody knows', denied('UnrecognizedClientException: The security token is invalid')],
    ['no credentials', denied('CredentialsProviderError: Could not load credentials from any providers')],
    ['another failure', denied('Could not find endpoint', 'not-found')],
  ])('%s is no missing right', (_case, failure) => expect(missingRight('iam:GetRole', {}, failure)).toBeUndefined());
  test('whatever AWS writes, the answer is a right by its form', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const right = missingRight('s3:HeadObject', { Bucket: 'b' }, denied(`AccessDenied: ${a} not authorized to perform: ${b}`));
        for (const action of right?.actions ?? []) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z0-9]+$/);
        expect(right === undefined || right.resource === '*' || right.resource.startsWith('arn:')).toBe(true);
      }),
    );
  });
});

describe('the policy of a role that looks', () => {
  test('it allows exactly what the calls need, for every action that there is', () => {
    for (const { reads } of actions) {
      const { Statement } = lookPolicy(reads.map(operationOf));
      expect(Statement.flatMap(({ Action }) => Action)).toEqual(iamActionsFor(reads));
      expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
      for (const { Sid } of Statement) expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
    }
  });
  test('no write of any action is in it', () => {
    const writes = new Set(iamActionsFor(actions.flatMap((action) => action.writes)));
    const allowed = lookPolicy(actions.flatMap(({ reads }) => reads.map(operationOf))).Statement.flatMap(({ Action }) => Action);
    expect(writes.size).toBeGreaterThan(3);
    expect(allowed.filter((action) => writes.has(action))).toEqual([]);
  });
  test('where the resources are known, it names them', () => {
    const store = 'arn:aws:ssm:eu-west-1:111122223333:parameter/shop/tools';
    expect(lookPolicy(['ssm:GetParameter', 'iam:GetRole'], { ssm: [store] }).Statement.map(({ Resource }) => Resource)).toEqual([
      '*',
      [store],
    ]);
  });
});
