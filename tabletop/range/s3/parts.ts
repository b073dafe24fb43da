import type { UploadPartCommandInput, UploadPartCommandOutput } from '@aws-sdk/client-s3';
import { operation, type Context } from '../operation.ts';
import type { AwsFault } from '../protocol/errors.ts';
import { asBytes } from '../protocol/wire.ts';
import { bucketFor, onObject, type OnObject } from './access.ts';
import { algorithmsIn } from './algorithms.ts';
import { partChecksumUnasked } from './behaviours.ts';
import { checksumsWith, isVouchedFor, md5Hex, sha256Hex, verified } from './checksums.ts';
import { encryptionHeaders, keyAccess, mustHaveKey } from './encryption.ts';
import { invalidArgument, invalidRequest } from './faults.ts';
import { putBlob } from './state.ts';
import { savePart, uploadNamed, uploadsOf, type MultipartUpload, type Part } from './uploads.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000;
export const numbered = (number: number): number => {
  if (number < 1 || number > MOST_PARTS) throw invalidArgument(`Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`);
  return number;
};
export const partAccess = (context: Context, input: OnObject & { readonly UploadId: string }, keys = {}) => {
  const bucket = bucketFor(context, input);
  const upload = uploadsOf(context.world).get(input.UploadId);
  return [
    onObject(context, 'PutObject', input, keys),
    ...(upload === undefined ? [] : keyAccess(context, bucket, input.Key, upload.encryption, ['GenerateDataKey', 'Decrypt'])),
  ];
};
const mismatch = (expected: string | undefined, actual: string | undefined): AwsFault =>
  invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected?.toLowerCase() ?? 'null'}, actual checksum Type: ${actual?.toLowerCase() ?? 'null'}`,
  );
/** The algorithm was chosen when the upload was begun; a part may leave its checksum out only where S3 can work the whole one out. */
const mustAgree = (context: Context, upload: MultipartUpload, said: string | undefined): void => {
  if (upload.algorithm === undefined) {
    if (said !== undefined && said !== 'CRC64NVME' && context.world.knows(partChecksumUnasked).verdict === 'refused')
      throw mismatch(undefined, said);
    return;
  }
  if (said !== upload.algorithm && (said !== undefined || upload.checksumType === 'COMPOSITE')) throw mismatch(upload.algorithm, said);
};
export const storedPart = async (
  context: Context,
  upload: MultipartUpload,
  number: number,
  bytes: Uint8Array,
  said: Readonly<Record<string, string>>,
): Promise<Part> => {
  const blob = sha256Hex(bytes);
  const checksums = Object.keys(said).length > 0 ? said : await checksumsWith(upload.algorithm ?? 'CRC64NVME', bytes);
  // The upload may have been ended while the bytes came in.
  const now = uploadNamed(context, { Bucket: upload.bucket, Key: upload.key, UploadId: upload.id });
  putBlob(context.world, blob, bytes);
  const part = { number, etag: `"${md5Hex(bytes)}"`, size: bytes.length, blob, at: context.now, checksums };
  savePart(context.world, now, part);
  return part;
};

export const uploadPart = operation<UploadPartCommandInput, UploadPartCommandOutput>({
  trail: 'data',
  access: (input, context) => partAccess(context, input),
  run: async (input, context) => {
    const bucket = bucketFor(context, input);
    const number = numbered(input.PartNumber);
    const upload = uploadNamed(context, input);
    const isVouched = isVouchedFor(input);
    if (bucket.lock !== undefined && !isVouched)
      throw invalidRequest('Content-MD5 OR x-amz-checksum- HTTP header is required for Put Part requests with Object Lock parameters');
    mustHaveKey(context, upload.encryption);
    const bytes = await asBytes(input.Body);
    const said = await verified(input, bytes);
    const hasChecksum = Object.keys(input).some((name) => name in said);
    mustAgree(context, upload, hasChecksum ? algorithmsIn(said)[0] : undefined);
    const part = await storedPart(context, upload, number, bytes, hasChecksum ? said : {});
    return { ETag: part.etag, ...part.checksums, ...encryptionHeaders(upload.encryption) };
  },
});
