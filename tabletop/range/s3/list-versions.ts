import type { ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { bucketFor, onBucket } from './access.ts';
import { algorithmsIn } from './algorithms.ts';
import { invalidArgument } from './faults.ts';
import { keysIn, listKeys } from './list-objects.ts';
import { encoderOf, groupOf, isAfter, ownerOf, sizeOf } from './listing.ts';
import type { ObjectVersion } from './state.ts';

interface Row {
  readonly key: string;
  /** Absent: a common prefix, which is what `key` then is. */
  readonly version?: ObjectVersion;
  readonly isLatest: boolean;
}
/** Rows after the marker pair, in S3's order: keys up, versions newest first. */
const rowsAfter = (rows: readonly Row[], keyMarker: string | undefined, versionMarker: string | undefined): readonly Row[] => {
  if (keyMarker === undefined) return rows;
  const at = versionMarker === undefined ? -1 : rows.findIndex(({ key, version }) => key === keyMarker && version?.id === versionMarker);
  return at >= 0 ? rows.slice(at + 1) : rows.filter(({ key }) => isAfter(key, keyMarker));
};
const grouped = (rows: readonly Row[], prefix: string, delimiter: string | undefined): readonly Row[] => {
  const seen = new Set<string>();
  return rows.flatMap((row): readonly Row[] => {
    const group = groupOf(row.key, prefix, delimiter);
    if (group === undefined) return [row];
    if (seen.has(group)) return [];
    seen.add(group);
    return [{ key: group, isLatest: false }];
  });
};

export const listVersions = operation<ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput>({
  trail: 'data',
  access: (input, context) => [onBucket(context, 'ListBucketVersions', input, listKeys(input))],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    if (input.VersionIdMarker !== undefined && input.KeyMarker === undefined)
      throw invalidArgument('A version-id marker cannot be specified without a key marker.');
    const { Prefix: prefix = '', Delimiter: delimiter } = input;
    const [size, encoded] = [sizeOf(input.MaxKeys, 'max-keys'), encoderOf(input.EncodingType)];
    const rows = keysIn(context, bucket.name, prefix).flatMap(({ key, versions }) =>
      versions.map((version, index): Row => ({ key, version, isLatest: index === 0 })),
    );
    const left = rowsAfter(grouped(rows, prefix, delimiter), input.KeyMarker, input.VersionIdMarker);
    const page = left.slice(0, size);
    const last = page.at(-1);
    const isTruncated = size > 0 && left.length > page.length;
    const common = ({ key, isLatest }: Row, version: ObjectVersion) => ({
      Key: encoded(key),
      VersionId: version.id,
      IsLatest: isLatest,
      LastModified: new Date(version.at),
      Owner: ownerOf(bucket.account),
    });
    return {
      Name: bucket.name,
      Prefix: encoded(prefix),
      MaxKeys: size,
      IsTruncated: isTruncated,
      KeyMarker: encoded(input.KeyMarker ?? ''),
      VersionIdMarker: input.VersionIdMarker ?? '',
      ...(delimiter === undefined ? {} : { Delimiter: encoded(delimiter) }),
      ...(input.EncodingType === undefined ? {} : { EncodingType: 'url' as const }),
      ...(isTruncated && last !== undefined
        ? { NextKeyMarker: encoded(last.key), ...(last.version === undefined ? {} : { NextVersionIdMarker: last.version.id }) }
        : {}),
      Versions: page.flatMap((row) =>
        row.version?.blob === undefined
          ? []
          : [
              {
                ...common(row, row.version),
                ETag: row.version.etag,
                Size: row.version.size,
                // The stored name came through the check of an upload; the model of this answer knows one class only.
                StorageClass: (row.version.storageClass ?? 'STANDARD') as 'STANDARD',
                ChecksumAlgorithm: algorithmsIn(row.version.checksums),
                ...(row.version.checksumType === undefined ? {} : { ChecksumType: row.version.checksumType }),
              },
            ],
      ),
      DeleteMarkers: page.flatMap((row) => (row.version === undefined || row.version.blob !== undefined ? [] : [common(row, row.version)])),
      CommonPrefixes: page.flatMap(({ key, version }) => (version === undefined ? [{ Prefix: encoded(key) }] : [])),
    };
  },
});
