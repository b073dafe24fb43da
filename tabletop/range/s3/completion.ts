import { AwsFault } from '../protocol/errors.ts';
import { memberOf } from './algorithms.ts';
import { checksumOf, composite } from './checksums.ts';
import { invalidRequest, malformedXml } from './faults.ts';
import type { MultipartUpload, Part } from './uploads.ts';

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
export const bare = (etag: string): string => etag.replaceAll('"', '');

/** The parts that the caller names, each as it was uploaded. */
export const partsNamed = (upload: MultipartUpload, listed: readonly Listed[]): readonly Part[] => {
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

export const checksumFor = async (upload: MultipartUpload, parts: readonly Part[], bytes: Buffer) => {
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
export const mustBeSaid = (input: object, checksums: Readonly<Record<string, string>>, upload: MultipartUpload): void => {
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
