import type { PutObjectCommandInput, PutObjectCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { asBytes } from '../protocol/wire.ts';
import { bucketFor, given } from './access.ts';
import { checksumHeaders, madeHeaders } from './answer.ts';
import { isVouchedFor, verified } from './checksums.ts';
import { encryptionFor, mustHaveKey } from './encryption.ts';
import { invalidRequest, notSimulated } from './faults.ts';
import { makeObject } from './make.ts';
import type { Bucket } from './state.ts';
import { checkedMetadata, describedIn, expiresIn, locksIn, mustNotGrant, storageClassIn, tagsIn, uploadAccess } from './upload-input.ts';

/** Object Lock, by request or by the bucket's default, wants the uploader's word for the bytes. */
const mustBeVouchedFor = (bucket: Bucket, isVouched: boolean): void => {
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
    const { Key: key } = input;
    const [described, expires] = [describedIn(input), expiresIn(input)];
    const upload = { key, bytes, described, expires, metadata, checksums, storageClass, tags, encryption, ...locks };
    const version = makeObject(context, before, upload, 'PutObject', input);
    return { ETag: version.etag, ...checksumHeaders(version), ...madeHeaders(before, version) };
  },
});
