import type {
  AttachRolePolicyCommandInput,
  AttachRolePolicyCommandOutput,
  DeleteRolePermissionsBoundaryCommandInput,
  DeleteRolePermissionsBoundaryCommandOutput,
  DeleteRolePolicyCommandInput,
  DeleteRolePolicyCommandOutput,
  DetachRolePolicyCommandInput,
  DetachRolePolicyCommandOutput,
  GetRolePolicyCommandInput,
  GetRolePolicyCommandOutput,
  ListAttachedRolePoliciesCommandInput,
  ListAttachedRolePoliciesCommandOutput,
  ListRolePoliciesCommandInput,
  ListRolePoliciesCommandOutput,
  PutRolePermissionsBoundaryCommandInput,
  PutRolePermissionsBoundaryCommandOutput,
  PutRolePolicyCommandInput,
  PutRolePolicyCommandOutput,
} from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import { encoded } from './documents.ts';
import * as policies from './holders.ts';
import { boundaryKey, onRole, policyKey, roleOf } from './lookup.ts';

const listAttached = operation<ListAttachedRolePoliciesCommandInput, ListAttachedRolePoliciesCommandOutput>({
  trail: 'read',
  access: (input, context) => onRole('ListAttachedRolePolicies', context, input.RoleName),
  run: (input, context) => policies.attachedPage(roleOf(context, input.RoleName), input),
});
const attach = operation<AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('AttachRolePolicy', context, input.RoleName, policyKey(input.PolicyArn)),
  run: (input, context) => {
    policies.attach(context, policies.roleHolder(context, input.RoleName), input.PolicyArn);
    return {};
  },
});
const detach = operation<DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('DetachRolePolicy', context, input.RoleName, policyKey(input.PolicyArn)),
  run: (input, context) => {
    policies.detach(policies.roleHolder(context, input.RoleName), input.PolicyArn);
    return {};
  },
});
const put = operation<PutRolePolicyCommandInput, PutRolePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('PutRolePolicy', context, input.RoleName),
  run: (input, context) => {
    policies.putInline(policies.roleHolder(context, input.RoleName), input.PolicyName, input.PolicyDocument);
    return {};
  },
});
const get = operation<GetRolePolicyCommandInput, GetRolePolicyCommandOutput>({
  trail: 'read',
  access: (input, context) => onRole('GetRolePolicy', context, input.RoleName),
  run: ({ RoleName, PolicyName }, context) => {
    const role = roleOf(context, RoleName);
    return { RoleName: role.name, PolicyName, PolicyDocument: encoded(policies.inlineOf(role, 'role', PolicyName)) };
  },
});
const list = operation<ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput>({
  trail: 'read',
  access: (input, context) => onRole('ListRolePolicies', context, input.RoleName),
  run: (input, context) => policies.inlinePage(roleOf(context, input.RoleName), input),
});
const remove = operation<DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('DeleteRolePolicy', context, input.RoleName),
  run: (input, context) => {
    policies.deleteInline(policies.roleHolder(context, input.RoleName), input.PolicyName);
    return {};
  },
});
const bound = operation<PutRolePermissionsBoundaryCommandInput, PutRolePermissionsBoundaryCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('PutRolePermissionsBoundary', context, input.RoleName, boundaryKey(input.PermissionsBoundary)),
  run: (input, context) => {
    policies.putBoundary(context, policies.roleHolder(context, input.RoleName), input.PermissionsBoundary);
    return {};
  },
});
const unbound = operation<DeleteRolePermissionsBoundaryCommandInput, DeleteRolePermissionsBoundaryCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('DeleteRolePermissionsBoundary', context, input.RoleName),
  run: (input, context) => {
    policies.deleteBoundary(policies.roleHolder(context, input.RoleName));
    return {};
  },
});

export const ROLE_POLICY_OPERATIONS = {
  ListAttachedRolePolicies: listAttached,
  AttachRolePolicy: attach,
  DetachRolePolicy: detach,
  PutRolePolicy: put,
  GetRolePolicy: get,
  ListRolePolicies: list,
  DeleteRolePolicy: remove,
  PutRolePermissionsBoundary: bound,
  DeleteRolePermissionsBoundary: unbound,
} as const;
