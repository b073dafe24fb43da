import * as iam from '@aws-sdk/client-iam';
import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { as, refusal, stillRange, WORKLOAD } from '../clients.ts';

const ADMIN = `arn:aws:iam::${WORKLOAD}:role/admin`;
const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = document({ Effect: 'Allow', Principal: { AWS: ADMIN }, Action: 'sts:AssumeRole' });
const READ = document({ Effect: 'Allow', Action: 'sagemaker:DescribeEndpoint', Resource: '*' });
const DENY = document({ Effect: 'Deny', Action: '*', Resource: '*' });
const LOOK = new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' });

const setup = () => {
  const { range, clock } = stillRange();
  const admin = as(range, 'admin');
  return { range, clock, admin, member: as(range, 'cordon-member').sagemaker };
};
const made = async (RoleName: string) => {
  const all = setup();
  await all.admin.iam.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, Path: '/team/' }));
  return all;
};

test('a new role is read at once and can be assumed ten seconds later', async () => {
  const { admin, clock } = await made('app');
  const { Role } = await admin.iam.send(new iam.GetRoleCommand({ RoleName: 'app' }));
  expect(Role).toMatchObject({ Arn: `arn:aws:iam::${WORKLOAD}:role/team/app`, Path: '/team/', MaxSessionDuration: 3600 });
  expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toEqual(JSON.parse(trust));
  const assume = () => admin.sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'run' }));
  expect((await refusal(assume())).name).toBe('AccessDenied');
  clock.advance(10);
  expect((await assume()).AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${WORKLOAD}:assumed-role/app/run`);
});

test.each<[string, string, string]>([
  [
    'nobody knows',
    document({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${WORKLOAD}:role/nobody` }, Action: 'sts:AssumeRole' }),
    'Invalid principal in policy',
  ],
  ['is no JSON', '{', 'This policy contains invalid Json'],
  ['says what may be done', READ, 'Has prohibited field Resource'],
])('a trust policy that %s is refused', async (_case, AssumeRolePolicyDocument, text) => {
  const { admin } = setup();
  const refused = await refusal(admin.iam.send(new iam.CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument })));
  expect(refused).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400, message: expect.stringContaining(text) });
});

test('an inline deny is enforced ten seconds after it was put, and ten seconds after it was deleted no longer', async () => {
  const { admin, clock, member } = setup();
  const RoleName = 'cordon-member';
  await admin.iam.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'stop', PolicyDocument: DENY }));
  expect((await admin.iam.send(new iam.ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['stop']);
  await member.send(LOOK);
  clock.advance(10);
  expect((await refusal(member.send(LOOK))).message).toContain('with an explicit deny in an identity-based policy');
  await admin.iam.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'stop' }));
  await refusal(member.send(LOOK));
  clock.advance(10);
  await member.send(LOOK);
  expect((await refusal(admin.iam.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName: 'stop' })))).name).toBe(
    'NoSuchEntityException',
  );
});

test('two changes on their way reach the authoriser one after the other', async () => {
  const { admin, clock, member } = setup();
  const put = (PolicyDocument: string) =>
    admin.iam.send(new iam.PutRolePolicyCommand({ RoleName: 'cordon-member', PolicyName: 'stop', PolicyDocument }));
  await put(DENY);
  clock.advance(5);
  await put(READ);
  clock.advance(5);
  expect((await refusal(member.send(LOOK))).message).toContain('explicit deny');
  clock.advance(5);
  await member.send(LOOK);
});

