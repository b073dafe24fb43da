import type { CompleteMultipartUploadCommandInput, CompleteMultipartUploadCommandOutput } from '@aws-sdk/client-s3';
import { operation, type Context } from '../operation.ts';
import { bucketFor, given, onObject } from './access.ts';
import { md5Hex } from './checksums.ts';
import { bare, checksumFor, mustBeSaid, partsNamed } from './completion.ts';
import { keyAccess, mustHaveKey } from './encryption.ts';
import { invalidRequest } from './faults.ts';
import { checksumHeaders, madeHeaders } from './answer.ts';
import { makeObject } from './make.ts';
import { bytesOf } from './state.ts';
import { uploadNamed, uploadsOf } from './uploads.ts';

const location = (context: Context, bucket: string, key: string): string =>
  `https://${bucket}.s3.${context.region}.amazonaws.com/${encodeURIComponent(key)}`;

export const completeUpload = operation<CompleteMultipartUploadCommandInput, CompleteMultipartUploadCommandOutput>({
  trail: 'data',
  access: (input, context) => {
    const bucket = bucketFor(context, input);
    const upload = uploadsOf(context.world).get(input.UploadId);
    return [
      onObject(context, 'PutObject', input, given({ 'if-none-match': input.IfNoneMatch, 'if-match': input.IfMatch })),
      ...(upload === undefined ? [] : keyAccess(context, bucket, input.Key, upload.encryption, ['GenerateDataKey', 'Decrypt'])),
    ];
  },
  run: async (input, context) => {
    const { world } = context;
    const bucket = bucketFor(context, input);
    const upload = uploadNamed(context, input);
    const parts = partsNamed(upload, input.MultipartUpload?.Parts ?? []);
    mustHaveKey(context, upload.encryption);
    const bytes = Buffer.concat(parts.map(({ blob }) => bytesOf(world, blob)));
    if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== bytes.length)
      throw invalidRequest('The provided x-amz-mp-object-size header value does not match what was computed.');
    if (input.ChecksumType !== undefined && input.ChecksumType !== upload.checksumType)
      throw invalidRequest(
        `The upload was created using the ${upload.checksumType} checksum mode. The complete request must use the same checksum mode.`,
      );
    const checksums = await checksumFor(upload, parts, bytes);
    mustBeSaid(input, checksums, upload);
    // Two that complete at once: the second finds no upload any more.
    uploadNamed(context, input);
    const etag = `${md5Hex(Buffer.concat(parts.map((part) => Buffer.from(bare(part.etag), 'hex'))))}-${parts.length}`;
    const { described, metadata, encryption, expires, storageClass, tags, retention, legalHold, checksumType } = upload;
    const whole = {
      ...{ key: upload.key, bytes, described, metadata, encryption, expires, storageClass, tags, retention, legalHold },
      ...{ checksums, checksumType, etag },
      parts: parts.map(({ number, size, checksums: own }) => ({ number, size, checksums: own })),
    };
    const version = makeObject(context, bucket, whole, 'CompleteMultipartUpload', input);
    uploadsOf(world).remove(upload.id);
    return {
      Location: location(context, bucket.name, upload.key),
      Bucket: bucket.name,
      Key: upload.key,
      ETag: version.etag,
      ...madeHeaders(bucket, version),
      ...checksumHeaders(version),
    };
  },
});
