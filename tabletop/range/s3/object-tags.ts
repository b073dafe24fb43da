import type {
  DeleteObjectTaggingCommandInput,
  DeleteObjectTaggingCommandOutput,
  GetObjectTaggingCommandInput,
  GetObjectTaggingCommandOutput,
  PutObjectTaggingCommandInput,
  PutObjectTaggingCommandOutput,
} from '@aws-sdk/client-s3';
import { operation, type Context } from '../operation.ts';
import { tagList, tagMap, type TagMap } from '../tag-keys.ts';
import { bucketFor, objectTagKeys, onObject, type OnObject } from './access.ts';
import { causeOf, tell } from './events.ts';
import { versionIdOf } from './answer.ts';
import { readable } from './read.ts';
import { checkedTags } from './upload-input.ts';
import { replaceVersion } from './write.ts';

const on = (context: Context, action: 'Get' | 'Put' | 'Delete', input: OnObject, tags?: TagMap) =>
  onObject(context, `${action}Object${input.VersionId === undefined ? '' : 'Version'}Tagging`, input, objectTagKeys(tags));

/** Tags are the one thing about a version, besides its locks, that can change. */
const retag = (context: Context, input: OnObject, tags: TagMap | undefined) => {
  const bucket = bucketFor(context, input);
  const before = readable(context, input);
  const { tags: _gone, ...bare } = before;
  const after = tags === undefined ? bare : { ...bare, tags };
  replaceVersion(context.world, bucket.name, input.Key, before, after);
  const detailType = tags === undefined ? ('Object Tags Deleted' as const) : ('Object Tags Added' as const);
  tell(context.world, bucket, input.Key, after, causeOf(context), { detailType });
  return versionIdOf(bucket, after);
};

export const putObjectTags = operation<PutObjectTaggingCommandInput, PutObjectTaggingCommandOutput>({
  trail: 'data',
  access: (input, context) => [on(context, 'Put', input, tagMap(input.Tagging.TagSet))],
  run: (input, context) => retag(context, input, checkedTags(input.Tagging.TagSet.map(({ Key, Value }) => [Key, Value] as const))),
});
export const deleteObjectTags = operation<DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput>({
  trail: 'data',
  access: (input, context) => [on(context, 'Delete', input)],
  run: (input, context) => retag(context, input, undefined),
});
export const getObjectTags = operation<GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput>({
  trail: 'data',
  access: (input, context) => [on(context, 'Get', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    const version = readable(context, input);
    return { ...versionIdOf(bucket, version), TagSet: tagList(version.tags ?? {}) };
  },
});
