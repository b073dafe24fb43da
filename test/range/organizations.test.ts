import * as organizations from '@aws-sdk/client-organizations';
import { DescribeEndpointCommand, ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { as, HUB, refusal, stillRange, WORKLOAD } from './clients.ts';

const [MANAGEMENT, SECURITY] = ['NORTHBANK-MANAGEMENT-ADMIN', 'NORTHBANK-SECURITY-ADMIN'];
const [ROOT, UNIT, FULL] = ['r-nb01', 'ou-nb01-workload', 'p-FullAWSAccess'];
const LIST = new ListModelsCommand({});
const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const DENY = document({ Effect: 'Deny', Action: 'sagemaker:*', Resource: '*' });

const setup = () => {
  const { range, clock } = stillRange();
  const client = (principal: string) => new organizations.OrganizationsClient(range.clientConfig(principal));
  const owner = client(MANAGEMENT);
  const create = async (Content: string, Type: organizations.PolicyType = 'SERVICE_CONTROL_POLICY', by = owner) => {
    const { Policy } = await by.send(new organizations.CreatePolicyCommand({ Name: 'stop', Description: 'x', Type, Content }));
    return Policy?.PolicySummary?.Id ?? '';
  };
  const attach = (PolicyId: string, TargetId: string, by = owner) => by.send(new organizations.AttachPolicyCommand({ PolicyId, TargetId }));
  const detach = (PolicyId: string, TargetId: string) => owner.send(new organizations.DetachPolicyCommand({ PolicyId, TargetId }));
  return { range, clock, client, owner, create, attach, detach, models: () => as(range, 'admin').sagemaker.send(LIST) };
};

test('the organisation is a tree of four accounts', async () => {
  const { owner, client } = setup();
  const { Organization } = await client('admin').send(new organizations.DescribeOrganizationCommand({}));
  expect(Organization).toMatchObject({ Id: 'o-northbank01', MasterAccountId: '222233334444', FeatureSet: 'ALL' });
  const { Roots } = await owner.send(new organizations.ListRootsCommand({}));
  expect(Roots).toMatchObject([{ Id: ROOT, PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY' }, { Type: 'RESOURCE_CONTROL_POLICY' }] }]);
  const { OrganizationalUnits } = await owner.send(new organizations.ListOrganizationalUnitsForParentCommand({ ParentId: ROOT }));
  expect(OrganizationalUnits?.map(({ Name }) => Name).sort()).toEqual(['Security', 'Workloads']);
  const below = async (ParentId: string) =>
    (await owner.send(new organizations.ListAccountsForParentCommand({ ParentId }))).Accounts?.map(({ Id }) => Id);
  expect([await below(ROOT), await below(UNIT)]).toEqual([['222233334444'], [WORKLOAD]]);
  expect((await owner.send(new organizations.ListParentsCommand({ ChildId: WORKLOAD }))).Parents).toEqual([
    { Id: UNIT, Type: 'ORGANIZATIONAL_UNIT' },
  ]);
  expect((await owner.send(new organizations.DescribeAccountCommand({ AccountId: WORKLOAD }))).Account?.Name).toBe('northbank-workload');
  expect((await refusal(owner.send(new organizations.DescribeAccountCommand({ AccountId: '999999999999' })))).name).toBe(
    'AccountNotFoundException',
  );
  expect((await refusal(owner.send(new organizations.ListAccountsForParentCommand({ ParentId: 'ou-none-12345678' })))).name).toBe(
    'ParentNotFoundException',
  );
});

test.each([
  ['the account itself', WORKLOAD],
  ['its unit', UNIT],
  ['the root', ROOT],
])('a service control policy at %s stops even the administrator, after a while', async (_case, target) => {
  const { create, attach, detach, clock, models } = setup();
  const id = await create(DENY);
  await attach(id, target);
  await models();
  clock.advance(10);
  expect(await refusal(models())).toMatchObject({
    name: 'AccessDeniedException',
    message: `User: arn:aws:sts::${WORKLOAD}:assumed-role/admin/test-key is not authorized to perform: sagemaker:ListModels with an explicit deny in a service control policy`,
  });
  await detach(id, target);
  clock.advance(10);
  await models();
});

test('an account whose unit lost full access may only what is left', async () => {
  const { create, attach, detach, clock, models } = setup();
  const id = await create(document({ Effect: 'Allow', Action: 's3:*', Resource: '*' }));
  await attach(id, UNIT);
  await detach(FULL, UNIT);
  clock.advance(10);
  expect((await refusal(models())).message).toMatch(/because no service control policy allows the sagemaker:ListModels action$/);
  expect((await refusal(detach(id, UNIT))).name).toBe('ConstraintViolationException');
});

test('at the root every member account is stopped and the management account is not; an update is enforced', async () => {
  const { range, owner, create, attach, clock, models } = setup();
  const PolicyId = await create(document({ Effect: 'Deny', Action: 's3:*', Resource: '*' }));
  await attach(PolicyId, ROOT);
  await owner.send(new organizations.UpdatePolicyCommand({ PolicyId, Content: DENY }));
  clock.advance(10);
  expect((await refusal(models())).name).toBe('AccessDeniedException');
  expect((await refusal(as(range, SECURITY ?? '').sagemaker.send(LIST))).name).toBe('AccessDeniedException');
  expect((await as(range, MANAGEMENT ?? '').sagemaker.send(LIST)).Models).toEqual([]);
});

test('a service-linked role is not stopped', async () => {
  const { range, create, attach, clock, models } = setup();
  await attach(await create(DENY), WORKLOAD);
  clock.advance(10);
  expect((await refusal(models())).name).toBe('AccessDeniedException');
  const linked = as(range, 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint').sagemaker;
  expect((await linked.send(new DescribeEndpointCommand({ EndpointName: 'credit' }))).EndpointName).toBe('credit');
});

test('a resource control policy keeps others from assuming roles', async () => {
  const { range, create, attach, clock } = setup();
  const assume = () =>
    as(range, HUB).sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${WORKLOAD}:role/cordon-member`, RoleSessionName: 'run' }));
  const Condition = { StringNotEquals: { 'aws:PrincipalAccount': WORKLOAD } };
  const id = await create(
    document({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*', Condition }),
    'RESOURCE_CONTROL_POLICY',
  );
  await assume();
  await attach(id, WORKLOAD);
  clock.advance(10);
  expect((await refusal(assume())).name).toBe('AccessDenied');
});

test('who may: the management account, the delegate as far as it was let, nobody else', async () => {
  const { client, create, attach } = setup();
  const [delegate, member] = [client(SECURITY ?? ''), client('admin')];
  expect((await delegate.send(new organizations.ListAccountsCommand({}))).Accounts).toHaveLength(4);
  expect((await refusal(member.send(new organizations.ListAccountsCommand({})))).message).toBe(
    "You don't have permissions to access this resource.",
  );
  const id = await create(DENY, 'SERVICE_CONTROL_POLICY', delegate);
  await attach(id, WORKLOAD, delegate);
  expect((await refusal(attach(id, UNIT, member))).name).toBe('AccessDeniedException');
  const control = document({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' });
  expect((await refusal(create(control, 'RESOURCE_CONTROL_POLICY', delegate))).name).toBe('AccessDeniedException');
  const disable = new organizations.DisablePolicyTypeCommand({ RootId: ROOT, PolicyType: 'SERVICE_CONTROL_POLICY' });
  expect((await refusal(delegate.send(disable))).name).toBe('AccessDeniedException');
});

test('what Organizations refuses', async () => {
  const { owner, create, attach, detach } = setup();
  const id = await create(DENY);
  const name = async (call: Promise<unknown>) => (await refusal(call)).name;
  expect(await name(create(DENY))).toBe('DuplicatePolicyException');
  expect(await name(attach('p-12345678', WORKLOAD))).toBe('PolicyNotFoundException');
  expect(await name(attach(id, '999999999999'))).toBe('TargetNotFoundException');
  expect(await name(attach(FULL, WORKLOAD))).toBe('DuplicatePolicyAttachmentException');
  expect(await name(detach(id, WORKLOAD))).toBe('PolicyNotAttachedException');
  await attach(id, WORKLOAD);
  expect(await name(owner.send(new organizations.DeletePolicyCommand({ PolicyId: id })))).toBe('PolicyInUseException');
  expect(await name(owner.send(new organizations.UpdatePolicyCommand({ PolicyId: FULL, Content: DENY })))).toBe('InvalidInputException');
  await detach(id, WORKLOAD);
  await owner.send(new organizations.DeletePolicyCommand({ PolicyId: id }));
  expect(await name(create(document({ Effect: 'Deny', Action: 's3:*' })))).toBe('MalformedPolicyDocumentException');
});

test('a type of policy is switched off with everything attached, and on with full access', async () => {
  const { owner, create, attach, clock, models } = setup();
  const id = await create(DENY);
  await attach(id, WORKLOAD);
  const type = { RootId: ROOT, PolicyType: 'SERVICE_CONTROL_POLICY' } as const;
  await owner.send(new organizations.DisablePolicyTypeCommand(type));
  clock.advance(10);
  await models();
  expect((await refusal(attach(id, WORKLOAD))).name).toBe('PolicyTypeNotEnabledException');
  await owner.send(new organizations.EnablePolicyTypeCommand(type));
  clock.advance(10);
  await models();
  const { Policies } = await owner.send(new organizations.ListPoliciesForTargetCommand({ TargetId: WORKLOAD, Filter: type.PolicyType }));
  expect(Policies?.map(({ Id }) => Id)).toEqual([FULL]);
  expect((await refusal(owner.send(new organizations.EnablePolicyTypeCommand(type)))).name).toBe('PolicyTypeAlreadyEnabledException');
  const { Targets } = await owner.send(new organizations.ListTargetsForPolicyCommand({ PolicyId: FULL, MaxResults: 3 }));
  expect(Targets).toHaveLength(3);
});
