import * as iam from '@aws-sdk/client-iam';
import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { as, refusal, stillRange, WORKLOAD } from '../clients.ts';

const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string): string => document({ Effect: 'Allow', Action, Resource: '*' });
const LOOK = new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' });

const setup = () => {
  const { range, clock } = stillRange();
  return { range, clock, admin: as(range, 'admin').iam, crm: as(range, 'crm').sagemaker };
};
const ARN = `arn:aws:iam::${WORKLOAD}:policy/look`;
const made = async () => {
  const all = setup();
  await all.admin.send(new iam.CreatePolicyCommand({ PolicyName: 'look', PolicyDocument: allow('s3:GetObject') }));
  return all;
};

test('a version is enforced when it is the default, and after a while', async () => {
  const { admin, clock, crm } = await made();
  await admin.send(new iam.AttachRolePolicyCommand({ RoleName: 'crm', PolicyArn: ARN }));
  const { PolicyVersion } = await admin.send(
    new iam.CreatePolicyVersionCommand({ PolicyArn: ARN, PolicyDocument: allow('sagemaker:Describe*') }),
  );
  expect(PolicyVersion).toMatchObject({ VersionId: 'v2', IsDefaultVersion: false });
  clock.advance(10);
  await refusal(crm.send(LOOK));
  await admin.send(new iam.SetDefaultPolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v2' }));
  expect((await admin.send(new iam.GetPolicyCommand({ PolicyArn: ARN }))).Policy).toMatchObject({
    DefaultVersionId: 'v2',
    AttachmentCount: 1,
  });
  await refusal(crm.send(LOOK));
  clock.advance(10);
  await crm.send(LOOK);
});

test('five versions, the default one stays, and numbers are not used twice', async () => {
  const { admin } = await made();
  const add = () => admin.send(new iam.CreatePolicyVersionCommand({ PolicyArn: ARN, PolicyDocument: allow('s3:*'), SetAsDefault: true }));
  for (let n = 0; n < 4; n += 1) await add();
  expect(await refusal(add())).toMatchObject({ name: 'LimitExceededException', message: expect.stringContaining('up to 5 versions') });
  expect((await refusal(admin.send(new iam.DeletePolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v5' })))).message).toBe(
    'Cannot delete the default version of a policy.',
  );
  await admin.send(new iam.DeletePolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v1' }));
  expect((await add()).PolicyVersion?.VersionId).toBe('v6');
  const { Versions } = await admin.send(new iam.ListPolicyVersionsCommand({ PolicyArn: ARN }));
  expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
    ['v6', true],
    ['v5', false],
    ['v4', false],
    ['v3', false],
    ['v2', false],
  ]);
  expect((await refusal(admin.send(new iam.GetPolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v1' })))).name).toBe(
    'NoSuchEntityException',
  );
});

test('a policy goes only when nobody carries it and it has one version', async () => {
  const { admin } = await made();
  const remove = () => admin.send(new iam.DeletePolicyCommand({ PolicyArn: ARN }));
  await admin.send(new iam.AttachRolePolicyCommand({ RoleName: 'crm', PolicyArn: ARN }));
  expect(await refusal(remove())).toMatchObject({
    name: 'DeleteConflictException',
    message: 'Cannot delete a policy attached to entities.',
  });
  await admin.send(new iam.DetachRolePolicyCommand({ RoleName: 'crm', PolicyArn: ARN }));
  await admin.send(new iam.CreatePolicyVersionCommand({ PolicyArn: ARN, PolicyDocument: allow('s3:*') }));
  expect((await refusal(remove())).message).toContain('more than one version');
  await admin.send(new iam.DeletePolicyVersionCommand({ PolicyArn: ARN, VersionId: 'v2' }));
  await remove();
  expect((await refusal(admin.send(new iam.GetPolicyCommand({ PolicyArn: ARN })))).name).toBe('NoSuchEntityException');
});

test("names are taken once, documents have a size, AWS's own policies are for everybody and nobody", async () => {
  const { admin } = await made();
  const create = (PolicyName: string, PolicyDocument: string) => admin.send(new iam.CreatePolicyCommand({ PolicyName, PolicyDocument }));
  expect((await refusal(create('LOOK', allow('s3:*')))).name).toBe('EntityAlreadyExistsException');
  expect((await refusal(create('bad', '{}'))).name).toBe('MalformedPolicyDocumentException');
  const long = document({ Effect: 'Allow', Action: Array.from({ length: 600 }, (_, n) => `s3:Get${n}`), Resource: '*' });
  expect((await refusal(create('long', long))).message).toBe('Cannot exceed quota for PolicySize: 6144');
  const PolicyArn = 'arn:aws:iam::aws:policy/AWSDenyAll';
  await admin.send(new iam.AttachRolePolicyCommand({ RoleName: 'crm', PolicyArn }));
  expect((await refusal(admin.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allow('s3:*') })))).name).toBe(
    'AccessDenied',
  );
  const local = await admin.send(new iam.ListPoliciesCommand({ Scope: 'Local', OnlyAttached: true }));
  expect(local.Policies?.map(({ PolicyName }) => PolicyName)).not.toContain('look');
  const aws = await admin.send(new iam.ListPoliciesCommand({ Scope: 'AWS' }));
  expect(aws.Policies?.map(({ PolicyName }) => PolicyName)).toEqual(['AWSDenyAll', 'AdministratorAccess']);
});

test('the simulation agrees with what happens, before it happens', async () => {
  const { admin } = setup();
  const PolicySourceArn = `arn:aws:iam::${WORKLOAD}:role/checkout-api`;
  const ResourceArns = [`arn:aws:sagemaker:eu-west-1:${WORKLOAD}:endpoint/fraud-scorer`];
  const ask = async (ContextKeyValues: string[]) => {
    const ContextEntries = [{ ContextKeyName: 'aws:ResourceTag/cordon:quarantine', ContextKeyType: 'string' as const, ContextKeyValues }];
    const { EvaluationResults } = await admin.send(
      new iam.SimulatePrincipalPolicyCommand({
        PolicySourceArn,
        ResourceArns,
        ActionNames: ['sagemaker:InvokeEndpoint', 'sagemaker:DeleteEndpoint'],
        ...(ContextKeyValues.length === 0 ? {} : { ContextEntries }),
      }),
    );
    return EvaluationResults?.map(({ EvalDecision, MissingContextValues }) => [EvalDecision, MissingContextValues]);
  };
  expect(await ask([])).toEqual([
    ['allowed', ['aws:ResourceTag/cordon:quarantine']],
    ['implicitDeny', ['aws:ResourceTag/cordon:quarantine']],
  ]);
  expect((await ask(['INC-1']))?.[0]).toEqual(['explicitDeny', []]);
});

test('one call tells everything about an account, and its own parts on request', async () => {
  const { admin } = await made();
  const { RoleDetailList, Policies, UserDetailList } = await admin.send(
    new iam.GetAccountAuthorizationDetailsCommand({ Filter: ['Role', 'LocalManagedPolicy'], MaxItems: 1000 }),
  );
  expect(RoleDetailList).toHaveLength((await admin.send(new iam.ListRolesCommand({ MaxItems: 1000 }))).Roles?.length ?? 0);
  expect(UserDetailList).toEqual([]);
  expect(RoleDetailList?.find(({ RoleName }) => RoleName === 'crm')).toMatchObject({
    AttachedManagedPolicies: [{ PolicyName: 'invoke-churn' }, { PolicyName: 'cordon-quarantine-deny' }],
    InstanceProfileList: [{ InstanceProfileName: 'crm' }],
  });
  expect(Policies?.find(({ PolicyName }) => PolicyName === 'look')?.PolicyVersionList).toHaveLength(1);
});
