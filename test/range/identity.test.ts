import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { as, HUB, NOW, refusal, stillRange, WORKLOAD } from './clients.ts';

const MEMBER = `arn:aws:iam::${WORKLOAD}:role/cordon-member`;
const assume = async (range: ReturnType<typeof stillRange>['range'], principal: string, RoleArn: string, more: object = {}) => {
  const { Credentials: given } = await as(range, principal).sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'run-1', ...more }));
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
    expiration: given?.Expiration,
  };
};

test('every published key is its role', async () => {
  const { range } = stillRange();
  expect(range.principals().map(({ accessKeyId }) => accessKeyId)).toEqual(
    expect.arrayContaining(['NORTHBANK-ADMIN', 'NORTHBANK-CHECKOUT-API', HUB]),
  );
  for (const { accessKeyId, roleArn } of range.principals()) {
    const { Arn, Account } = await as(range, accessKeyId).sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(`arn:aws:sts::${Account}:assumed-role/${roleArn.split('/')[1]}/test-key`);
  }
});

test('the hub becomes Cordon in a member account and is named in it', async () => {
  const { range } = stillRange();
  const { expiration, ...credentials } = await assume(range, HUB, MEMBER, { DurationSeconds: 900 });
  expect(expiration).toEqual(new Date(Date.parse(NOW) + 900_000));
  const sts = new STSClient({ ...range.clientConfig('admin'), credentials });
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: WORKLOAD,
    Arn: `arn:aws:sts::${WORKLOAD}:assumed-role/cordon-member/run-1`,
  });
});

test.each([
  ['a role that does not trust the caller', HUB, `arn:aws:iam::${WORKLOAD}:role/admin`],
  ['a role that is not there', HUB, `arn:aws:iam::${WORKLOAD}:role/cordon-nobody`],
  ['a caller whom the role does not trust', 'NORTHBANK-SECURITY-ADMIN', MEMBER],
])('%s is refused with the same words', async (_case, principal, RoleArn) => {
  const { range } = stillRange();
  expect(await refusal(assume(range, principal, RoleArn))).toEqual({
    name: 'AccessDenied',
    status: 403,
    message: expect.stringMatching(
      new RegExp(`^User: arn:aws:sts::.* is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}$`),
    ),
  });
});

test('temporary keys need their own token and end when they said', async () => {
  const { range, clock } = stillRange();
  const { expiration: _end, ...credentials } = await assume(range, HUB, MEMBER, { DurationSeconds: 900 });
  const describe = (given: { readonly sessionToken?: string }) =>
    new SageMakerClient({ ...range.clientConfig('admin'), credentials: { ...credentials, ...given } }).send(
      new DescribeEndpointCommand({ EndpointName: 'credit' }),
    );
  await describe({});
  expect(await refusal(describe({ sessionToken: 'another' }))).toMatchObject({ name: 'UnrecognizedClientException' });
  clock.advance(900);
  expect(await refusal(describe({}))).toMatchObject({ name: 'ExpiredTokenException', status: 403 });
});

test('a key that nobody knows is refused in the words of each wire', async () => {
  const { range } = stillRange();
  const config = { ...range.clientConfig('admin'), credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' } };
  expect(await refusal(new SageMakerClient(config).send(new DescribeEndpointCommand({ EndpointName: 'credit' })))).toMatchObject({
    name: 'UnrecognizedClientException',
    status: 400,
  });
  expect(await refusal(new STSClient(config).send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: 'InvalidClientTokenId',
    status: 403,
  });
  expect((await refusal(new S3Client(config).send(new HeadBucketCommand({ Bucket: 'nb-train' })))).status).toBe(403);
});

test("another account's names are not there, whoever asks", async () => {
  const { range } = stillRange();
  const { sagemaker } = as(range, 'NORTHBANK-SECURITY-ADMIN');
  expect((await refusal(sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' })))).message).toContain(
    'Could not find endpoint "arn:aws:sagemaker:eu-west-1:444455556666:endpoint/credit"',
  );
  const elsewhere = new SageMakerClient({ ...range.clientConfig('admin'), region: 'us-east-1' });
  expect((await refusal(elsewhere.send(new DescribeEndpointCommand({ EndpointName: 'credit' })))).message).toContain('us-east-1');
});

test('a client without a signature is turned away', async () => {
  const { range } = stillRange();
  const unsigned = {
    method: 'POST',
    host: 'x',
    path: '/',
    query: new Map(),
    headers: { 'x-amz-target': 'SageMaker.ListEndpoints', 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from('{}'),
  };
  const answer = await range.host.handle(unsigned);
  expect(answer.status).toBe(403);
  expect(Buffer.from(answer.body instanceof Uint8Array ? answer.body : []).toString()).toContain('MissingAuthenticationTokenException');
});

test("the range's credentials helper refuses what it does not know", () => {
  const { range } = stillRange();
  expect(() => range.credentialsFor('nobody')).toThrow(/no principal nobody; it has .*NORTHBANK-ADMIN/);
});
