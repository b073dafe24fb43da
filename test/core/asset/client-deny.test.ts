import { deniesModelCalls } from '../../../core/asset/client-deny.ts';

const ALL = ['sagemaker:InvokeEndpoint*', 'bedrock:InvokeModel*'];
const deny = (change: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'D', Effect: 'Deny', Action: ALL, Resource: '*', ...change }],
});

test('a deny of every model call, whole, wider or in two statements, is one', () => {
  expect(deniesModelCalls(deny())).toBe(true);
  expect(deniesModelCalls(deny({ Action: '*' }))).toBe(true);
  expect(deniesModelCalls(deny({ Action: ['sagemaker:*', 'bedrock:*'] }))).toBe(true);
  expect(deniesModelCalls({ Statement: ALL.map((Action) => ({ Effect: 'Deny', Action, Resource: ['*'] })) })).toBe(true);
});
test.each([
  ['allows', deny({ Effect: 'Allow' })],
  ['leaves streams open', deny({ Action: ['sagemaker:InvokeEndpoint', 'bedrock:InvokeModel'] })],
  ['leaves Bedrock open', deny({ Action: 'sagemaker:InvokeEndpoint*' })],
  ['holds for one endpoint', deny({ Resource: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/assistant' })],
  ['holds under a condition', deny({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })],
  ['denies all but', deny({ Action: undefined, NotAction: 's3:*' })],
  ['is empty', {}],
  ['is no policy', 'Deny *'],
])('a policy of the right name that %s blocks nobody', (_what, document) => {
  expect(deniesModelCalls(document)).toBe(false);
});
