import type { GetObjectCommandInput, GetObjectCommandOutput, HeadObjectCommandInput, HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { operation, type Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, mustBeAllowed, onBucket, onObject, type OnObject } from './access.ts';
import { mustHold } from './conditions.ts';
import { decryptAccess, encryptionHeaders, mustHaveKey } from './encryption.ts';
import { noSuchKey, noSuchVersion, notSimulated, wrongMethod } from './faults.ts';
import { partOf, sliceOf } from './ranges.ts';
import { checksumHeaders, versionIdOf } from './answer.ts';
import { bytesOf, versionsOf, type Bucket, type ObjectVersion } from './state.ts';

/** The version asked for, or the newest that is no delete marker. Who may not list is not told that a key is missing. */
export const readable = (context: Context, input: OnObject): ObjectVersion => {
  const { Key: key, VersionId: versionId } = input;
  const versions = versionsOf(context.world, input.Bucket, key);
  const version = versionId === undefined ? versions[0] : versions.find(({ id }) => id === versionId);
  if (version?.blob !== undefined) return version;
  if (versionId === undefined) mustBeAllowed(context, onBucket(context, 'ListBucket', input));
  const marker = version === undefined ? {} : { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.id };
  if (versionId === undefined) throw noSuchKey(key, marker);
  throw version === undefined ? noSuchVersion() : wrongMethod({ ...marker, allow: 'DELETE' });
};
/** What IAM is asked for a read of the version that this call would get. */
export const readAccess = (context: Context, input: OnObject, actions: readonly string[]): readonly Access[] => {
  const bucket = bucketFor(context, input);
  const versions = versionsOf(context.world, bucket.name, input.Key);
  const version = input.VersionId === undefined ? versions[0] : versions.find(({ id }) => id === input.VersionId);
  return [...actions.map((action) => onObject(context, action, input)), ...decryptAccess(context, bucket, input.Key, version)];
};
const reading = (input: OnObject): string => (input.VersionId === undefined ? 'GetObject' : 'GetObjectVersion');

const ARCHIVED = ['GLACIER', 'DEEP_ARCHIVE'];
const mustBeThere = ({ storageClass = 'STANDARD' }: ObjectVersion): void => {
  if (ARCHIVED.includes(storageClass))
    throw new AwsFault('InvalidObjectState', "The operation is not valid for the object's storage class", {
      status: 403,
      members: { StorageClass: storageClass },
    });
};
const lockOf = (version: ObjectVersion) => ({
  ...(version.retention === undefined
    ? {}
    : { ObjectLockMode: version.retention.mode, ObjectLockRetainUntilDate: new Date(version.retention.until) }),
  ...(version.legalHold === undefined ? {} : { ObjectLockLegalHoldStatus: version.legalHold ? ('ON' as const) : ('OFF' as const) }),
});
const headersOf = (bucket: Bucket, version: ObjectVersion, wantsChecksums: boolean) => ({
  AcceptRanges: 'bytes',
  ETag: version.etag,
  LastModified: new Date(version.at),
  ContentLength: version.size,
  ContentType: 'binary/octet-stream',
  ...version.described,
  ...(version.expires === undefined ? {} : { Expires: new Date(version.expires) }),
  Metadata: { ...version.metadata },
  ...versionIdOf(bucket, version),
  ...lockOf(version),
  ...(version.storageClass === undefined ? {} : { StorageClass: version.storageClass as 'STANDARD_IA' }),
  ...encryptionHeaders(version.encryption ?? { algorithm: 'AES256' }),
  ...(wantsChecksums ? checksumHeaders(version) : {}),
});
interface Overrides {
  readonly ResponseCacheControl?: string;
  readonly ResponseContentDisposition?: string;
  readonly ResponseContentEncoding?: string;
  readonly ResponseContentLanguage?: string;
  readonly ResponseContentType?: string;
  readonly ResponseExpires?: Date;
}
const overridden = (input: Overrides) =>
  Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => (name.startsWith('Response') && value !== undefined ? [[name.slice(8), value]] : [])),
  );

const slice = (version: ObjectVersion, input: { readonly Range?: string; readonly PartNumber?: number }) => {
  if (input.Range !== undefined && input.PartNumber !== undefined)
    throw new AwsFault('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter', { status: 400 });
  if (input.PartNumber === 1 && version.size === 0) return undefined;
  return input.PartNumber === undefined ? sliceOf(input.Range, version.size) : partOf(version, input.PartNumber);
};
const tagCount = ({ tags = {} }: ObjectVersion) => (Object.keys(tags).length === 0 ? {} : { TagCount: Object.keys(tags).length });

export const get = operation<GetObjectCommandInput, GetObjectCommandOutput>({
  trail: 'data',
  access: (input, context) => readAccess(context, input, [reading(input)]),
  run: (input, context) => {
    if (input.SSECustomerAlgorithm !== undefined) throw notSimulated('encrypt with keys of the customer (SSE-C)');
    const bucket = bucketFor(context, input);
    const version = readable(context, input);
    mustHold(version, input);
    mustBeThere(version);
    mustHaveKey(context, version.encryption ?? { algorithm: 'AES256' });
    const part = slice(version, input);
    const bytes = bytesOf(context.world, version.blob ?? '');
    const headers = {
      ...headersOf(bucket, version, input.ChecksumMode === 'ENABLED' && part === undefined),
      ...tagCount(version),
      ...overridden(input),
    };
    if (part === undefined) return { ...headers, Body: bytes };
    return {
      ...headers,
      Body: bytes.subarray(part.from, part.to + 1),
      ContentLength: part.to - part.from + 1,
      ContentRange: `bytes ${part.from}-${part.to}/${version.size}`,
      ...(input.PartNumber === undefined || version.parts === undefined ? {} : { PartsCount: version.parts.length }),
      ...(input.ChecksumMode === 'ENABLED' && part.checksums !== undefined ? part.checksums : {}),
    };
  },
});

export const head = operation<HeadObjectCommandInput, HeadObjectCommandOutput>({
  trail: 'data',
  access: (input, context) => readAccess(context, input, [reading(input)]),
  run: (input, context) => {
    if (input.SSECustomerAlgorithm !== undefined) throw notSimulated('encrypt with keys of the customer (SSE-C)');
    const bucket = bucketFor(context, input);
    const version = readable(context, input);
    mustHold(version, input);
    mustHaveKey(context, version.encryption ?? { algorithm: 'AES256' });
    const part = slice(version, input);
    return {
      ...headersOf(bucket, version, input.ChecksumMode === 'ENABLED' && part === undefined),
      ...tagCount(version),
      ...overridden(input),
      ...(part === undefined
        ? {}
        : { ContentLength: part.to - part.from + 1, ContentRange: `bytes ${part.from}-${part.to}/${version.size}` }),
      ...(input.PartNumber === undefined || version.parts === undefined ? {} : { PartsCount: version.parts.length }),
    };
  },
});
