import type {
  AbortMultipartUploadCommandInput,
  AbortMultipartUploadCommandOutput,
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { bucketFor, onObject } from './access.ts';
import { askedAlgorithm, typeFor } from './checksums.ts';
import { encryptionFor, encryptionHeaders, mustHaveKey } from './encryption.ts';
import { invalidRequest } from './faults.ts';
import { checkedMetadata, describedIn, expiresIn, locksIn, mustNotGrant, storageClassIn, tagsIn, uploadAccess } from './upload-input.ts';
import { uploadNamed, uploadsOf } from './uploads.ts';

export const createUpload = operation<CreateMultipartUploadCommandInput, CreateMultipartUploadCommandOutput>({
  trail: 'data',
  access: (input, context) => uploadAccess(context, input),
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    mustNotGrant(input);
    const algorithm = askedAlgorithm(input.ChecksumAlgorithm);
    if (algorithm === undefined && input.ChecksumType !== undefined)
      throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
    const encryption = encryptionFor(bucket, input);
    mustHaveKey(context, encryption);
    const [expires, storageClass, tags] = [expiresIn(input), storageClassIn(input), tagsIn(input)];
    const id = `${context.world.ids.version('upload')}${context.world.ids.version('upload')}`;
    const checksumType = typeFor(algorithm ?? 'CRC64NVME', input.ChecksumType);
    uploadsOf(context.world).put(id, {
      id,
      bucket: bucket.name,
      key: input.Key,
      at: context.now,
      by: context.caller.arn,
      owner: bucket.account,
      described: describedIn(input),
      metadata: checkedMetadata(input.Metadata),
      encryption,
      checksumType,
      parts: [],
      ...locksIn(bucket, input, context.now),
      ...(algorithm === undefined ? {} : { algorithm }),
      ...(expires === undefined ? {} : { expires }),
      ...(storageClass === undefined ? {} : { storageClass }),
      ...(tags === undefined ? {} : { tags }),
    });
    return {
      Bucket: bucket.name,
      Key: input.Key,
      UploadId: id,
      ...encryptionHeaders(encryption),
      ...(algorithm === undefined ? {} : { ChecksumAlgorithm: algorithm, ChecksumType: checksumType }),
    };
  },
});

export const abortUpload = operation<AbortMultipartUploadCommandInput, AbortMultipartUploadCommandOutput>({
  trail: 'data',
  access: (input, context) => [onObject(context, 'AbortMultipartUpload', input)],
  run: (input, context) => {
    uploadsOf(context.world).remove(uploadNamed(context, input).id);
    return {};
  },
});
