import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsFault } from '../protocol/errors.ts';

/** Reflected table CRC of any width, bit by bit: uploads to the range are small. */
const reflected = (polynomial: bigint, width: bigint) => {
  const mask = (1n << width) - 1n;
  const table = Array.from({ length: 256 }, (_, index) => {
    let crc = BigInt(index);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
    return crc;
  });
  return (bytes: Uint8Array): Buffer => {
    let crc = mask;
    for (const byte of bytes) crc = (crc >> 8n) ^ (table[Number((crc ^ BigInt(byte)) & 0xffn)] ?? 0n);
    return Buffer.from((crc ^ mask).toString(16).padStart(Number(width) / 4, '0'), 'hex');
  };
};
const crc32Bytes = (bytes: Uint8Array): Buffer => {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32(bytes));
  return four;
};
const hashed =
  (algorithm: string) =>
  (bytes: Uint8Array): Buffer =>
    createHash(algorithm).update(bytes).digest();

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
const ALGORITHMS = {
  ContentMD5: hashed('md5'),
  ChecksumCRC32: crc32Bytes,
  ChecksumCRC32C: reflected(0x82f63b78n, 32n),
  ChecksumCRC64NVME: reflected(0x9a6c9329ac4bc9b5n, 64n),
  ChecksumSHA1: hashed('sha1'),
  ChecksumSHA256: hashed('sha256'),
} as const;
type Name = keyof typeof ALGORITHMS;
const NAMES = Object.keys(ALGORITHMS).filter((name): name is Name => name in ALGORITHMS);

export type Given = { readonly [N in Name]?: string };

/** Refuses bytes that are not what the uploader said; answers the checksums to keep. */
export const verified = (given: Given, bytes: Uint8Array): Readonly<Record<string, string>> => {
  const said = NAMES.flatMap((name) => (given[name] === undefined ? [] : [{ name, value: given[name] }]));
  for (const { name, value } of said) {
    if (ALGORITHMS[name](bytes).toString('base64') === value) continue;
    const what = name === 'ContentMD5' ? 'Content-MD5' : name.replace('Checksum', '');
    throw new AwsFault('BadDigest', `The ${what} you specified did not match the calculated checksum.`, { status: 400 });
  }
  return Object.fromEntries(said.filter(({ name }) => name !== 'ContentMD5').map(({ name, value }) => [name, value]));
};
export const md5Hex = (bytes: Uint8Array): string => hashed('md5')(bytes).toString('hex');
export const sha256Hex = (bytes: Uint8Array): string => hashed('sha256')(bytes).toString('hex');
export const checksumSha256 = (bytes: Uint8Array): string => hashed('sha256')(bytes).toString('base64');
