import type {
  AbortMultipartUploadCommandInput,
  AbortMultipartUploadCommandOutput,
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadCommandOutput,
  UploadPartCommandInput,
  UploadPartCommandOutput,
  UploadPartCopyCommandInput,
  UploadPartCopyCommandOutput,
} from '@aws-sdk/client-s3';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { asBytes } from '../protocol/wire.ts';
import { algorithmsIn } from './algorithms.ts';
import { bucketFor, given, onObject, type OnObject } from './access.ts';
import { partChecksumUnasked } from './behaviours.ts';
import { askedAlgorithm, checksumsWith, isVouchedFor, md5Hex, sha256Hex, typeFor, verified } from './checksums.ts';
import { copySourceKey, sourceAccess, sourceOf } from './copy-source.ts';
import { encryptionFor, encryptionHeaders, keyAccess, mustHaveKey } from './encryption.ts';
import { invalidArgument, invalidRequest } from './faults.ts';
import { checkedMetadata } from './put.ts';
import { bytesOf, putBlob } from './state.ts';
import { describedIn, expiresIn, locksIn, mustNotGrant, storageClassIn, tagsIn, uploadAccess } from './upload-input.ts';
import { savePart, uploadNamed, uploadsOf, type MultipartUpload, type Part } from './uploads.ts';

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

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000;
const numbered = (number: number): number => {
  if (number < 1 || number > MOST_PARTS) throw invalidArgument(`Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`);
  return number;
};
const partAccess = (context: Context, input: OnObject & { readonly UploadId: string }, keys = {}) => {
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
const stored = async (
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
    const part = await stored(context, upload, number, bytes, hasChecksum ? said : {});
    return { ETag: part.etag, ...part.checksums, ...encryptionHeaders(upload.encryption) };
  },
});

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
    const part = await stored(context, upload, number, bytes, {});
    return {
      ...(bucket.versioning === undefined ? {} : { CopySourceVersionId: version.id }),
      ...encryptionHeaders(upload.encryption),
      CopyPartResult: { ETag: part.etag, LastModified: new Date(part.at), ...(upload.algorithm === undefined ? {} : part.checksums) },
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
