import type {
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
  PutObjectCommandInput,
  PutObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { operation, type Context, type Operation } from '../operation.ts';
import { decide } from '../policy/authorise.ts';
import { AwsFault } from '../protocol/errors.ts';
import { asBytes } from '../protocol/wire.ts';
import { bucketFor, lockedFault, onObject } from './access.ts';
import { verified } from './checksums.ts';
import { bytesOf, versionsOf, type Bucket, type ObjectVersion } from './state.ts';
import { isLocked, saveVersions, storeMarker, storeObject } from './write.ts';

const precondition = (condition: string): AwsFault =>
  new AwsFault('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    members: { Condition: condition },
  });

/** The version asked for, or the newest that is no delete marker. */
export const readable = (context: Context, bucket: Bucket, key: string, versionId: string | undefined): ObjectVersion => {
  const versions = versionsOf(context.world, bucket.name, key);
  const version = versionId === undefined ? versions[0] : versions.find(({ id }) => id === versionId);
  if (version === undefined)
    throw versionId === undefined
      ? new AwsFault('NoSuchKey', 'The specified key does not exist.', { status: 404, members: { Key: key } })
      : new AwsFault('NoSuchVersion', 'The specified version does not exist.', { status: 404 });
  if (version.blob !== undefined) return version;
  throw versionId === undefined
    ? new AwsFault('NoSuchKey', 'The specified key does not exist.', { status: 404, members: { Key: key } })
    : new AwsFault('MethodNotAllowed', 'The specified method is not allowed against this resource.', { status: 405 });
};

const lockOf = (version: ObjectVersion) => ({
  ...(version.retention === undefined
    ? {}
    : { ObjectLockMode: version.retention.mode, ObjectLockRetainUntilDate: new Date(version.retention.until) }),
  ...(version.legalHold === undefined ? {} : { ObjectLockLegalHoldStatus: version.legalHold ? ('ON' as const) : ('OFF' as const) }),
});
const versionIdOf = (bucket: Bucket, version: ObjectVersion) => (bucket.versioning === undefined ? {} : { VersionId: version.id });
const headersOf = (bucket: Bucket, version: ObjectVersion, wantsChecksums: boolean) => ({
  AcceptRanges: 'bytes',
  ETag: version.etag,
  LastModified: new Date(version.at),
  ContentLength: version.size,
  ContentType: version.contentType ?? 'binary/octet-stream',
  Metadata: { ...version.metadata },
  ...versionIdOf(bucket, version),
  ...lockOf(version),
  ...(wantsChecksums
    ? { ...version.checksums, ...(Object.keys(version.checksums).length === 0 ? {} : { ChecksumType: 'FULL_OBJECT' as const }) }
    : {}),
});

const put = operation<PutObjectCommandInput, PutObjectCommandOutput>({
  trail: 'data',
  access: (input) => [
    onObject('PutObject', input.Bucket, input.Key),
    ...(input.ObjectLockMode === undefined ? [] : [onObject('PutObjectRetention', input.Bucket, input.Key)]),
    ...(input.ObjectLockLegalHoldStatus === undefined ? [] : [onObject('PutObjectLegalHold', input.Bucket, input.Key)]),
  ],
  run: async (input, context) => {
    const bucket = bucketFor(context, input.Bucket, onObject('PutObject', input.Bucket, input.Key));
    const bytes = await asBytes(input.Body);
    const checksums = verified(input, bytes);
    const asksLock = input.ObjectLockMode !== undefined || input.ObjectLockLegalHoldStatus !== undefined;
    if (asksLock && bucket.lock === undefined)
      throw new AwsFault('InvalidRequest', 'Bucket is missing Object Lock Configuration', { status: 400 });
    if (bucket.lock !== undefined && Object.keys(checksums).length === 0 && input.ContentMD5 === undefined)
      throw new AwsFault(
        'InvalidRequest',
        'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
        { status: 400 },
      );
    if ((input.ObjectLockMode === undefined) !== (input.ObjectLockRetainUntilDate === undefined))
      throw new AwsFault('InvalidArgument', 'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied', {
        status: 400,
      });
    if (input.ObjectLockRetainUntilDate !== undefined && input.ObjectLockRetainUntilDate.getTime() <= context.now)
      throw new AwsFault('InvalidArgument', 'The retain until date must be in the future!', { status: 400 });
    // After the body was read: two writers that race both wait for their bytes, and the later one must still lose.
    const current = versionsOf(context.world, bucket.name, input.Key)[0];
    if (input.IfNoneMatch === '*' && current?.blob !== undefined) throw precondition('If-None-Match');
    if (input.IfMatch !== undefined && current?.etag !== input.IfMatch) throw precondition('If-Match');
    const retention =
      input.ObjectLockMode === undefined || input.ObjectLockRetainUntilDate === undefined
        ? undefined
        : { mode: input.ObjectLockMode, until: input.ObjectLockRetainUntilDate.getTime() };
    const legalHold = input.ObjectLockLegalHoldStatus === undefined ? undefined : input.ObjectLockLegalHoldStatus === 'ON';
    const { Key: key, ContentType: contentType, Metadata: metadata } = input;
    const version = storeObject(context.world, bucket, { key, bytes, contentType, metadata, checksums, retention, legalHold });
    return {
      ETag: version.etag,
      ...versionIdOf(bucket, version),
      ...checksums,
      ...(Object.keys(checksums).length === 0 ? {} : { ChecksumType: 'FULL_OBJECT' as const }),
    };
  },
});

