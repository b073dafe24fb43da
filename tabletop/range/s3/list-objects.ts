import type {
  ListObjectsCommandInput,
  ListObjectsCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { operation, type Context } from '../operation.ts';
import { bucketFor, given, onBucket, type Where } from './access.ts';
import { algorithmsIn } from './algorithms.ts';
import { compareKeys, encoderOf, groupOf, isAfter, ownerOf, positionOf, sizeOf, tokenOf } from './listing.ts';
import { objectsOf, type Bucket, type ObjectVersion, type StoredObject } from './state.ts';

export const keysIn = (context: Context, bucket: string, prefix: string): readonly StoredObject[] =>
  objectsOf(context.world)
    .values()
    .filter((object) => object.bucket === bucket && object.key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key));

interface Asked extends Where {
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
}
interface Entry {
  readonly name: string;
  /** Absent: a common prefix. */
  readonly object?: { readonly key: string; readonly version: ObjectVersion };
}
const pageAfter = (context: Context, input: Asked, start: string): { readonly page: readonly Entry[]; readonly isTruncated: boolean } => {
  const { Prefix: prefix = '', Delimiter: delimiter } = input;
  const size = sizeOf(input.MaxKeys, 'maxKeys');
  const entries = new Map<string, Entry>();
  for (const { key, versions } of keysIn(context, input.Bucket, prefix)) {
    const [version] = versions;
    const group = groupOf(key, prefix, delimiter);
    const name = group ?? key;
    if (version?.blob === undefined || !isAfter(name, start) || (group !== undefined && start.startsWith(group))) continue;
    entries.set(name, group === undefined ? { name, object: { key, version } } : { name });
  }
  const all = [...entries.values()];
  return { page: all.slice(0, size), isTruncated: size > 0 && all.length > size };
};
/** What both versions of the call answer alike. */
const contentsOf = (page: readonly Entry[], encoded: (text: string) => string, bucket: Bucket, showsOwner: boolean) => ({
  Contents: page.flatMap(({ object }) =>
    object === undefined
      ? []
      : [
          {
            Key: encoded(object.key),
            Size: object.version.size,
            ETag: object.version.etag,
            LastModified: new Date(object.version.at),
            // The stored name came through the check of an upload.
            StorageClass: (object.version.storageClass ?? 'STANDARD') as 'STANDARD',
            ChecksumAlgorithm: algorithmsIn(object.version.checksums),
            ...(object.version.checksumType === undefined ? {} : { ChecksumType: object.version.checksumType }),
            ...(showsOwner ? { Owner: ownerOf(bucket.account) } : {}),
          },
        ],
  ),
  CommonPrefixes: page.flatMap(({ name, object }) => (object === undefined ? [{ Prefix: encoded(name) }] : [])),
});
export const listKeys = (input: Asked) => given({ prefix: input.Prefix, delimiter: input.Delimiter, 'max-keys': input.MaxKeys });

export const listObjectsV2 = operation<ListObjectsV2CommandInput, ListObjectsV2CommandOutput>({
  trail: 'data',
  access: (input, context) => [onBucket(context, 'ListBucket', input, listKeys(input))],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    const encoded = encoderOf(input.EncodingType);
    const start = input.ContinuationToken === undefined ? (input.StartAfter ?? '') : positionOf(input.ContinuationToken);
    const { page, isTruncated } = pageAfter(context, input, start);
    return {
      Name: bucket.name,
      Prefix: encoded(input.Prefix ?? ''),
      MaxKeys: sizeOf(input.MaxKeys, 'maxKeys'),
      KeyCount: page.length,
      IsTruncated: isTruncated,
      ...(input.EncodingType === undefined ? {} : { EncodingType: 'url' as const }),
      ...(input.Delimiter === undefined ? {} : { Delimiter: encoded(input.Delimiter) }),
      ...(input.StartAfter === undefined ? {} : { StartAfter: encoded(input.StartAfter) }),
      ...(input.ContinuationToken === undefined ? {} : { ContinuationToken: input.ContinuationToken }),
      ...(isTruncated ? { NextContinuationToken: tokenOf(page.at(-1)?.name ?? '') } : {}),
      ...contentsOf(page, encoded, bucket, input.FetchOwner === true),
    };
  },
});

export const listObjects = operation<ListObjectsCommandInput, ListObjectsCommandOutput>({
  trail: 'data',
  access: (input, context) => [onBucket(context, 'ListBucket', input, listKeys(input))],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    const encoded = encoderOf(input.EncodingType);
    const { page, isTruncated } = pageAfter(context, input, input.Marker ?? '');
    return {
      Name: bucket.name,
      Prefix: encoded(input.Prefix ?? ''),
      Marker: encoded(input.Marker ?? ''),
      MaxKeys: sizeOf(input.MaxKeys, 'maxKeys'),
      IsTruncated: isTruncated,
      ...(input.EncodingType === undefined ? {} : { EncodingType: 'url' as const }),
      // Without a delimiter the last key itself is where to go on.
      ...(input.Delimiter === undefined
        ? {}
        : { Delimiter: encoded(input.Delimiter), ...(isTruncated ? { NextMarker: encoded(page.at(-1)?.name ?? '') } : {}) }),
      ...contentsOf(page, encoded, bucket, true),
    };
  },
});
