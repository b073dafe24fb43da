import { tagList } from '../tag-keys.ts';
import { encoded } from './documents.ts';
import type { Role } from './state.ts';

/** As CreateRole and ListRoles show it. */
export const roleShape = (role: Role) => ({
  Path: role.path ?? '/',
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: encoded(role.trust),
  ...(role.description === '' ? {} : { Description: role.description }),
  MaxSessionDuration: role.maxSessionSeconds ?? 3600,
});
/** GetRole says more. */
export const wholeRole = (role: Role) => ({
  ...roleShape(role),
  ...(role.boundary === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const, PermissionsBoundaryArn: role.boundary } }),
  ...(Object.keys(role.tags ?? {}).length === 0 ? {} : { Tags: tagList(role.tags ?? {}) }),
});
