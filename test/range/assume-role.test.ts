import { CreateRoleCommand, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand, UpdateRoleCommand } from '@aws-sdk/client-iam';
import { ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand, GetAccessKeyInfoCommand, STSClient, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { decideForService } from '../../tabletop/range/policy/authorise.ts';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { createWorld } from '../../tabletop/range/world.ts';
import { as, HUB, refusal, stillRange, WORKLOAD } from './clients.ts';

const role = (name: string): string => `arn:aws:iam::${WORKLOAD}:role/${name}`;
const MEMBER = role('cordon-member');
const HUB_ROLE = 'arn:aws:iam::444455556666:role/cordon-hub';
const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], more: object = {}) => ({ Effect: 'Allow', Action, ...more });

const setup = () => {
  const { range, clock } = stillRange();
  const admin = as(range, 'admin');
  const assume = (
    principal: string | { readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } },
    RoleArn: string,
    more: Partial<AssumeRoleCommandInput> = {},
  ) => {
    const config = typeof principal === 'string' ? range.clientConfig(principal) : { ...range.clientConfig('admin'), ...principal };
    return new STSClient(config).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'run', ...more }));
  };
  const configOf = ({ Credentials: given }: Awaited<ReturnType<typeof assume>>) => ({
    ...range.clientConfig('admin'),
    credentials: { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: 'x', sessionToken: given?.SessionToken ?? '' },
  });
  /** A role in the workload account, old enough to be assumed. */
  const made = async (RoleName: string, ...statements: object[]) => {
    await admin.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(...statements) }));
    clock.advance(10);
    return role(RoleName);
  };
  return { range, clock, admin, assume, configOf, made };
};
const LIST = new ListModelsCommand({});

test('a session policy narrows, and says so', async () => {
  const { assume, configOf } = setup();
  const open = await assume(HUB, MEMBER, { Policy: document(allow('sagemaker:List*', { Resource: '*' })) });
  await new SageMakerClient(configOf(open)).send(LIST);
  expect(open.PackedPolicySize).toBeGreaterThan(0);
  const closed = await assume(HUB, MEMBER, { Policy: document(allow('sagemaker:Describe*', { Resource: '*' })) });
  expect((await refusal(new SageMakerClient(configOf(closed)).send(LIST))).message).toMatch(
    /because no session policy allows the sagemaker:ListModels action$/,
  );
  const denied = await assume(HUB, MEMBER, { Policy: document({ Effect: 'Deny', Action: '*', Resource: '*' }) });
  expect((await refusal(new SageMakerClient(configOf(denied)).send(LIST))).message).toMatch(/with an explicit deny in a session policy$/);
  const managed = await assume(HUB, MEMBER, { PolicyArns: [{ arn: `arn:aws:iam::${WORKLOAD}:policy/invoke-all` }] });
  expect((await refusal(new SageMakerClient(configOf(managed)).send(LIST))).message).toContain('no session policy');
});

test.each<[string, Partial<AssumeRoleCommandInput>, string]>([
  ['a session policy that is none', { Policy: '{}' }, 'MalformedPolicyDocumentException'],
  ['a managed session policy that is not there', { PolicyArns: [{ arn: `arn:aws:iam::${WORKLOAD}:policy/nothing` }] }, 'ValidationError'],
  ['more than the role allows', { DurationSeconds: 7200 }, 'ValidationError'],
  ['an MFA device', { SerialNumber: `arn:aws:iam::${WORKLOAD}:mfa/ann`, TokenCode: '123456' }, 'AccessDenied'],
  ['session tags that the trust does not let pass', { Tags: [{ Key: 'team', Value: 'fraud' }] }, 'AccessDenied'],
  ['a source identity that it does not let pass', { SourceIdentity: 'ann' }, 'AccessDenied'],
  [
    'one tag twice',
    {
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'A', Value: '2' },
      ],
    },
    'InvalidParameterValue',
  ],
  ['a transitive tag that is none', { TransitiveTagKeys: ['a'] }, 'InvalidParameterValue'],
])('%s is refused', async (_case, more, name) => expect((await refusal(setup().assume(HUB, MEMBER, more))).name).toBe(name));

test('within one account the refusal says what is missing', async () => {
  const { assume, made } = setup();
  const said = async (principal: string, arn: string) => (await refusal(assume(principal, arn))).message.replace(/.*on resource: \S+ /, '');
  expect(await said('checkout-api', role('mlops'))).toBe('because no identity-based policy allows the sts:AssumeRole action');
  expect(await said('admin', role('crm'))).toBe('because no role trust policy allows the sts:AssumeRole action');
  const closed = await made('closed', allow('sts:AssumeRole', { Principal: '*' }), {
    Effect: 'Deny',
    Action: 'sts:*',
    Principal: { AWS: role('admin') },
  });
  expect(await said('admin', closed)).toBe('with an explicit deny in the role trust policy');
});

test('a trust that names the role needs no policy of the caller, one that names the account does', async () => {
  const { assume, made } = setup();
  const named = await made('named', allow('sts:AssumeRole', { Principal: { AWS: role('crm') } }));
  await assume('crm', named);
  expect((await refusal(assume('loan-app', named))).name).toBe('AccessDenied');
  const open = await made('open', allow('sts:AssumeRole', { Principal: { AWS: WORKLOAD } }));
  await refusal(assume('crm', open));
  await assume('admin', open);
});

