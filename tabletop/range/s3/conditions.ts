import { AwsFault } from '../protocol/errors.ts';
import { noSuchKey, notSimulated, preconditionFailed } from './faults.ts';
import type { ObjectVersion } from './state.ts';

/** Clients may leave the quotation marks out. */
const bare = (etag: string): string => etag.trim().replace(/^W\//, '').replaceAll('"', '');
const isAmong = (list: string, version: ObjectVersion): boolean =>
  list.split(',').some((one) => one.trim() === '*' || bare(one) === bare(version.etag));
/** HTTP counts in whole seconds. */
const second = (milliseconds: number): number => Math.floor(milliseconds / 1000);

interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly IfUnmodifiedSince?: Date;
}
/** If-Match outweighs If-Unmodified-Since, If-None-Match outweighs If-Modified-Since. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const mustHold = (version: ObjectVersion, given: ReadConditions): void => {
  const modified = second(version.at);
  if (given.IfMatch !== undefined) {
    if (!isAmong(given.IfMatch, version)) throw preconditionFailed('If-Match');
  } else if (given.IfUnmodifiedSince !== undefined && modified > second(given.IfUnmodifiedSince.getTime()))
    throw preconditionFailed('If-Unmodified-Since');
  const isSame =
    given.IfNoneMatch === undefined
      ? given.IfModifiedSince !== undefined && modified <= second(given.IfModifiedSince.getTime())
      : isAmong(given.IfNoneMatch, version);
  if (isSame)
    throw new AwsFault('NotModified', 'Not Modified', {
      status: 304,
      headers: { etag: version.etag, 'last-modified': new Date(version.at).toUTCString() },
    });
};

interface CopyConditions {
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: Date;
  readonly CopySourceIfUnmodifiedSince?: Date;
}
/** The same four about the source of a copy; here every one that fails is a 412. */
export const mustHoldOfSource = (version: ObjectVersion, given: CopyConditions): void => {
  const modified = second(version.at);
  if (given.CopySourceIfMatch !== undefined) {
    if (!isAmong(given.CopySourceIfMatch, version)) throw preconditionFailed('x-amz-copy-source-If-Match');
  } else if (given.CopySourceIfUnmodifiedSince !== undefined && modified > second(given.CopySourceIfUnmodifiedSince.getTime()))
    throw preconditionFailed('x-amz-copy-source-If-Unmodified-Since');
  if (given.CopySourceIfNoneMatch !== undefined) {
    if (isAmong(given.CopySourceIfNoneMatch, version)) throw preconditionFailed('x-amz-copy-source-If-None-Match');
  } else if (given.CopySourceIfModifiedSince !== undefined && modified <= second(given.CopySourceIfModifiedSince.getTime()))
    throw preconditionFailed('x-amz-copy-source-If-Modified-Since');
};

interface WriteConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}
/** Of writes S3 knows `If-None-Match: *` and `If-Match` with an ETag, nothing else. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export const mayWrite = (key: string, current: ObjectVersion | undefined, { IfMatch, IfNoneMatch }: WriteConditions): void => {
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*')
    throw new AwsFault('NotImplemented', 'A header you provided implies functionality that is not implemented', { status: 501 });
  const there = current?.blob === undefined ? undefined : current;
  if (IfNoneMatch === '*' && there !== undefined) throw preconditionFailed('If-None-Match');
  if (IfMatch === undefined) return;
  if (there === undefined) throw noSuchKey(key);
  if (!isAmong(IfMatch, there)) throw preconditionFailed('If-Match');
};

interface DeleteConditions {
  readonly IfMatch?: string;
  readonly IfMatchLastModifiedTime?: Date;
  readonly IfMatchSize?: number;
}
/** The last two are for directory buckets only. */
export const mayDelete = (key: string, current: ObjectVersion | undefined, given: DeleteConditions): void => {
  if (given.IfMatchLastModifiedTime !== undefined || given.IfMatchSize !== undefined)
    throw notSimulated('delete by time or size, which is for directory buckets');
  mayWrite(key, current, given.IfMatch === undefined ? {} : { IfMatch: given.IfMatch });
};
