import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { bucketNamed, type OnObject } from './access.ts';
import { mustHoldOfSource } from './conditions.ts';
import { invalidArgument, invalidRequest, notSimulated } from './faults.ts';
import { mustHaveKey } from './encryption.ts';
import { readable, readAccess } from './read.ts';
import type { TagMap } from '../tag-keys.ts';
import { versionsOf, type Bucket, type ObjectVersion } from './state.ts';

interface FromSource {
  readonly CopySource: string;
  readonly ExpectedSourceBucketOwner?: string;
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: Date;
  readonly CopySourceIfUnmodifiedSince?: Date;
}
/** `bucket/key?versionId=x`, percent-encoded, with or without a leading slash. */
const sourceNamed = ({ CopySource: text, ExpectedSourceBucketOwner: owner }: FromSource): OnObject => {
  if (text.startsWith('arn:')) throw notSimulated('copy from access points');
  const at = text.indexOf('?versionId=');
  const path = (() => {
    try {
      return decodeURIComponent((at < 0 ? text : text.slice(0, at)).replaceAll('+', ' '));
    } catch {
      throw invalidArgument('Invalid copy source encoding.');
    }
  })();
  const parts = /^\/?([^/]+)\/(.+)$/s.exec(path);
  if (parts?.[1] === undefined || parts[2] === undefined)
    throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  return {
    Bucket: parts[1],
    Key: parts[2],
    ...(at < 0 ? {} : { VersionId: text.slice(at + '?versionId='.length) }),
    ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }),
  };
};

export interface Source {
  readonly named: OnObject;
  readonly bucket: Bucket;
  readonly version: ObjectVersion;
}
export const sourceAccess = (context: Context, input: FromSource, more: readonly string[] = []): readonly Access[] => {
  const named = sourceNamed(input);
  const suffix = named.VersionId === undefined ? '' : 'Version';
  return readAccess(context, named, [`GetObject${suffix}`, ...more.map((action) => action.replace('GetObject', `GetObject${suffix}`))]);
};
/** Of `s3:x-amz-copy-source`, which the policy of the target may ask for. */
export const copySourceKey = (input: FromSource): string => {
  const { Bucket, Key } = sourceNamed(input);
  return `${Bucket}/${Key}`;
};
/** Tags that a copy would take along; nothing where the source is not there. */
export const sourceTags = (context: Context, input: FromSource): TagMap | undefined => {
  const { Bucket, Key, VersionId } = sourceNamed(input);
  const versions = versionsOf(context.world, Bucket, Key);
  return (VersionId === undefined ? versions[0] : versions.find(({ id }) => id === VersionId))?.tags;
};
export const sourceOf = (context: Context, input: FromSource): Source => {
  const named = sourceNamed(input);
  const bucket = bucketNamed(context, named.Bucket, named.ExpectedBucketOwner);
  const version = (() => {
    try {
      return readable(context, named);
    } catch (thrown) {
      // A delete marker cannot be copied, and S3 says so in words of its own.
      if (thrown instanceof Error && thrown.name === 'MethodNotAllowed')
        throw invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.');
      throw thrown;
    }
  })();
  mustHoldOfSource(version, input);
  mustHaveKey(context, version.encryption ?? { algorithm: 'AES256' });
  return { named, bucket, version };
};
