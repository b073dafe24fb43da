import type { GetAccountAuthorizationDetailsCommandInput, GetAccountAuthorizationDetailsCommandOutput } from '@aws-sdk/client-iam';
import { operation, type Context } from '../operation.ts';
import { tagList } from '../tag-keys.ts';
import { encoded } from './documents.ts';
import { profilesOf } from './instance-profiles.ts';
import { listed } from './lookup.ts';
import { policyShape } from './managed-policies.ts';
import { versionShape, versionsOf } from './policy-versions.ts';
import { roleShape } from './role-shape.ts';
import { policiesOf, rolesOf, usersOf, type ManagedPolicy, type Role, type User } from './state.ts';
import { userShape } from './users.ts';

/** What roles and users both show. */
const carried = ({ attached, inline, boundary, tags }: Role | User) => ({
  AttachedManagedPolicies: attached.map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) })),
  ...(boundary === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const, PermissionsBoundaryArn: boundary } }),
  Tags: tagList(tags ?? {}),
  inline: Object.entries(inline ?? {}).map(([PolicyName, document]) => ({ PolicyName, PolicyDocument: encoded(document) })),
});
const roleDetail = (context: Context, role: Role) => {
  const { Description: _description, MaxSessionDuration: _seconds, ...shape } = roleShape(role);
  const { inline, ...rest } = carried(role);
  const profiles = profilesOf(context.world)
    .values()
    .filter((profile) => profile.role === role.arn);
  return {
    ...shape,
    ...rest,
    RolePolicyList: inline,
    InstanceProfileList: profiles.map((profile) => ({
      Path: '/',
      InstanceProfileName: profile.name,
      InstanceProfileId: profile.id,
      Arn: profile.arn,
      CreateDate: new Date(profile.createdAt),
      Roles: [roleShape(role)],
    })),
  };
};
const userDetail = (user: User) => {
  const { inline, ...rest } = carried(user);
  return { ...userShape(user), ...rest, UserPolicyList: inline, GroupList: [] };
};
const policyDetail = (context: Context, policy: ManagedPolicy) => ({
  ...policyShape(context, policy),
  PolicyVersionList: versionsOf(policy).map((version) => ({ ...versionShape(policy, version), Document: encoded(version.document) })),
});

/** One list of everything, cut into pages: a page may hold the end of one kind and the beginning of the next. */
export const authorizationDetails = operation<GetAccountAuthorizationDetailsCommandInput, GetAccountAuthorizationDetailsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'iam:GetAccountAuthorizationDetails', resource: '*' }],
  run: (input, context) => {
    const { world, account } = context;
    const wants = (kind: string): boolean => input.Filter === undefined || input.Filter.some((filter) => filter === kind);
    const own = <T extends { readonly account: string }>(rows: readonly T[], by = account): readonly T[] =>
      rows.filter((row) => row.account === by);
    const policies = policiesOf(world).values();
    const { rows, end } = listed(
      [
        ...(wants('User') ? own(usersOf(world).values()).map((user) => ({ user })) : []),
        ...(wants('Role') ? own(rolesOf(world).values()).map((role) => ({ role })) : []),
        ...(wants('LocalManagedPolicy') ? own(policies).map((policy) => ({ policy })) : []),
        ...(wants('AWSManagedPolicy') ? own(policies, 'aws').map((policy) => ({ policy })) : []),
      ],
      input,
    );
    return {
      UserDetailList: rows.flatMap((row) => ('user' in row ? [userDetail(row.user)] : [])),
      GroupDetailList: [],
      RoleDetailList: rows.flatMap((row) => ('role' in row ? [roleDetail(context, row.role)] : [])),
      Policies: rows.flatMap((row) => ('policy' in row ? [policyDetail(context, row.policy)] : [])),
      ...end,
    };
  },
});
