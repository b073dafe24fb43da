import type {
  CreateRoleCommandInput,
  CreateRoleCommandOutput,
  DeleteRoleCommandInput,
  DeleteRoleCommandOutput,
  GetRoleCommandInput,
  GetRoleCommandOutput,
  ListRolesCommandInput,
  ListRolesCommandOutput,
  UpdateAssumeRolePolicyCommandInput,
  UpdateAssumeRolePolicyCommandOutput,
  UpdateRoleCommandInput,
  UpdateRoleCommandOutput,
  UpdateRoleDescriptionCommandInput,
  UpdateRoleDescriptionCommandOutput,
} from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import { tagMap } from '../tag-keys.ts';
import { changeable } from './holders.ts';
import { profilesOf } from './instance-profiles.ts';
import { lastUseOf } from './last-use.ts';
import { boundaryKey, conflict, exists, findRole, listed, onRole, overLimit, policyOf, roleOf, tagKeys } from './lookup.ts';
import { roleShape, wholeRole } from './role-shape.ts';
import { changeRole, roleArn, rolesOf, type Role } from './state.ts';
import { checkedTags } from './tags.ts';
import { storedTrust } from './trust.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_ROLES = 1000;

const create = operation<CreateRoleCommandInput, CreateRoleCommandOutput>({
  trail: 'write',
  access: (input, { account }) => [
    {
      action: 'iam:CreateRole',
      resource: roleArn(account, input.RoleName, input.Path),
      context: { ...boundaryKey(input.PermissionsBoundary), ...tagKeys(tagMap(input.Tags)) },
    },
  ],
  run: (input, context) => {
    const { world, account, now } = context;
    if (findRole(context, input.RoleName) !== undefined) throw exists(`Role with name ${input.RoleName} already exists.`);
    if (
      rolesOf(world)
        .values()
        .filter((role) => role.account === account).length >= MOST_ROLES
    )
      throw overLimit(`Cannot exceed quota for RolesPerAccount: ${MOST_ROLES}`);
    const boundary = input.PermissionsBoundary === undefined ? {} : { boundary: policyOf(context, input.PermissionsBoundary).arn };
    const role: Role = {
      name: input.RoleName,
      account,
      path: input.Path ?? '/',
      arn: roleArn(account, input.RoleName, input.Path),
      id: `AROA${world.ids.code('role', 17)}`,
      createdAt: now,
      trust: storedTrust(context, input.AssumeRolePolicyDocument),
      attached: [],
      description: input.Description ?? '',
      maxSessionSeconds: input.MaxSessionDuration ?? 3600,
      tags: checkedTags({}, tagMap(input.Tags)),
      ...boundary,
    };
    changeRole(world, role.arn, role);
    return { Role: wholeRole(role) };
  },
});
const get = operation<GetRoleCommandInput, GetRoleCommandOutput>({
  trail: 'read',
  access: (input, context) => onRole('GetRole', context, input.RoleName),
  run: (input, context) => {
    const role = roleOf(context, input.RoleName);
    const used = lastUseOf(context.world, ({ principal }) => principal === role.arn);
    const RoleLastUsed = used === undefined ? {} : { LastUsedDate: new Date(used.at), Region: used.region };
    return { Role: { ...wholeRole(role), RoleLastUsed } };
  },
});
const list = operation<ListRolesCommandInput, ListRolesCommandOutput>({
  trail: 'read',
  access: ({ PathPrefix = '/' }, { account }) => [{ action: 'iam:ListRoles', resource: roleArn(account, '', PathPrefix) }],
  run: (input, { world, account }) => {
    const own = rolesOf(world)
      .values()
      .filter((role) => role.account === account && (role.path ?? '/').startsWith(input.PathPrefix ?? '/'));
    const { rows, end } = listed(own, input);
    return { Roles: rows.map(roleShape), ...end };
  },
});
const update = operation<UpdateRoleCommandInput, UpdateRoleCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('UpdateRole', context, input.RoleName),
  run: (input, context) => {
    const role = changeable(roleOf(context, input.RoleName));
    changeRole(context.world, role.arn, {
      ...role,
      description: input.Description ?? role.description,
      maxSessionSeconds: input.MaxSessionDuration ?? role.maxSessionSeconds ?? 3600,
    });
    return {};
  },
});
const describe = operation<UpdateRoleDescriptionCommandInput, UpdateRoleDescriptionCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('UpdateRoleDescription', context, input.RoleName),
  run: (input, context) => {
    const role = { ...changeable(roleOf(context, input.RoleName)), description: input.Description };
    changeRole(context.world, role.arn, role);
    return { Role: roleShape(role) };
  },
});
const trust = operation<UpdateAssumeRolePolicyCommandInput, UpdateAssumeRolePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('UpdateAssumeRolePolicy', context, input.RoleName),
  run: (input, context) => {
    const role = changeable(roleOf(context, input.RoleName));
    changeRole(context.world, role.arn, { ...role, trust: storedTrust(context, input.PolicyDocument) });
    return {};
  },
});
const remove = operation<DeleteRoleCommandInput, DeleteRoleCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('DeleteRole', context, input.RoleName),
  run: (input, context) => {
    const role = changeable(roleOf(context, input.RoleName));
    if (
      profilesOf(context.world)
        .values()
        .some(({ role: of }) => of === role.arn)
    )
      throw conflict('Cannot delete entity, must remove roles from instance profile first.');
    if (role.attached.length > 0) throw conflict('Cannot delete entity, must detach all policies first.');
    if (Object.keys(role.inline ?? {}).length > 0) throw conflict('Cannot delete entity, must delete policies first.');
    changeRole(context.world, role.arn, undefined);
    return {};
  },
});

export const ROLE_OPERATIONS = {
  CreateRole: create,
  GetRole: get,
  ListRoles: list,
  UpdateRole: update,
  UpdateRoleDescription: describe,
  UpdateAssumeRolePolicy: trust,
  DeleteRole: remove,
} as const;
