import type {
  CreatePolicyCommandInput,
  CreatePolicyCommandOutput,
  DeletePolicyCommandInput,
  DeletePolicyCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  ListEntitiesForPolicyCommandInput,
  ListEntitiesForPolicyCommandOutput,
  ListPoliciesCommandInput,
  ListPoliciesCommandOutput,
} from '@aws-sdk/client-iam';
import { operation, type Context } from '../operation.ts';
import { tagList, tagMap } from '../tag-keys.ts';
import { sizeOf, storedPolicy } from './documents.ts';
import { conflict, exists, listed, onPolicy, overLimit, policyOf, tagKeys } from './lookup.ts';
import { ownPolicy, POLICY_VERSION_OPERATIONS, versionsOf } from './policy-versions.ts';
import {
  changePolicy,
  MOST_CHARACTERS,
  policiesOf,
  policyArn,
  rolesOf,
  usersOf,
  type ManagedPolicy,
  type Role,
  type User,
} from './state.ts';
import { checkedTags } from './tags.ts';

interface Uses {
  readonly roles: readonly Role[];
  readonly users: readonly User[];
}
const among = ({ world, account }: Context, uses: (principal: Role | User) => boolean): Uses => ({
  roles: rolesOf(world)
    .values()
    .filter((role) => role.account === account && uses(role)),
  users: usersOf(world)
    .values()
    .filter((user) => user.account === account && uses(user)),
});
const carriersOf = (context: Context, arn: string): Uses => among(context, ({ attached }) => attached.includes(arn));
const boundBy = (context: Context, arn: string): Uses => among(context, ({ boundary }) => boundary === arn);
const count = ({ roles, users }: Uses): number => roles.length + users.length;

export const policyShape = (context: Context, policy: ManagedPolicy) => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policy.arn,
  Path: policy.path ?? '/',
  DefaultVersionId: policy.defaultVersion ?? 'v1',
  AttachmentCount: count(carriersOf(context, policy.arn)),
  PermissionsBoundaryUsageCount: count(boundBy(context, policy.arn)),
  IsAttachable: true,
  CreateDate: new Date(policy.createdAt),
  UpdateDate: new Date(policy.updatedAt ?? policy.createdAt),
});
/** Lists leave description and tags out. */
const whole = (context: Context, policy: ManagedPolicy) => ({
  ...policyShape(context, policy),
  ...(policy.description === '' ? {} : { Description: policy.description }),
  Tags: tagList(policy.tags ?? {}),
});

const create = operation<CreatePolicyCommandInput, CreatePolicyCommandOutput>({
  trail: 'write',
  access: (input, { account }) => [
    {
      action: 'iam:CreatePolicy',
      resource: policyArn(account, input.PolicyName, input.Path),
      context: tagKeys(tagMap(input.Tags)),
    },
  ],
  run: (input, context) => {
    const { world, account, now } = context;
    const taken = policiesOf(world)
      .values()
      .some((one) => one.account === account && one.name.toLowerCase() === input.PolicyName.toLowerCase());
    if (taken) throw exists(`A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`);
    const document = storedPolicy(input.PolicyDocument, 'identity');
    if (sizeOf(document) > MOST_CHARACTERS) throw overLimit(`Cannot exceed quota for PolicySize: ${MOST_CHARACTERS}`);
    const policy: ManagedPolicy = {
      name: input.PolicyName,
      account,
      path: input.Path ?? '/',
      arn: policyArn(account, input.PolicyName, input.Path),
      id: `ANPA${world.ids.code('policy', 17)}`,
      createdAt: now,
      document,
      description: input.Description ?? '',
      tags: checkedTags({}, tagMap(input.Tags)),
    };
    changePolicy(world, policy.arn, policy);
    return { Policy: whole(context, policy) };
  },
});
const get = operation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  trail: 'read',
  access: (input, context) => onPolicy('GetPolicy', context, input.PolicyArn),
  run: (input, context) => ({ Policy: whole(context, policyOf(context, input.PolicyArn)) }),
});
const list = operation<ListPoliciesCommandInput, ListPoliciesCommandOutput>({
  trail: 'read',
  access: (input, { account }) => [{ action: 'iam:ListPolicies', resource: policyArn(account, '', input.PathPrefix) }],
  run: (input, context) => {
    const wanted = (policy: ManagedPolicy): boolean => {
      const isOwn = policy.account === context.account;
      if (!isOwn && policy.account !== 'aws') return false;
      if (input.Scope === 'Local' && !isOwn) return false;
      if (input.Scope === 'AWS' && isOwn) return false;
      if (!(policy.path ?? '/').startsWith(input.PathPrefix ?? '/')) return false;
      const used = { PermissionsPolicy: carriersOf, PermissionsBoundary: boundBy };
      const uses = input.PolicyUsageFilter === undefined ? carriersOf : used[input.PolicyUsageFilter];
      return (!input.OnlyAttached && input.PolicyUsageFilter === undefined) || count(uses(context, policy.arn)) > 0;
    };
    const { rows, end } = listed(policiesOf(context.world).values().filter(wanted), input);
    return { Policies: rows.map((policy) => policyShape(context, policy)), ...end };
  },
});
const listEntities = operation<ListEntitiesForPolicyCommandInput, ListEntitiesForPolicyCommandOutput>({
  trail: 'read',
  access: (input, context) => onPolicy('ListEntitiesForPolicy', context, input.PolicyArn),
  run: (input, context) => {
    const { arn } = policyOf(context, input.PolicyArn);
    const uses = (input.PolicyUsageFilter === 'PermissionsBoundary' ? boundBy : carriersOf)(context, arn);
    const isWanted = (principal: Role | User): boolean => (principal.path ?? '/').startsWith(input.PathPrefix ?? '/');
    const has = (kind: string): boolean => input.EntityFilter === undefined || input.EntityFilter === kind;
    const found = [
      ...(has('Role') ? uses.roles.map((one) => ({ one, isRole: true })) : []),
      ...(has('User') ? uses.users.map((one) => ({ one, isRole: false })) : []),
    ].filter(({ one }) => isWanted(one));
    const { rows, end } = listed(found, input);
    return {
      PolicyGroups: [],
      PolicyRoles: rows.flatMap(({ one, isRole }) => (isRole ? [{ RoleName: one.name, RoleId: one.id }] : [])),
      PolicyUsers: rows.flatMap(({ one, isRole }) => (isRole ? [] : [{ UserName: one.name, UserId: one.id }])),
      ...end,
    };
  },
});
const remove = operation<DeletePolicyCommandInput, DeletePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onPolicy('DeletePolicy', context, input.PolicyArn),
  run: (input, context) => {
    const policy = ownPolicy(context, input.PolicyArn);
    if (count(carriersOf(context, policy.arn)) + count(boundBy(context, policy.arn)) > 0)
      throw conflict('Cannot delete a policy attached to entities.');
    if (versionsOf(policy).length > 1)
      throw conflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    changePolicy(context.world, policy.arn, undefined);
    return {};
  },
});

export const POLICY_OPERATIONS = {
  CreatePolicy: create,
  GetPolicy: get,
  ListPolicies: list,
  ListEntitiesForPolicy: listEntities,
  DeletePolicy: remove,
  ...POLICY_VERSION_OPERATIONS,
} as const;
