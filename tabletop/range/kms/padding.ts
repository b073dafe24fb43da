import { createHash } from 'node:crypto';

/** PKCS #1 v2.2 with salt and seed given instead of drawn: https://www.rfc-editor.org/rfc/rfc8017. node:crypto neither takes a digest nor a salt. */
const hash = (algorithm: string, ...parts: readonly Uint8Array[]): Buffer => {
  const digest = createHash(algorithm);
  for (const part of parts) digest.update(part);
  return digest.digest();
};
const mask = (algorithm: string, seed: Uint8Array, length: number): Buffer => {
  const parts: Buffer[] = [];
  for (let index = 0; Buffer.concat(parts).length < length; index += 1) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(index);
    parts.push(hash(algorithm, seed, counter));
  }
  return Buffer.concat(parts).subarray(0, length);
};
const xor = (a: Uint8Array, b: Uint8Array): Buffer => Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));

/** EMSA-PSS, §9.1.1, for a modulus of whole bytes. The salt is as long as the digest. */
export const pssEncoded = (algorithm: string, digest: Uint8Array, salt: Uint8Array, bytes: number): Buffer => {
  const h = hash(algorithm, Buffer.alloc(8), digest, salt);
  const db = Buffer.concat([Buffer.alloc(bytes - salt.length - h.length - 2), Buffer.of(1), salt]);
  const masked = xor(db, mask(algorithm, h, db.length));
  masked[0] = (masked[0] ?? 0) & 0x7f;
  return Buffer.concat([masked, h, Buffer.of(0xbc)]);
};
/** EMSA-PSS, §9.1.2. */
export const pssVerified = (algorithm: string, digest: Uint8Array, encoded: Buffer): boolean => {
  const size = digest.length;
  const h = encoded.subarray(encoded.length - size - 1, -1);
  const masked = encoded.subarray(0, encoded.length - size - 1);
  if (encoded.at(-1) !== 0xbc || ((masked[0] ?? 0) & 0x80) !== 0) return false;
  const db = xor(masked, mask(algorithm, h, masked.length));
  db[0] = (db[0] ?? 0) & 0x7f;
  const zeros = db.length - size - 1;
  if (db.subarray(0, zeros).some((byte) => byte !== 0) || db[zeros] !== 1) return false;
  return h.equals(hash(algorithm, Buffer.alloc(8), digest, db.subarray(zeros + 1)));
};
/** EME-OAEP, §7.1.1, with an empty label. */
export const oaepEncoded = (algorithm: string, message: Uint8Array, seed: Uint8Array, bytes: number): Buffer => {
  const label = hash(algorithm);
  const db = Buffer.concat([label, Buffer.alloc(bytes - message.length - 2 * label.length - 2), Buffer.of(1), message]);
  const masked = xor(db, mask(algorithm, seed, db.length));
  return Buffer.concat([Buffer.of(0), xor(seed, mask(algorithm, masked, seed.length)), masked]);
};
/** DigestInfo, §9.2: what stands in front of a digest in PKCS #1 v1.5. */
const INFO: Readonly<Record<string, string>> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};
export const digestInfo = (algorithm: string, digest: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(INFO[algorithm] ?? '', 'hex'), digest]);
