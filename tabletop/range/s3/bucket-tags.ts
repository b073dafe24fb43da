import type {
  DeleteBucketTaggingCommandInput,
  DeleteBucketTaggingCommandOutput,
  GetBucketTaggingCommandInput,
  GetBucketTaggingCommandOutput,
  PutBucketTaggingCommandInput,
  PutBucketTaggingCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagList, tagMap, tagProblem, type TagMap } from '../tag-keys.ts';
import { bucketFor, onBucket } from './access.ts';
import { bucketsOf } from './state.ts';

const invalidTag = (message: string): AwsFault => new AwsFault('InvalidTag', message, { status: 400 });
export const checkedBucketTags = (tags: TagMap): TagMap => {
  const problem = tagProblem({}, tags);
  if (problem !== undefined) throw invalidTag(problem);
  return tags;
};

/** Replaces the whole set. */
export const putBucketTags = operation<PutBucketTaggingCommandInput, PutBucketTaggingCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketTagging', input, requestTags(tagMap(input.Tagging.TagSet)))],
  run: (input, context) => {
    const set = input.Tagging.TagSet;
    const tags = tagMap(set);
    if (Object.keys(tags).length < set.length) throw invalidTag('Cannot provide multiple Tags with the same key');
    const bucket = bucketFor(context, input);
    bucketsOf(context.world).put(bucket.name, { ...bucket, tags: checkedBucketTags(tags) });
    return {};
  },
});
export const getBucketTags = operation<GetBucketTaggingCommandInput, GetBucketTaggingCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetBucketTagging', input)],
  run: (input, context) => {
    const { tags } = bucketFor(context, input);
    if (tags === undefined) throw new AwsFault('NoSuchTagSet', 'The TagSet does not exist', { status: 404 });
    return { TagSet: tagList(tags) };
  },
});
/** There is no permission of its own for it. */
export const deleteBucketTags = operation<DeleteBucketTaggingCommandInput, DeleteBucketTaggingCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketTagging', input)],
  run: (input, context) => {
    const { tags: _gone, ...bare } = bucketFor(context, input);
    bucketsOf(context.world).put(bare.name, bare);
    return {};
  },
});