test('a boundary limits, names itself in the refusal, and is lifted again', async () => {
  const { admin, clock, member } = setup();
  const role = { RoleName: 'cordon-member' };
  const PermissionsBoundary = `arn:aws:iam::${WORKLOAD}:policy/invoke-all`;
  await admin.iam.send(new iam.PutRolePermissionsBoundaryCommand({ ...role, PermissionsBoundary }));
  clock.advance(10);
  expect((await refusal(member.send(LOOK))).message).toMatch(
    /because no permissions boundary allows the sagemaker:DescribeEndpoint action$/,
  );
  expect((await admin.iam.send(new iam.GetRoleCommand(role))).Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
  const { PolicyRoles } = await admin.iam.send(
    new iam.ListEntitiesForPolicyCommand({ PolicyArn: PermissionsBoundary, PolicyUsageFilter: 'PermissionsBoundary' }),
  );
  expect(PolicyRoles?.map(({ RoleName }) => RoleName)).toEqual(['cordon-member']);
  await admin.iam.send(new iam.DeleteRolePermissionsBoundaryCommand(role));
  clock.advance(10);
  await member.send(LOOK);
  expect((await refusal(admin.iam.send(new iam.DeleteRolePermissionsBoundaryCommand(role)))).name).toBe('NoSuchEntityException');
});

test('sessions from before a revocation are denied, later ones are not', async () => {
  const { admin, clock, member } = setup();
  const before = new Date(clock.now()).toISOString();
  const PolicyDocument = document({
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { DateLessThan: { 'aws:TokenIssueTime': before } },
  });
  await admin.iam.send(new iam.PutRolePolicyCommand({ RoleName: 'cordon-member', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument }));
  clock.advance(10);
  expect((await refusal(member.send(LOOK))).message).toContain('explicit deny');
  // The published key stands for credentials that are renewed at half past.
  clock.advance(30 * 60);
  await member.send(LOOK);
});

test('a role goes only when nothing hangs on it any more', async () => {
  const { admin, clock } = await made('app');
  const RoleName = 'app';
  const PolicyArn = `arn:aws:iam::${WORKLOAD}:policy/invoke-all`;
  const remove = () => admin.iam.send(new iam.DeleteRoleCommand({ RoleName }));
  await admin.iam.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await admin.iam.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'read', PolicyDocument: READ }));
  expect(await refusal(remove())).toMatchObject({
    name: 'DeleteConflictException',
    status: 409,
    message: 'Cannot delete entity, must detach all policies first.',
  });
  await admin.iam.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
  expect((await refusal(remove())).message).toBe('Cannot delete entity, must delete policies first.');
  await admin.iam.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'read' }));
  await remove();
  expect((await refusal(admin.iam.send(new iam.GetRoleCommand({ RoleName })))).message).toBe('The role with name app cannot be found.');
  clock.advance(10);
  const busy = admin.iam.send(new iam.DeleteRoleCommand({ RoleName: 'checkout-api' }));
  expect((await refusal(busy)).message).toBe('Cannot delete entity, must remove roles from instance profile first.');
});

test('limits, protected roles and names that are taken', async () => {
  const { admin } = await made('app');
  expect((await refusal(admin.iam.send(new iam.CreateRoleCommand({ RoleName: 'APP', AssumeRolePolicyDocument: trust })))).name).toBe(
    'EntityAlreadyExistsException',
  );
  const long = document({ Effect: 'Allow', Action: Array.from({ length: 900 }, (_, n) => `s3:Get${n}`), Resource: '*' });
  const put = admin.iam.send(new iam.PutRolePolicyCommand({ RoleName: 'app', PolicyName: 'long', PolicyDocument: long }));
  expect(await refusal(put)).toMatchObject({
    name: 'LimitExceededException',
    message: 'Maximum policy size of 10240 bytes exceeded for role app',
  });
  const policies = ['invoke-all', 'invoke-churn', 'invoke-credit', 'invoke-assistant', 'invoke-fraud-scorer', 'run-models', 'ship-models'];
  const attach = (name: string) =>
    admin.iam.send(new iam.AttachRolePolicyCommand({ RoleName: 'app', PolicyArn: `arn:aws:iam::${WORKLOAD}:policy/${name}` }));
  for (const name of [...policies, 'scale-endpoints', 'cordon-member', 'administrator']) await attach(name);
  await attach('administrator');
  expect((await refusal(attach('cordon-client-deny'))).message).toBe('Cannot exceed quota for PoliciesPerRole: 10');
  const linked = { RoleName: 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint', PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' };
  expect((await refusal(admin.iam.send(new iam.AttachRolePolicyCommand(linked)))).name).toBe('UnmodifiableEntityException');
  const tags = Array.from({ length: 50 }, (_, n) => ({ Key: `k${n}`, Value: 'v' }));
  await admin.iam.send(new iam.TagRoleCommand({ RoleName: 'app', Tags: tags }));
  expect((await refusal(admin.iam.send(new iam.TagRoleCommand({ RoleName: 'app', Tags: [{ Key: 'one', Value: 'more' }] })))).name).toBe(
    'LimitExceededException',
  );
});

test('lists come in pages, and tags of roles are condition keys', async () => {
  const { admin, clock, member } = setup();
  const names: (string | undefined)[] = [];
  for await (const { Roles } of iam.paginateListRoles({ client: admin.iam, pageSize: 4 }, {}))
    names.push(...(Roles ?? []).map(({ RoleName }) => RoleName));
  const whole = await admin.iam.send(new iam.ListRolesCommand({ MaxItems: 1000 }));
  expect(names).toEqual(whole.Roles?.map(({ RoleName }) => RoleName));
  expect(names).toContain('checkout-api');
  expect((await refusal(admin.iam.send(new iam.ListRolesCommand({ Marker: 'x' })))).name).toBe('ValidationError');
  const Condition = { StringEquals: { 'aws:PrincipalTag/stopped': 'yes' } };
  const PolicyDocument = document({ Effect: 'Deny', Action: '*', Resource: '*', Condition });
  await admin.iam.send(new iam.PutRolePolicyCommand({ RoleName: 'cordon-member', PolicyName: 'stop', PolicyDocument }));
  clock.advance(10);
  await member.send(LOOK);
  await admin.iam.send(new iam.TagRoleCommand({ RoleName: 'cordon-member', Tags: [{ Key: 'stopped', Value: 'yes' }] }));
  clock.advance(10);
  await refusal(member.send(LOOK));
});