const readAction = (versionId: string | undefined): string => (versionId === undefined ? 'GetObject' : 'GetObjectVersion');
interface Conditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}
const mustMatch = (version: ObjectVersion, { IfMatch, IfNoneMatch }: Conditions): void => {
  if (IfMatch !== undefined && IfMatch !== version.etag) throw precondition('If-Match');
  if (IfNoneMatch !== undefined && IfNoneMatch === version.etag) throw new AwsFault('NotModified', 'Not Modified', { status: 304 });
};

/** `bytes=a-b`, `bytes=a-`, `bytes=-n`; several ranges are not served by S3 either. */
const rangeOf = (text: string, size: number): { readonly from: number; readonly to: number } => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(text) ?? [];
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if ((first === '' && last === '') || from > to)
    throw new AwsFault('InvalidRange', 'The requested range is not satisfiable', { status: 416 });
  return { from, to };
};

const get = operation<GetObjectCommandInput, GetObjectCommandOutput>({
  trail: 'data',
  access: (input) => [onObject(readAction(input.VersionId), input.Bucket, input.Key)],
  run: (input, context) => {
    const bucket = bucketFor(context, input.Bucket, onObject(readAction(input.VersionId), input.Bucket, input.Key));
    const version = readable(context, bucket, input.Key, input.VersionId);
    mustMatch(version, input);
    const bytes = bytesOf(context.world, version.blob ?? '');
    const headers = headersOf(bucket, version, input.ChecksumMode === 'ENABLED' && input.Range === undefined);
    if (input.Range === undefined) return { ...headers, Body: bytes };
    const { from, to } = rangeOf(input.Range, bytes.length);
    return {
      ...headers,
      Body: bytes.subarray(from, to + 1),
      ContentLength: to - from + 1,
      ContentRange: `bytes ${from}-${to}/${bytes.length}`,
    };
  },
});

const head = operation<HeadObjectCommandInput, HeadObjectCommandOutput>({
  trail: 'data',
  access: (input) => [onObject(readAction(input.VersionId), input.Bucket, input.Key)],
  run: (input, context) => {
    const bucket = bucketFor(context, input.Bucket, onObject(readAction(input.VersionId), input.Bucket, input.Key));
    const version = readable(context, bucket, input.Key, input.VersionId);
    mustMatch(version, input);
    return headersOf(bucket, version, input.ChecksumMode === 'ENABLED');
  },
});

/** Only GOVERNANCE gives way, to those who may and say so; a legal hold gives way to nobody. */
const mayBypass = (context: Context, bucket: string, key: string, version: ObjectVersion, asked: boolean): boolean =>
  asked &&
  version.legalHold !== true &&
  version.retention?.mode === 'GOVERNANCE' &&
  decide(context.world, context.caller.roleArn, onObject('BypassGovernanceRetention', bucket, key)) === 'allow';

const remove = operation<DeleteObjectCommandInput, DeleteObjectCommandOutput>({
  trail: 'data',
  access: (input) => [onObject(input.VersionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion', input.Bucket, input.Key)],
  run: (input, context) => {
    const bucket = bucketFor(context, input.Bucket, onObject('DeleteObject', input.Bucket, input.Key));
    const versions = versionsOf(context.world, bucket.name, input.Key);
    if (input.VersionId === undefined && bucket.versioning !== undefined) {
      const marker = storeMarker(context.world, bucket, input.Key);
      return { DeleteMarker: true, VersionId: marker.id };
    }
    const version = input.VersionId === undefined ? versions[0] : versions.find(({ id }) => id === input.VersionId);
    if (version === undefined) return {};
    if (isLocked(version, context.now) && !mayBypass(context, bucket.name, input.Key, version, input.BypassGovernanceRetention === true))
      throw lockedFault();
    saveVersions(
      context.world,
      bucket.name,
      input.Key,
      versions.filter((other) => other !== version),
    );
    return { ...versionIdOf(bucket, version), ...(version.blob === undefined ? { DeleteMarker: true } : {}) };
  },
});

export const OBJECT_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutObject: put,
  GetObject: get,
  HeadObject: head,
  DeleteObject: remove,
};
export { mayBypass };
