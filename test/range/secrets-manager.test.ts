import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { as, refusal, stillRange, WORKLOAD } from './clients.ts';

const DAY = 86_400;
const PARTNER = 'northbank/partner-api';
const setUp = () => {
  const { range, clock } = stillRange();
  const secrets = new SecretsManagerClient(range.clientConfig('admin'));
  const value = async (SecretId: string, VersionStage?: string) =>
    (await secrets.send(new GetSecretValueCommand({ SecretId, ...(VersionStage === undefined ? {} : { VersionStage }) }))).SecretString;
  const rotate = (more: object = {}) => secrets.send(new RotateSecretCommand({ SecretId: PARTNER, ...more }));
  return { range, clock, secrets, value, rotate };
};

test('a value has stages: current, previous, none', async () => {
  const { secrets, value } = setUp();
  const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name: 'app/key', SecretString: 'one' }));
  expect(ARN).toMatch(/:secret:app\/key-[A-Za-z0-9]{6}$/);
  await secrets.send(new PutSecretValueCommand({ SecretId: 'app/key', SecretString: 'two' }));
  await secrets.send(new PutSecretValueCommand({ SecretId: ARN, SecretString: 'three' }));
  expect(await value('app/key')).toBe('three');
  expect(await value(ARN.slice(0, -7), 'AWSPREVIOUS')).toBe('two');
  expect(await refusal(value('app/key', 'AWSPENDING'))).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
  const versions = await secrets.send(new ListSecretVersionIdsCommand({ SecretId: ARN }));
  expect(versions.Versions?.map(({ VersionStages }) => VersionStages)).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']]);
  const all = await secrets.send(new ListSecretVersionIdsCommand({ SecretId: ARN, IncludeDeprecated: true }));
  expect(all.Versions).toHaveLength(3);
});

test('the token makes a call safe to repeat, and unsafe to reuse', async () => {
  const { secrets, value } = setUp();
  const ClientRequestToken = 'a'.repeat(32);
  const put = (SecretString: string) => secrets.send(new PutSecretValueCommand({ SecretId: PARTNER, SecretString, ClientRequestToken }));
  expect(await put('x')).toMatchObject({ VersionId: ClientRequestToken });
  expect(await put('x')).toMatchObject({ VersionId: ClientRequestToken });
  expect(await refusal(put('y'))).toMatchObject({ name: 'ResourceExistsException' });
  expect(await value(PARTNER)).toBe('x');
});

test('moving AWSCURRENT back restores the value before; it has to name who has the label', async () => {
  const { secrets, value } = setUp();
  const before = await value(PARTNER);
  await secrets.send(new PutSecretValueCommand({ SecretId: PARTNER, SecretString: 'new' }));
  const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: PARTNER }));
  const at = (stage: string) => Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes(stage))?.[0];
  const move = (RemoveFromVersionId: string | undefined) =>
    secrets.send(
      new UpdateSecretVersionStageCommand({
        SecretId: PARTNER,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: at('AWSPREVIOUS'),
        RemoveFromVersionId,
      }),
    );
  expect(await refusal(move(undefined))).toMatchObject({ name: 'InvalidParameterException' });
  await move(at('AWSCURRENT'));
  expect(await value(PARTNER)).toBe(before);
  expect(await value(PARTNER, 'AWSPREVIOUS')).toBe('new');
});

test('a deleted secret is gone for its readers, can be restored, and ends with its window', async () => {
  const { secrets, value, clock } = setUp();
  const before = await value(PARTNER);
  const remove = (more: object = {}) => secrets.send(new DeleteSecretCommand({ SecretId: PARTNER, ...more }));
  expect(await refusal(remove({ RecoveryWindowInDays: 3 }))).toMatchObject({ name: 'InvalidParameterException' });
  await remove({ RecoveryWindowInDays: 7 });
  expect(await refusal(value(PARTNER))).toMatchObject({
    name: 'InvalidRequestException',
    message: "You can't perform this operation on the secret because it was marked for deletion.",
  });
  expect(await refusal(remove())).toMatchObject({ name: 'InvalidRequestException' });
  expect(await refusal(secrets.send(new CreateSecretCommand({ Name: PARTNER, SecretString: 'x' })))).toMatchObject({
    name: 'InvalidRequestException',
  });
  const names = async (IncludePlannedDeletion: boolean) =>
    (await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion }))).SecretList?.map(({ Name }) => Name);
  expect(await names(false)).not.toContain(PARTNER);
  expect(await names(true)).toContain(PARTNER);
  clock.advance(6 * DAY);
  await secrets.send(new RestoreSecretCommand({ SecretId: PARTNER }));
  clock.advance(2 * DAY);
  expect(await value(PARTNER)).toBe(before);
  await remove({ RecoveryWindowInDays: 7 });
  clock.advance(8 * DAY);
  expect(await refusal(value(PARTNER))).toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a rotation changes the password later, keeps the old one as previous, and is not begun twice', async () => {
  const { secrets, value, clock, rotate } = setUp();
  const before = JSON.parse((await value(PARTNER)) ?? '');
  await rotate();
  expect(JSON.parse((await value(PARTNER)) ?? '')).toEqual(before);
  expect(await refusal(rotate())).toMatchObject({ name: 'InvalidRequestException' });
  clock.advance(30);
  const after = JSON.parse((await value(PARTNER)) ?? '');
  expect(after.username).toBe(before.username);
  expect(after.password).not.toBe(before.password);
  expect(JSON.parse((await value(PARTNER, 'AWSPREVIOUS')) ?? '')).toEqual(before);
  expect((await secrets.send(new DescribeSecretCommand({ SecretId: PARTNER }))).LastRotatedDate).toEqual(new Date('2026-11-20T03:00:20Z'));
});

