import type { CompleteMultipartUploadCommandInput, CompleteMultipartUploadCommandOutput } from '@aws-sdk/client-s3';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { memberOf } from './algorithms.ts';
import { bucketFor, given, onObject } from './access.ts';
import { checksumOf, composite, md5Hex } from './checksums.ts';
import { mayWrite } from './conditions.ts';
import { encryptionHeaders, keyAccess, mustHaveKey } from './encryption.ts';
import { causeOf, tell } from './events.ts';
import { invalidRequest, malformedXml } from './faults.ts';
import { checksumHeaders, versionIdOf } from './put.ts';
import { bytesOf, versionsOf } from './state.ts';
import { uploadNamed, uploadsOf, type MultipartUpload, type Part } from './uploads.ts';
import { storeObject } from './write.ts';

/** Of every part but the last. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const SMALLEST_PART = 5 * 1024 ** 2;
const invalidPart = (): AwsFault =>
  new AwsFault(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { status: 400 },
  );
interface Listed {
  readonly PartNumber?: number;
  readonly ETag?: string;
}
const bare = (etag: string): string => etag.replaceAll('"', '');

/** The parts that the caller names, each as it was uploaded. */
const named = (upload: MultipartUpload, listed: readonly Listed[]): readonly Part[] => {
  if (listed.length === 0) throw malformedXml();
  const numbers = listed.map(({ PartNumber = 0 }) => PartNumber);
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0)))
    throw new AwsFault('InvalidPartOrder', 'The list of parts was not in ascending order. Parts must be ordered by part number.', {
      status: 400,
    });
  const member = upload.algorithm === undefined ? undefined : memberOf(upload.algorithm);
  const parts = listed.map((one): Part => {
    const part = upload.parts.find(({ number }) => number === one.PartNumber);
    if (part === undefined || one.ETag === undefined || bare(one.ETag) !== bare(part.etag)) throw invalidPart();
    const said = Object.entries(one).filter(([name]) => name.startsWith('Checksum'));
    if (said.some(([name, value]) => value !== undefined && part.checksums[name] !== value)) throw invalidPart();
    if (upload.checksumType === 'COMPOSITE' && !said.some(([name]) => name === member))
      throw invalidRequest(
        `The upload was created using a ${(upload.algorithm ?? '').toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
      );
    return part;
  });
  if (parts.slice(0, -1).some(({ size }) => size < SMALLEST_PART))
    throw new AwsFault('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', { status: 400 });
  return parts;
};

const checksumFor = async (upload: MultipartUpload, parts: readonly Part[], bytes: Buffer) => {
  const algorithm = upload.algorithm ?? 'CRC64NVME';
  const member = memberOf(algorithm);
  const value =
    upload.checksumType === 'COMPOSITE'
      ? await composite(
          algorithm,
          parts.map(({ checksums }) => checksums[member] ?? ''),
        )
      : await checksumOf(algorithm, bytes);
  return { [member]: value };
};
const mustBeSaid = (input: object, checksums: Readonly<Record<string, string>>, upload: MultipartUpload): void => {
  for (const [name, value] of Object.entries(input)) {
    if (!/^Checksum[A-Z0-9]+$/.test(name) || typeof value !== 'string') continue;
    // The number of parts may be left out.
    const own = checksums[name];
    if (own !== value && own?.replace(/-\d+$/, '') !== value)
      throw new AwsFault(
        'BadDigest',
        `The ${(upload.algorithm ?? 'CRC64NVME').toLowerCase()} you specified did not match the calculated checksum.`,
        {
          status: 400,
        },
      );
  }
};

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
    const parts = named(upload, input.MultipartUpload?.Parts ?? []);
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
    mayWrite(input.Key, versionsOf(world, bucket.name, input.Key)[0], input);
    const etag = `${md5Hex(Buffer.concat(parts.map((part) => Buffer.from(bare(part.etag), 'hex'))))}-${parts.length}`;
    const { described, metadata, encryption, expires, storageClass, tags, retention, legalHold, checksumType } = upload;
    const version = storeObject(world, bucket, {
      ...{ key: upload.key, bytes, described, metadata, encryption, expires, storageClass, tags, retention, legalHold },
      ...{ checksums, checksumType, etag },
      parts: parts.map(({ number, size, checksums: own }) => ({ number, size, checksums: own })),
    });
    uploadsOf(world).remove(upload.id);
    tell(world, bucket, upload.key, version, causeOf(context), { detailType: 'Object Created', reason: 'CompleteMultipartUpload' });
    return {
      Location: location(context, bucket.name, upload.key),
      Bucket: bucket.name,
      Key: upload.key,
      ETag: version.etag,
      ...versionIdOf(bucket, version),
      ...checksumHeaders(version),
      ...encryptionHeaders(encryption),
    };
  },
});
