import type { UploadPartCopyCommandInput, UploadPartCopyCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { given } from './access.ts';
import { copySourceKey, sourceAccess, sourceOf } from './copy-source.ts';
import { encryptionHeaders } from './encryption.ts';
import { invalidArgument } from './faults.ts';
import { numbered, partAccess, storedPart } from './parts.ts';
import { bytesOf } from './state.ts';
import { uploadNamed } from './uploads.ts';

/** `bytes=a-b`, both named; a part of a smaller object than 5 MiB cannot be cut out. https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
const cut = (bytes: Buffer, range: string | undefined): Buffer => {
  if (range === undefined) return bytes;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last))
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  if (Number(last) >= bytes.length) throw invalidArgument(`Range specified is not valid for source object of size: ${bytes.length}`);
  return bytes.subarray(Number(first), Number(last) + 1);
};
export const uploadPartCopy = operation<UploadPartCopyCommandInput, UploadPartCopyCommandOutput>({
  trail: 'data',
  access: (input, context) => [
    ...sourceAccess(context, input),
    ...partAccess(context, input, given({ 'x-amz-copy-source': copySourceKey(input) })),
  ],
  run: async (input, context) => {
    const number = numbered(input.PartNumber);
    const upload = uploadNamed(context, input);
    const { version, bucket } = sourceOf(context, input);
    const bytes = cut(bytesOf(context.world, version.blob ?? ''), input.CopySourceRange);
    const part = await storedPart(context, upload, number, bytes, {});
    return {
      ...(bucket.versioning === undefined ? {} : { CopySourceVersionId: version.id }),
      ...encryptionHeaders(upload.encryption),
      CopyPartResult: { ETag: part.etag, LastModified: new Date(part.at), ...(upload.algorithm === undefined ? {} : part.checksums) },
    };
  },
});