test('the conditions of a trust are weighed: external id, session name, organisation', async () => {
  const { assume, made, admin, clock } = setup();
  const Principal = { AWS: HUB_ROLE };
  const Condition = {
    StringEquals: { 'sts:ExternalId': 'nb-7', 'aws:PrincipalOrgID': 'o-northbank01' },
    StringLike: { 'sts:RoleSessionName': 'inc-*' },
  };
  const arn = await made('cordon-guarded', allow('sts:AssumeRole', { Principal, Condition }));
  await assume(HUB, arn, { ExternalId: 'nb-7', RoleSessionName: 'inc-1' });
  expect((await refusal(assume(HUB, arn, { RoleSessionName: 'inc-1' }))).name).toBe('AccessDenied');
  await refusal(assume(HUB, arn, { ExternalId: 'nb-8', RoleSessionName: 'inc-1' }));
  await refusal(assume(HUB, arn, { ExternalId: 'nb-7' }));
  await admin.iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: 'cordon-guarded',
      PolicyDocument: document({ Effect: 'Deny', Action: 'sts:AssumeRole', Principal: '*' }),
    }),
  );
  await assume(HUB, arn, { ExternalId: 'nb-7', RoleSessionName: 'inc-1' });
  clock.advance(10);
  await refusal(assume(HUB, arn, { ExternalId: 'nb-7', RoleSessionName: 'inc-1' }));
});

test('session tags decide, transitive ones and the source identity stay for the chain', async () => {
  const { assume, configOf, made, admin, clock } = setup();
  const first = await made(
    'first',
    allow(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], { Principal: { AWS: role('admin') } }),
  );
  const second = await made('second', allow(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], { Principal: { AWS: first } }));
  const Condition = { StringEquals: { 'aws:PrincipalTag/team': 'fraud', 'aws:SourceIdentity': 'ann' } };
  const PolicyDocument = document(allow('sagemaker:List*', { Resource: '*', Condition }));
  for (const RoleName of ['first', 'second'])
    await admin.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'look', PolicyDocument }));
  clock.advance(10);
  const tagged = await assume('admin', first, {
    Tags: [
      { Key: 'team', Value: 'fraud' },
      { Key: 'shift', Value: '1' },
    ],
    TransitiveTagKeys: ['team'],
    SourceIdentity: 'ann',
  });
  expect(tagged.SourceIdentity).toBe('ann');
  await new SageMakerClient(configOf(tagged)).send(LIST);
  const chained = await assume(configOf(tagged), second);
  await new SageMakerClient(configOf(chained)).send(LIST);
  await refusal(new SageMakerClient(configOf(await assume('admin', first))).send(LIST));
  expect((await refusal(assume(configOf(tagged), second, { Tags: [{ Key: 'Team', Value: 'other' }] }))).message).toContain(
    'conflicts with a transitive tag key',
  );
  expect((await refusal(assume(configOf(tagged), second, { SourceIdentity: 'bob' }))).name).toBe('InvalidParameterValue');
});

test('a role that assumes another gets one hour at most, whatever the other allows', async () => {
  const { assume, admin, clock } = setup();
  await admin.iam.send(new UpdateRoleCommand({ RoleName: 'cordon-member', MaxSessionDuration: 7200 }));
  clock.advance(10);
  expect((await refusal(assume(HUB, MEMBER, { DurationSeconds: 3601 }))).message).toContain('role chaining');
  await assume(HUB, MEMBER, { DurationSeconds: 3600 });
});

test('whose key it is', async () => {
  const { admin, assume } = setup();
  const owner = (AccessKeyId: string) => admin.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }));
  const { Credentials } = await assume(HUB, MEMBER);
  expect((await owner(Credentials?.AccessKeyId ?? '')).Account).toBe(WORKLOAD);
  expect((await refusal(owner('AKIAIOSFODNN7EXAMPLE'))).name).toBe('ValidationError');
});

test('a service is let in by the policy of the resource alone, for the source that it names', () => {
  const world = createWorld({ seed: 'x', time: virtualClock(0), woken: () => undefined });
  const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/a' }, StringEquals: { 'aws:SourceAccount': WORKLOAD } };
  const resourcePolicy = JSON.parse(
    document(allow('lambda:InvokeFunction', { Principal: { Service: 'events.amazonaws.com' }, Resource: '*', Condition })),
  );
  const ask = (service: string, rule: string) =>
    decideForService(
      world,
      { service, sourceArn: `arn:aws:events:eu-west-1:${WORKLOAD}:rule/${rule}`, sourceAccount: WORKLOAD },
      { action: 'lambda:InvokeFunction', resource: 'arn:aws:lambda:eu-west-1:1:function:f', resourcePolicy, resourceAccount: WORKLOAD },
    );
  expect(ask('events.amazonaws.com', 'a')).toBe('allow');
  expect(ask('events.amazonaws.com', 'b')).toBe('implicit-deny');
  expect(ask('s3.amazonaws.com', 'a')).toBe('implicit-deny');
});
