import type {
  AttachUserPolicyCommandInput,
  AttachUserPolicyCommandOutput,
  DeleteUserPermissionsBoundaryCommandInput,
  DeleteUserPermissionsBoundaryCommandOutput,
  DeleteUserPolicyCommandInput,
  DeleteUserPolicyCommandOutput,
  DetachUserPolicyCommandInput,
  DetachUserPolicyCommandOutput,
  GetUserPolicyCommandInput,
  GetUserPolicyCommandOutput,
  ListAttachedUserPoliciesCommandInput,
  ListAttachedUserPoliciesCommandOutput,
  ListUserPoliciesCommandInput,
  ListUserPoliciesCommandOutput,
  PutUserPermissionsBoundaryCommandInput,
  PutUserPermissionsBoundaryCommandOutput,
  PutUserPolicyCommandInput,
  PutUserPolicyCommandOutput,
} from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import { encoded } from './documents.ts';
import * as policies from './holders.ts';
import { boundaryKey, onUser, policyKey, userOf } from './lookup.ts';

const listAttached = operation<ListAttachedUserPoliciesCommandInput, ListAttachedUserPoliciesCommandOutput>({
  trail: 'read',
  access: (input, context) => onUser('ListAttachedUserPolicies', context, input.UserName),
  run: (input, context) => policies.attachedPage(userOf(context, input.UserName), input),
});
const attach = operation<AttachUserPolicyCommandInput, AttachUserPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('AttachUserPolicy', context, input.UserName, policyKey(input.PolicyArn)),
  run: (input, context) => {
    policies.attach(context, policies.userHolder(context, input.UserName), input.PolicyArn);
    return {};
  },
});
const detach = operation<DetachUserPolicyCommandInput, DetachUserPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('DetachUserPolicy', context, input.UserName, policyKey(input.PolicyArn)),
  run: (input, context) => {
    policies.detach(policies.userHolder(context, input.UserName), input.PolicyArn);
    return {};
  },
});
const put = operation<PutUserPolicyCommandInput, PutUserPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('PutUserPolicy', context, input.UserName),
  run: (input, context) => {
    policies.putInline(policies.userHolder(context, input.UserName), input.PolicyName, input.PolicyDocument);
    return {};
  },
});
const get = operation<GetUserPolicyCommandInput, GetUserPolicyCommandOutput>({
  trail: 'read',
  access: (input, context) => onUser('GetUserPolicy', context, input.UserName),
  run: ({ UserName, PolicyName }, context) => {
    const user = userOf(context, UserName);
    return { UserName: user.name, PolicyName, PolicyDocument: encoded(policies.inlineOf(user, 'user', PolicyName)) };
  },
});
const list = operation<ListUserPoliciesCommandInput, ListUserPoliciesCommandOutput>({
  trail: 'read',
  access: (input, context) => onUser('ListUserPolicies', context, input.UserName),
  run: (input, context) => policies.inlinePage(userOf(context, input.UserName), input),
});
const remove = operation<DeleteUserPolicyCommandInput, DeleteUserPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('DeleteUserPolicy', context, input.UserName),
  run: (input, context) => {
    policies.deleteInline(policies.userHolder(context, input.UserName), input.PolicyName);
    return {};
  },
});
const bound = operation<PutUserPermissionsBoundaryCommandInput, PutUserPermissionsBoundaryCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('PutUserPermissionsBoundary', context, input.UserName, boundaryKey(input.PermissionsBoundary)),
  run: (input, context) => {
    policies.putBoundary(context, policies.userHolder(context, input.UserName), input.PermissionsBoundary);
    return {};
  },
});
const unbound = operation<DeleteUserPermissionsBoundaryCommandInput, DeleteUserPermissionsBoundaryCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('DeleteUserPermissionsBoundary', context, input.UserName),
  run: (input, context) => {
    policies.deleteBoundary(policies.userHolder(context, input.UserName));
    return {};
  },
});

export const USER_POLICY_OPERATIONS = {
  ListAttachedUserPolicies: listAttached,
  AttachUserPolicy: attach,
  DetachUserPolicy: detach,
  PutUserPolicy: put,
  GetUserPolicy: get,
  ListUserPolicies: list,
  DeleteUserPolicy: remove,
  PutUserPermissionsBoundary: bound,
  DeleteUserPermissionsBoundary: unbound,
} as const;
