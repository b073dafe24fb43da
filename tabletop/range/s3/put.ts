import type { PutObjectCommandInput, PutObjectCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { asBytes } from '../protocol/wire.ts';
import { bucketFor, given } from './access.ts';
import { isVouchedFor, verified } from './checksums.ts';
import { mayWrite } from './conditions.ts';
import { encryptionFor, encryptionHeaders, mustHaveKey } from './encryption.ts';
import { causeOf, tell } from './events.ts';
import { invalidRequest, notSimulated } from './faults.ts';
import { bucketsOf, versionsOf, type Bucket, type ObjectVersion } from './state.ts';
import { describedIn, expiresIn, locksIn, mustNotGrant, storageClassIn, tagsIn, uploadAccess } from './upload-input.ts';
import { storeObject } from './write.ts';

/** Keys, values and two of each pair's framing. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const MOST_METADATA = 2048;
export const checkedMetadata = (metadata: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> => {
  const size = Object.entries(metadata ?? {}).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (size > MOST_METADATA)
    throw new AwsFault('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', { status: 400 });
  return metadata ?? {};
};
export const versionIdOf = (bucket: Bucket, version: ObjectVersion) => (bucket.versioning === undefined ? {} : { VersionId: version.id });
export const checksumHeaders = ({ checksums, checksumType }: ObjectVersion) => ({
  ...checksums,
  ...(checksumType === undefined ? {} : { ChecksumType: checksumType }),
});

/** Object Lock, by request or by the bucket's default, wants the uploader's word for the bytes. */
export const mustBeVouchedFor = (bucket: Bucket, isVouched: boolean): void => {
  if (bucket.lock !== undefined && !isVouched)
    throw invalidRequest('Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters');
};

export const put = operation<PutObjectCommandInput, PutObjectCommandOutput>({
  trail: 'data',
  access: (input, context) =>
    uploadAccess(context, input, { keys: given({ 'if-none-match': input.IfNoneMatch, 'if-match': input.IfMatch }) }),
  run: async (input, context) => {
    const before = bucketFor(context, input);
    if (input.WriteOffsetBytes !== undefined) throw notSimulated('append to objects');
    mustNotGrant(input);
    const locks = locksIn(before, input, context.now);
    const [storageClass, tags, metadata] = [storageClassIn(input), tagsIn(input), checkedMetadata(input.Metadata)];
    const encryption = encryptionFor(before, input);
    mustHaveKey(context, encryption);
    mustBeVouchedFor(before, isVouchedFor(input));
    const bytes = await asBytes(input.Body);
    const checksums = await verified(input, bytes);
    // After the body was read: two writers that race both wait for their bytes, and the later one must still lose. The bucket may be gone by now.
    const bucket = bucketsOf(context.world).get(before.name) ?? before;
    mayWrite(input.Key, versionsOf(context.world, bucket.name, input.Key)[0], input);
    const { Key: key } = input;
    const [described, expires] = [describedIn(input), expiresIn(input)];
    const upload = { key, bytes, described, expires, metadata, checksums, storageClass, tags, encryption, ...locks };
    const version = storeObject(context.world, bucket, upload);
    tell(context.world, bucket, key, version, causeOf(context), { detailType: 'Object Created', reason: 'PutObject' });
    return { ETag: version.etag, ...versionIdOf(bucket, version), ...checksumHeaders(version), ...encryptionHeaders(encryption) };
  },
});
