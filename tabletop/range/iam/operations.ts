import type {
  AttachRolePolicyCommandInput,
  AttachRolePolicyCommandOutput,
  DetachRolePolicyCommandInput,
  DetachRolePolicyCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  GetPolicyVersionCommandInput,
  GetPolicyVersionCommandOutput,
  GetRoleCommandInput,
  GetRoleCommandOutput,
  ListAttachedRolePoliciesCommandInput,
  ListAttachedRolePoliciesCommandOutput,
} from '@aws-sdk/client-iam';
import { operation, type Context, type Service } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { policiesOf, roleArn, rolesOf, setAttached, type ManagedPolicy, type Role } from './state.ts';
import { IAM_BEHAVIOURS } from './behaviours.ts';

const missing = (message: string): AwsFault => new AwsFault('NoSuchEntityException', message);
/** IAM answers documents URL-encoded. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
const encoded = (document: object): string => encodeURIComponent(JSON.stringify(document));

const roleOf = ({ world, account }: Context, name: string): Role => {
  const role = rolesOf(world).get(roleArn(account, name));
  if (role === undefined) throw missing(`The role with name ${name} cannot be found.`);
  return role;
};
const policyOf = ({ world, account }: Context, arn: string): ManagedPolicy => {
  const policy = policiesOf(world).get(arn);
  if (policy === undefined || policy.account !== account) throw missing(`Policy ${arn} does not exist or is not attachable.`);
  return policy;
};
const onRole = (action: string, { account }: Context, name: string, policy?: string) => [
  { action: `iam:${action}`, resource: roleArn(account, name), context: policy === undefined ? {} : { 'iam:PolicyARN': [policy] } },
];

const getRole = operation<GetRoleCommandInput, GetRoleCommandOutput>({
  trail: 'read',
  access: (input, context) => onRole('GetRole', context, input.RoleName),
  run: (input, context) => {
    const role = roleOf(context, input.RoleName);
    return {
      Role: {
        Path: '/',
        RoleName: role.name,
        RoleId: role.id,
        Arn: role.arn,
        CreateDate: new Date(role.createdAt),
        AssumeRolePolicyDocument: encoded(role.trust),
        Description: role.description,
        MaxSessionDuration: 3600,
      },
    };
  },
});

const listAttached = operation<ListAttachedRolePoliciesCommandInput, ListAttachedRolePoliciesCommandOutput>({
  trail: 'read',
  access: (input, context) => onRole('ListAttachedRolePolicies', context, input.RoleName),
  run: (input, context) => {
    const { attached } = roleOf(context, input.RoleName);
    const page = pageOf(attached, input.MaxItems ?? 100, input.Marker);
    if (page === undefined) throw new AwsFault('ValidationError', 'Invalid Marker.');
    return {
      AttachedPolicies: page.page.map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) })),
      IsTruncated: page.next !== undefined,
      Marker: page.next,
    };
  },
});

const attach = operation<AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('AttachRolePolicy', context, input.RoleName, input.PolicyArn),
  run: (input, context) => {
    const role = roleOf(context, input.RoleName);
    const policy = policyOf(context, input.PolicyArn);
    if (!role.attached.includes(policy.arn)) setAttached(context.world, role, [...role.attached, policy.arn]);
    return {};
  },
});

const detach = operation<DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('DetachRolePolicy', context, input.RoleName, input.PolicyArn),
  run: (input, context) => {
    const role = roleOf(context, input.RoleName);
    if (!role.attached.includes(input.PolicyArn)) throw missing(`Policy ${input.PolicyArn} was not found.`);
    setAttached(
      context.world,
      role,
      role.attached.filter((arn) => arn !== input.PolicyArn),
    );
    return {};
  },
});

const getPolicy = operation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  trail: 'read',
  access: (input) => [{ action: 'iam:GetPolicy', resource: input.PolicyArn }],
  run: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    const attachments = rolesOf(context.world)
      .values()
      .filter(({ attached }) => attached.includes(policy.arn)).length;
    return {
      Policy: {
        PolicyName: policy.name,
        PolicyId: policy.id,
        Arn: policy.arn,
        Path: '/',
        DefaultVersionId: 'v1',
        AttachmentCount: attachments,
        IsAttachable: true,
        Description: policy.description,
        CreateDate: new Date(policy.createdAt),
        UpdateDate: new Date(policy.createdAt),
      },
    };
  },
});

const getPolicyVersion = operation<GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput>({
  trail: 'read',
  access: (input) => [{ action: 'iam:GetPolicyVersion', resource: input.PolicyArn }],
  run: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    if (input.VersionId !== 'v1')
      throw missing(`Policy ${input.PolicyArn} version ${input.VersionId} does not exist or is not attachable.`);
    return {
      PolicyVersion: {
        Document: encoded(policy.document),
        VersionId: 'v1',
        IsDefaultVersion: true,
        CreateDate: new Date(policy.createdAt),
      },
    };
  },
});

export const iamService: Service = {
  prefix: 'iam',
  signingName: 'iam',
  eventSource: 'iam.amazonaws.com',
  load: () => import('@aws-sdk/client-iam'),
  operations: {
    GetRole: getRole,
    ListAttachedRolePolicies: listAttached,
    AttachRolePolicy: attach,
    DetachRolePolicy: detach,
    GetPolicy: getPolicy,
    GetPolicyVersion: getPolicyVersion,
  },
  behaviours: IAM_BEHAVIOURS,
  denied: { code: 'AccessDenied', status: 403 },
};
