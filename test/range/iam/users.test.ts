import * as iam from '@aws-sdk/client-iam';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { as, refusal, stillRange, WORKLOAD } from '../clients.ts';

const LOOK = new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' });
const UserName = 'ann';
const DENY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });
const ALLOW = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:username': UserName } } }],
});

/** A user with one key, as it was left in somebody's repository. */
const setup = async () => {
  const { range, clock } = stillRange();
  const admin = as(range, 'admin').iam;
  await admin.send(new iam.CreateUserCommand({ UserName }));
  await admin.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'all', PolicyDocument: ALLOW }));
  const { AccessKey } = await admin.send(new iam.CreateAccessKeyCommand({ UserName }));
  clock.advance(10);
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  const config = { ...range.clientConfig('admin'), credentials };
  const change = { UserName, AccessKeyId: credentials.accessKeyId };
  return {
    range,
    clock,
    admin,
    change,
    sagemaker: new SageMakerClient(config),
    sts: new STSClient(config),
    own: new iam.IAMClient(config),
    config,
  };
};

test('a user calls under its own name, with what its policies allow', async () => {
  const { sts, sagemaker } = await setup();
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Arn: `arn:aws:iam::${WORKLOAD}:user/ann`,
    UserId: expect.stringMatching(/^AIDA/),
  });
  await sagemaker.send(LOOK);
});

test('a stolen key ends: inactive, then deleted, each a few seconds later', async () => {
  const { admin, clock, change, sagemaker } = await setup();
  await admin.send(new iam.UpdateAccessKeyCommand({ ...change, Status: 'Inactive' }));
  await sagemaker.send(LOOK);
  clock.advance(4);
  expect((await refusal(sagemaker.send(LOOK))).name).toBe('UnrecognizedClientException');
  expect((await admin.send(new iam.ListAccessKeysCommand({ UserName }))).AccessKeyMetadata).toMatchObject([{ Status: 'Inactive' }]);
  await admin.send(new iam.UpdateAccessKeyCommand({ ...change, Status: 'Active' }));
  clock.advance(4);
  await sagemaker.send(LOOK);
  await admin.send(new iam.DeleteAccessKeyCommand(change));
  clock.advance(4);
  await refusal(sagemaker.send(LOOK));
  expect((await refusal(admin.send(new iam.DeleteAccessKeyCommand(change)))).name).toBe('NoSuchEntityException');
});

test('an inline deny, or a policy of AWS, stops the user with all its sessions', async () => {
  const { admin, clock, sagemaker, sts, config } = await setup();
  const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
  const session = new SageMakerClient({
    ...config,
    credentials: { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'x', sessionToken: Credentials?.SessionToken ?? '' },
  });
  await session.send(LOOK);
  await admin.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }));
  clock.advance(10);
  for (const client of [sagemaker, session])
    expect((await refusal(client.send(LOOK))).message).toContain('with an explicit deny in an identity-based policy');
  await admin.send(new iam.DetachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }));
  await admin.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'stop', PolicyDocument: DENY }));
  clock.advance(10);
  await refusal(sagemaker.send(LOOK));
});

test('a session of a user cannot call IAM, and makes no further sessions', async () => {
  const { sts, config } = await setup();
  const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  const credentials = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'x', sessionToken: Credentials?.SessionToken ?? '' };
  expect((await refusal(new iam.IAMClient({ ...config, credentials }).send(new iam.GetUserCommand({})))).name).toBe('InvalidClientTokenId');
  expect(await refusal(new STSClient({ ...config, credentials }).send(new GetSessionTokenCommand({})))).toMatchObject({
    name: 'AccessDenied',
    message: 'Cannot call GetSessionToken with session credentials',
  });
});

test('keys: two a user, last used when and where, and whose they are', async () => {
  const { admin, own, change } = await setup();
  const last = async () => await admin.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: change.AccessKeyId }));
  expect(await last()).toMatchObject({ UserName, AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } });
  await own.send(new iam.CreateAccessKeyCommand({}));
  expect(await last()).toMatchObject({ AccessKeyLastUsed: { ServiceName: 'iam', Region: 'us-east-1', LastUsedDate: expect.any(Date) } });
  expect((await refusal(own.send(new iam.CreateAccessKeyCommand({})))).message).toBe('Cannot exceed quota for AccessKeysPerUser: 2');
  expect((await refusal(admin.send(new iam.CreateAccessKeyCommand({})))).name).toBe('ValidationError');
  expect((await refusal(admin.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' })))).name).toBe(
    'AccessDenied',
  );
});

test('a password can be taken away, and a user goes only without it, keys and policies', async () => {
  const { admin, change } = await setup();
  const remove = async () => (await refusal(admin.send(new iam.DeleteUserCommand({ UserName })))).message;
  expect((await refusal(admin.send(new iam.DeleteLoginProfileCommand({ UserName })))).name).toBe('NoSuchEntityException');
  await admin.send(new iam.CreateLoginProfileCommand({ UserName, Password: 'correct horse 9!' }));
  expect(await remove()).toContain('must delete login profile first');
  await admin.send(new iam.DeleteLoginProfileCommand({ UserName }));
  expect(await remove()).toContain('must delete access keys first');
  await admin.send(new iam.DeleteAccessKeyCommand(change));
  expect(await remove()).toContain('must delete policies first');
  await admin.send(new iam.DeleteUserPolicyCommand({ UserName, PolicyName: 'all' }));
  await admin.send(new iam.DeleteUserCommand({ UserName }));
  expect((await refusal(admin.send(new iam.GetUserCommand({ UserName })))).message).toBe('The user with name ann cannot be found.');
});

test('what a role last used is reported a little later', async () => {
  const { admin, clock, own } = await setup();
  await own.send(new iam.CreateLoginProfileCommand({ Password: 'correct horse 9!' }));
  const { JobId } = await admin.send(new iam.GenerateServiceLastAccessedDetailsCommand({ Arn: `arn:aws:iam::${WORKLOAD}:user/ann` }));
  const report = () => admin.send(new iam.GetServiceLastAccessedDetailsCommand({ JobId }));
  expect((await report()).JobStatus).toBe('IN_PROGRESS');
  clock.advance(5);
  expect(await report()).toMatchObject({
    JobStatus: 'COMPLETED',
    ServicesLastAccessed: [
      { ServiceNamespace: 'iam', TotalAuthenticatedEntities: 1, LastAuthenticatedEntity: `arn:aws:iam::${WORKLOAD}:user/ann` },
    ],
  });
  expect(
    (await refusal(admin.send(new iam.GetServiceLastAccessedDetailsCommand({ JobId: '00000000-0000-4000-a000-000000000000' })))).name,
  ).toBe('NoSuchEntityException');
});
