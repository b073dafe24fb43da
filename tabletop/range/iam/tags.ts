import type {
  ListPolicyTagsCommandInput,
  ListPolicyTagsCommandOutput,
  ListRoleTagsCommandInput,
  ListRoleTagsCommandOutput,
  ListUserTagsCommandInput,
  ListUserTagsCommandOutput,
  TagPolicyCommandInput,
  TagPolicyCommandOutput,
  TagRoleCommandInput,
  TagRoleCommandOutput,
  TagUserCommandInput,
  TagUserCommandOutput,
  UntagPolicyCommandInput,
  UntagPolicyCommandOutput,
  UntagRoleCommandInput,
  UntagRoleCommandOutput,
  UntagUserCommandInput,
  UntagUserCommandOutput,
} from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import { tagList, tagMap, tagProblem, withoutTags, type TagMap } from '../tag-keys.ts';
import { roleHolder, userHolder } from './holders.ts';
import { invalidInput, listed, onPolicy, onRole, onUser, overLimit, policyOf, roleOf, tagKeys, userOf } from './lookup.ts';
import { changePolicy } from './state.ts';

/** What a resource carries after the new tags were put on it. */
export const checkedTags = (before: TagMap, added: TagMap): TagMap => {
  const problem = tagProblem(before, added);
  if (problem === undefined) return { ...before, ...added };
  throw problem.includes('at most') ? overLimit('The number of tags has reached the maximum limit.') : invalidInput(problem);
};
const page = (tags: TagMap | undefined, input: { readonly Marker?: string; readonly MaxItems?: number }) => {
  const { rows, end } = listed(tagList(tags ?? {}), input);
  return { Tags: rows, ...end };
};
const removed = (keys: readonly string[]) => ({ 'aws:TagKeys': keys });

const tagRole = operation<TagRoleCommandInput, TagRoleCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('TagRole', context, input.RoleName, tagKeys(tagMap(input.Tags))),
  run: (input, context) => {
    const { principal, save } = roleHolder(context, input.RoleName);
    save({ tags: checkedTags(principal.tags ?? {}, tagMap(input.Tags)) });
    return {};
  },
});
const untagRole = operation<UntagRoleCommandInput, UntagRoleCommandOutput>({
  trail: 'write',
  access: (input, context) => onRole('UntagRole', context, input.RoleName, removed(input.TagKeys)),
  run: (input, context) => {
    const { principal, save } = roleHolder(context, input.RoleName);
    save({ tags: withoutTags(principal.tags ?? {}, input.TagKeys) });
    return {};
  },
});
const listRoleTags = operation<ListRoleTagsCommandInput, ListRoleTagsCommandOutput>({
  trail: 'read',
  access: (input, context) => onRole('ListRoleTags', context, input.RoleName),
  run: (input, context) => page(roleOf(context, input.RoleName).tags, input),
});
const tagUser = operation<TagUserCommandInput, TagUserCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('TagUser', context, input.UserName, tagKeys(tagMap(input.Tags))),
  run: (input, context) => {
    const { principal, save } = userHolder(context, input.UserName);
    save({ tags: checkedTags(principal.tags ?? {}, tagMap(input.Tags)) });
    return {};
  },
});
const untagUser = operation<UntagUserCommandInput, UntagUserCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('UntagUser', context, input.UserName, removed(input.TagKeys)),
  run: (input, context) => {
    const { principal, save } = userHolder(context, input.UserName);
    save({ tags: withoutTags(principal.tags ?? {}, input.TagKeys) });
    return {};
  },
});
const listUserTags = operation<ListUserTagsCommandInput, ListUserTagsCommandOutput>({
  trail: 'read',
  access: (input, context) => onUser('ListUserTags', context, input.UserName),
  run: (input, context) => page(userOf(context, input.UserName).tags, input),
});
const tagPolicy = operation<TagPolicyCommandInput, TagPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onPolicy('TagPolicy', context, input.PolicyArn, tagKeys(tagMap(input.Tags))),
  run: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    changePolicy(context.world, policy.arn, { ...policy, tags: checkedTags(policy.tags ?? {}, tagMap(input.Tags)) });
    return {};
  },
});
const untagPolicy = operation<UntagPolicyCommandInput, UntagPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onPolicy('UntagPolicy', context, input.PolicyArn, removed(input.TagKeys)),
  run: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    changePolicy(context.world, policy.arn, { ...policy, tags: withoutTags(policy.tags ?? {}, input.TagKeys) });
    return {};
  },
});
const listPolicyTags = operation<ListPolicyTagsCommandInput, ListPolicyTagsCommandOutput>({
  trail: 'read',
  access: (input, context) => onPolicy('ListPolicyTags', context, input.PolicyArn),
  run: (input, context) => page(policyOf(context, input.PolicyArn).tags, input),
});

export const TAG_OPERATIONS = {
  TagRole: tagRole,
  UntagRole: untagRole,
  ListRoleTags: listRoleTags,
  TagUser: tagUser,
  UntagUser: untagUser,
  ListUserTags: listUserTags,
  TagPolicy: tagPolicy,
  UntagPolicy: untagPolicy,
  ListPolicyTags: listPolicyTags,
} as const;
