import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import { AwsFault } from '../protocol/errors.ts';
import { ALGORITHMS, algorithmOf, algorithmsIn, isAlgorithm, md5, memberOf, sha256 } from './algorithms.ts';
import { invalidRequest } from './faults.ts';

/** An input's members, of which the checksums are read. */
export type Given = object;
const saidIn = (given: Given): readonly { readonly algorithm: ChecksumAlgorithm; readonly value: string }[] =>
  Object.entries(given).flatMap(([member, value]) => {
    const algorithm = member.startsWith('Checksum') ? algorithmOf(member) : undefined;
    return algorithm === undefined || typeof value !== 'string' ? [] : [{ algorithm, value }];
  });
const badDigest = (what: string): AwsFault =>
  new AwsFault('BadDigest', `The ${what} you specified did not match the calculated checksum.`, { status: 400 });

export const checksumOf = async (algorithm: ChecksumAlgorithm, bytes: Uint8Array): Promise<string> =>
  Buffer.from(await ALGORITHMS[algorithm].compute(bytes)).toString('base64');
/** What S3 adds to an upload that brings no checksum. */
const UNASKED: ChecksumAlgorithm = 'CRC64NVME';
export const checksumsWith = async (algorithm: ChecksumAlgorithm, bytes: Uint8Array): Promise<Readonly<Record<string, string>>> => ({
  [memberOf(algorithm)]: await checksumOf(algorithm, bytes),
});

/** Refuses bytes that are not what the uploader said; answers the one checksum to keep. */
export const verified = async (
  given: Given & { readonly ContentMD5?: string },
  bytes: Uint8Array,
): Promise<Readonly<Record<string, string>>> => {
  const said = saidIn(given);
  if (said.length > 1) throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  if (given.ContentMD5 !== undefined) {
    if (Buffer.from(given.ContentMD5, 'base64').length !== 16)
      throw new AwsFault('InvalidDigest', 'The Content-MD5 you specified was invalid.', { status: 400 });
    if (md5(bytes).toString('base64') !== given.ContentMD5) throw badDigest('Content-MD5');
  }
  const [first] = said;
  if (first === undefined) return checksumsWith(UNASKED, bytes);
  const computed = await checksumOf(first.algorithm, bytes);
  if (Buffer.from(first.value, 'base64').length !== Buffer.from(computed, 'base64').length)
    throw invalidRequest(`Value for x-amz-checksum-${first.algorithm.toLowerCase()} header is invalid.`);
  if (computed !== first.value) throw badDigest(first.algorithm);
  return { [memberOf(first.algorithm)]: computed };
};
/** Whether the uploader vouched for the bytes at all; what S3 added by itself does not count. */
export const isVouchedFor = (given: Given & { readonly ContentMD5?: string }): boolean =>
  given.ContentMD5 !== undefined || saidIn(given).length > 0;

/** `base64-n`: the checksum of the parts' checksums. */
export const composite = async (algorithm: ChecksumAlgorithm, parts: readonly string[]): Promise<string> =>
  `${await checksumOf(algorithm, Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))))}-${parts.length}`;

/** The type S3 takes for an upload in parts, or a refusal. Its words were seen in github.com/floci-io/floci/pull/3093. */
export const typeFor = (algorithm: ChecksumAlgorithm, asked: string | undefined): 'FULL_OBJECT' | 'COMPOSITE' => {
  if (asked !== undefined && asked !== 'FULL_OBJECT' && asked !== 'COMPOSITE')
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  const types: readonly ('FULL_OBJECT' | 'COMPOSITE')[] = ALGORITHMS[algorithm].types;
  const [usual = 'FULL_OBJECT'] = types;
  const type = asked === undefined ? usual : types.find((one) => one === asked);
  if (type === undefined)
    throw invalidRequest(`The ${asked ?? usual} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`);
  return type;
};
export const askedAlgorithm = (name: string | undefined): ChecksumAlgorithm | undefined => {
  if (name === undefined || isAlgorithm(name)) return name;
  throw invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
};
/** The one asked for, or that of the source; a copy has a checksum of the whole, whatever the source was uploaded as. */
export const algorithmForCopy = (
  asked: string | undefined,
  source: { readonly checksums: Readonly<Record<string, string>> },
): ChecksumAlgorithm => askedAlgorithm(asked) ?? algorithmsIn(source.checksums)[0] ?? UNASKED;
export const md5Hex = (bytes: Uint8Array): string => md5(bytes).toString('hex');
export const sha256Hex = (bytes: Uint8Array): string => sha256(bytes).toString('hex');
export const checksumSha256 = (bytes: Uint8Array): string => sha256(bytes).toString('base64');
