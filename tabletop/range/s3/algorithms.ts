import { Xxh3_128, Xxh3_64, Xxh64 } from '@aws-sdk/checksums/xxh';
import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

type Compute = (bytes: Uint8Array) => Buffer | Promise<Buffer>;

/** Reflected CRC of 64 bits in two halves: numbers are fast, big integers are not. A polynomial of 32 bits has an upper half of zero. */
const reflected = (high: number, low: number, width: 32 | 64): Compute => {
  const [upper, lower] = [new Uint32Array(256), new Uint32Array(256)];
  for (let index = 0; index < 256; index += 1) {
    let [h, l] = [0, index];
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = (l & 1) === 1;
      l = (l >>> 1) | ((h & 1) << 31);
      h >>>= 1;
      if (isOdd) [h, l] = [h ^ high, l ^ low];
    }
    upper[index] = h;
    lower[index] = l;
  }
  return (bytes) => {
    let [h, l] = [width === 64 ? 0xffffffff : 0, 0xffffffff];
    for (const byte of bytes) {
      const at = (l ^ byte) & 0xff;
      l = ((l >>> 8) | (h << 24)) ^ (lower[at] ?? 0);
      h = (h >>> 8) ^ (upper[at] ?? 0);
    }
    const whole = Buffer.alloc(8);
    whole.writeUInt32BE((width === 64 ? ~h : 0) >>> 0, 0);
    whole.writeUInt32BE(~l >>> 0, 4);
    return width === 64 ? whole : whole.subarray(4);
  };
};
const crc32Bytes: Compute = (bytes) => {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32(bytes));
  return four;
};
const hashed =
  (algorithm: string) =>
  (bytes: Uint8Array): Buffer =>
    createHash(algorithm).update(bytes).digest();
interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Promise<Uint8Array>;
}
const xxh =
  (make: () => Hasher): Compute =>
  async (bytes) => {
    const hasher = make();
    hasher.update(bytes);
    return Buffer.from(await hasher.digest());
  };

interface Algorithm {
  readonly member: string;
  readonly compute: Compute;
  /** Of an object in parts: the checksum of the whole, or the checksum of the parts' checksums. The first is what S3 takes unasked. */
  readonly types: readonly ('FULL_OBJECT' | 'COMPOSITE')[];
}
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
export const ALGORITHMS = {
  CRC32: { member: 'ChecksumCRC32', compute: crc32Bytes, types: ['COMPOSITE', 'FULL_OBJECT'] },
  CRC32C: { member: 'ChecksumCRC32C', compute: reflected(0, 0x82f63b78, 32), types: ['COMPOSITE', 'FULL_OBJECT'] },
  CRC64NVME: { member: 'ChecksumCRC64NVME', compute: reflected(0x9a6c9329, 0xac4bc9b5, 64), types: ['FULL_OBJECT'] },
  SHA1: { member: 'ChecksumSHA1', compute: hashed('sha1'), types: ['COMPOSITE'] },
  SHA256: { member: 'ChecksumSHA256', compute: hashed('sha256'), types: ['COMPOSITE'] },
  SHA512: { member: 'ChecksumSHA512', compute: hashed('sha512'), types: ['COMPOSITE'] },
  MD5: { member: 'ChecksumMD5', compute: hashed('md5'), types: ['COMPOSITE'] },
  XXHASH64: { member: 'ChecksumXXHASH64', compute: xxh(() => new Xxh64()), types: ['COMPOSITE'] },
  XXHASH3: { member: 'ChecksumXXHASH3', compute: xxh(() => new Xxh3_64()), types: ['COMPOSITE'] },
  XXHASH128: { member: 'ChecksumXXHASH128', compute: xxh(() => new Xxh3_128()), types: ['COMPOSITE'] },
} as const satisfies Readonly<Record<ChecksumAlgorithm, Algorithm>>;

export const isAlgorithm = (name: string): name is ChecksumAlgorithm => name in ALGORITHMS;
export const memberOf = (algorithm: ChecksumAlgorithm): string => ALGORITHMS[algorithm].member;
/** By member, e.g. of `ChecksumSHA256`. */
export const algorithmOf = (member: string): ChecksumAlgorithm | undefined => {
  const name = member.replace(/^Checksum/, '');
  return isAlgorithm(name) ? name : undefined;
};
export const algorithmsIn = (checksums: Readonly<Record<string, string>>): ChecksumAlgorithm[] =>
  Object.keys(checksums).flatMap((member) => algorithmOf(member) ?? []);

export const md5 = hashed('md5');
export const sha256 = hashed('sha256');
