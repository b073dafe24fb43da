import type {
  ChecksumAlgorithm,
  ListObjectVersionsCommandInput,
  ListObjectVersionsCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, onBucket } from './access.ts';
import { objectsOf, type ObjectVersion, type StoredObject } from './state.ts';

/** S3 orders keys by their UTF-8 bytes. */
const byKey = (a: StoredObject, b: StoredObject): number => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
const after = (key: string, marker: string): boolean => Buffer.compare(Buffer.from(key), Buffer.from(marker)) > 0;
const keysOf = (context: Context, bucket: string, prefix: string): readonly StoredObject[] =>
  objectsOf(context.world)
    .values()
    .filter((object) => object.bucket === bucket && object.key.startsWith(prefix))
    .sort(byKey);
const ALGORITHMS: Readonly<Record<string, ChecksumAlgorithm>> = {
  ChecksumCRC32: 'CRC32',
  ChecksumCRC32C: 'CRC32C',
  ChecksumCRC64NVME: 'CRC64NVME',
  ChecksumSHA1: 'SHA1',
  ChecksumSHA256: 'SHA256',
};
const algorithmsOf = (version: ObjectVersion) => Object.keys(version.checksums).flatMap((name) => ALGORITHMS[name] ?? []);

/** A run of keys with the same beginning up to the delimiter is listed once, as a common prefix. */
const groupOf = (key: string, prefix: string, delimiter: string | undefined): string | undefined => {
  const at = delimiter === undefined || delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 || delimiter === undefined ? undefined : key.slice(0, at + delimiter.length);
};

const listObjects = operation<ListObjectsV2CommandInput, ListObjectsV2CommandOutput>({
  trail: 'read',
  access: (input) => [onBucket('ListBucket', input.Bucket)],
  run: (input, context) => {
    bucketFor(context, input.Bucket, onBucket('ListBucket', input.Bucket));
    const { Prefix: prefix = '', Delimiter: delimiter, MaxKeys: maxKeys = 1000 } = input;
    const start =
      input.ContinuationToken === undefined ? (input.StartAfter ?? '') : Buffer.from(input.ContinuationToken, 'base64url').toString('utf8');
    const entries = new Map<string, { readonly object: StoredObject; readonly version: ObjectVersion } | undefined>();
    for (const object of keysOf(context, input.Bucket, prefix)) {
      const [version] = object.versions;
      const group = groupOf(object.key, prefix, delimiter);
      const name = group ?? object.key;
      if (version?.blob === undefined || !after(name, start)) continue;
      entries.set(name, group === undefined ? { object, version } : undefined);
    }
    const all = [...entries];
    const page = all.slice(0, maxKeys);
    const isTruncated = all.length > page.length;
    return {
      Name: input.Bucket,
      Prefix: prefix,
      MaxKeys: maxKeys,
      KeyCount: page.length,
      IsTruncated: isTruncated,
      ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
      ...(input.StartAfter === undefined ? {} : { StartAfter: input.StartAfter }),
      ...(input.ContinuationToken === undefined ? {} : { ContinuationToken: input.ContinuationToken }),
      ...(isTruncated ? { NextContinuationToken: Buffer.from(page.at(-1)?.[0] ?? '').toString('base64url') } : {}),
      Contents: page.flatMap(([, entry]) =>
        entry === undefined
          ? []
          : [
              {
                Key: entry.object.key,
                Size: entry.version.size,
                ETag: entry.version.etag,
                LastModified: new Date(entry.version.at),
                StorageClass: 'STANDARD' as const,
                ChecksumAlgorithm: algorithmsOf(entry.version),
              },
            ],
      ),
      CommonPrefixes: page.flatMap(([name, entry]) => (entry === undefined ? [{ Prefix: name }] : [])),
    };
  },
});

interface Row {
  readonly key: string;
  readonly version: ObjectVersion;
  readonly isLatest: boolean;
}
/** Rows after the marker pair, in S3's order: keys up, versions newest first. */
const rowsAfter = (rows: readonly Row[], keyMarker: string | undefined, versionMarker: string | undefined): readonly Row[] => {
  if (keyMarker === undefined) return rows;
  const at = versionMarker === undefined ? -1 : rows.findIndex(({ key, version }) => key === keyMarker && version.id === versionMarker);
  return at >= 0 ? rows.slice(at + 1) : rows.filter(({ key }) => after(key, keyMarker));
};

const listVersions = operation<ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput>({
  trail: 'read',
  access: (input) => [onBucket('ListBucketVersions', input.Bucket)],
  run: (input, context) => {
    bucketFor(context, input.Bucket, onBucket('ListBucketVersions', input.Bucket));
    if (input.Delimiter !== undefined)
      throw new AwsFault('NotImplemented', 'The range lists versions without a delimiter', { status: 501 });
    if (input.VersionIdMarker !== undefined && input.KeyMarker === undefined)
      throw new AwsFault('InvalidArgument', 'A version-id marker cannot be specified without a key marker.', { status: 400 });
    const { Prefix: prefix = '', MaxKeys: maxKeys = 1000 } = input;
    const rows = keysOf(context, input.Bucket, prefix).flatMap(({ key, versions }) =>
      versions.map((version, index): Row => ({ key, version, isLatest: index === 0 })),
    );
    const left = rowsAfter(rows, input.KeyMarker, input.VersionIdMarker);
    const page = left.slice(0, maxKeys);
    const last = page.at(-1);
    const common = ({ key, version, isLatest }: Row) => ({
      Key: key,
      VersionId: version.id,
      IsLatest: isLatest,
      LastModified: new Date(version.at),
    });
    return {
      Name: input.Bucket,
      Prefix: prefix,
      MaxKeys: maxKeys,
      IsTruncated: left.length > page.length,
      ...(input.KeyMarker === undefined ? {} : { KeyMarker: input.KeyMarker }),
      ...(input.VersionIdMarker === undefined ? {} : { VersionIdMarker: input.VersionIdMarker }),
      ...(left.length > page.length && last !== undefined ? { NextKeyMarker: last.key, NextVersionIdMarker: last.version.id } : {}),
      Versions: page.flatMap((row) =>
        row.version.blob === undefined
          ? []
          : [
              {
                ...common(row),
                ETag: row.version.etag,
                Size: row.version.size,
                StorageClass: 'STANDARD' as const,
                ChecksumAlgorithm: algorithmsOf(row.version),
              },
            ],
      ),
      DeleteMarkers: page.flatMap((row) => (row.version.blob === undefined ? [common(row)] : [])),
    };
  },
});

export const LIST_OPERATIONS: Readonly<Record<string, Operation>> = { ListObjectsV2: listObjects, ListObjectVersions: listVersions };
