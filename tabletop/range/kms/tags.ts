import type {
  ListResourceTagsCommandInput,
  ListResourceTagsCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-kms';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagMap, tagProblem, withoutTags, type TagMap } from '../tag-keys.ts';
import { onKey } from './access.ts';
import { keyNamed, mustStay } from './find.ts';
import { listed } from './list.ts';
import { keysOf } from './state.ts';

interface KmsTag {
  readonly TagKey?: string | undefined;
  readonly TagValue?: string | undefined;
}
/** KMS has names of its own for the two halves of a tag. */
export const kmsTags = (tags: readonly KmsTag[] | undefined): TagMap =>
  tagMap((tags ?? []).map(({ TagKey: Key, TagValue: Value }) => ({ Key, Value })));

export const tagKey = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => [onKey(context, 'TagResource', input.KeyId, { keys: requestTags(kmsTags(input.Tags)) })],
  run: (input, context) => {
    const key = mustStay(keyNamed(context.world, context, input.KeyId));
    const added = kmsTags(input.Tags);
    const problem = tagProblem(key.tags, added);
    if (problem !== undefined) throw new AwsFault('TagException', problem);
    keysOf(context.world).put(key.arn, { ...key, tags: { ...key.tags, ...added } });
    return {};
  },
});
export const untagKey = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  trail: 'write',
  access: (input, context) => [onKey(context, 'UntagResource', input.KeyId, { keys: { 'aws:TagKeys': input.TagKeys } })],
  run: (input, context) => {
    const key = mustStay(keyNamed(context.world, context, input.KeyId));
    keysOf(context.world).put(key.arn, { ...key, tags: withoutTags(key.tags, input.TagKeys) });
    return {};
  },
});
export const listTags = operation<ListResourceTagsCommandInput, ListResourceTagsCommandOutput>({
  trail: 'read',
  access: (input, context) => [onKey(context, 'ListResourceTags', input.KeyId)],
  run: (input, context) => {
    const { tags } = keyNamed(context.world, context, input.KeyId);
    const all = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const { items, ...rest } = listed(all, input);
    return { Tags: items, ...rest };
  },
});