test('a rotation needs a function that lets Secrets Manager in and that may run', async () => {
  const { range, secrets, value, clock, rotate } = setUp();
  const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:${WORKLOAD}:function:${name}`;
  expect(await refusal(rotate({ RotationLambdaARN: functionArn('assistant-tools') }))).toMatchObject({ name: 'AccessDeniedException' });
  expect(await refusal(secrets.send(new RotateSecretCommand({ SecretId: 'northbank/assistant/tools' })))).toMatchObject({
    name: 'InvalidRequestException',
  });
  await new LambdaClient(range.clientConfig('admin')).send(
    new PutFunctionConcurrencyCommand({ FunctionName: 'rotate-secret', ReservedConcurrentExecutions: 0 }),
  );
  const before = await value(PARTNER);
  await rotate();
  clock.advance(60);
  expect(await value(PARTNER)).toBe(before);
  expect(await refusal(rotate())).toMatchObject({ name: 'InvalidRequestException' });
  await secrets.send(new CancelRotateSecretCommand({ SecretId: PARTNER }));
  expect(await secrets.send(new DescribeSecretCommand({ SecretId: PARTNER }))).toMatchObject({ RotationEnabled: false });
});

test('a planned rotation comes by itself, until it is cancelled', async () => {
  const { value, clock, rotate, secrets } = setUp();
  await rotate({ RotationRules: { AutomaticallyAfterDays: 10 } });
  clock.advance(60);
  const first = await value(PARTNER);
  clock.advance(10 * DAY);
  const second = await value(PARTNER);
  expect(second).not.toBe(first);
  await secrets.send(new CancelRotateSecretCommand({ SecretId: PARTNER }));
  clock.advance(20 * DAY);
  expect(await value(PARTNER)).toBe(second);
});

test('a resource policy denies whom it names, and its removal gives back', async () => {
  const { range, secrets } = setUp();
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: { AWS: `arn:aws:iam::${WORKLOAD}:role/admin` },
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
      },
    ],
  };
  const put = (ResourcePolicy: string, BlockPublicPolicy = false) =>
    secrets.send(new PutResourcePolicyCommand({ SecretId: PARTNER, ResourcePolicy, BlockPublicPolicy }));
  expect(await refusal(put('{'))).toMatchObject({ name: 'MalformedPolicyDocumentException' });
  await put(JSON.stringify(policy));
  expect(await refusal(secrets.send(new GetSecretValueCommand({ SecretId: PARTNER })))).toMatchObject({
    name: 'AccessDeniedException',
    status: 400,
  });
  expect(JSON.parse((await secrets.send(new GetResourcePolicyCommand({ SecretId: PARTNER }))).ResourcePolicy ?? '')).toEqual(policy);
  await secrets.send(new DeleteResourcePolicyCommand({ SecretId: PARTNER }));
  await expect(secrets.send(new GetSecretValueCommand({ SecretId: PARTNER }))).resolves.toMatchObject({ Name: PARTNER });
  const open = { Version: '2012-10-17', Statement: [{ ...policy.Statement[0], Effect: 'Allow', Principal: { AWS: '*' } }] };
  expect(await refusal(put(JSON.stringify(open), true))).toMatchObject({ name: 'PublicPolicyException' });
  expect(
    await refusal(new SecretsManagerClient(range.clientConfig('crm')).send(new GetSecretValueCommand({ SecretId: PARTNER }))),
  ).toMatchObject({
    name: 'AccessDeniedException',
  });
});

test('no value is in the event history', async () => {
  const { range, secrets, clock } = setUp();
  await secrets.send(new CreateSecretCommand({ Name: 'app/key', SecretString: 'hunter2' }));
  await secrets.send(new TagResourceCommand({ SecretId: 'app/key', Tags: [{ Key: 'a', Value: 'b' }] }));
  clock.advance(1800);
  const { Events } = await as(range, 'admin').cloudtrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: 'secretsmanager.amazonaws.com' }] }),
  );
  expect(Events?.map(({ EventName }) => EventName)).toEqual(['TagResource', 'CreateSecret']);
  expect(JSON.stringify(Events)).not.toContain('hunter2');
});
