import { createECDH, createHmac } from 'node:crypto';
import type { SigningKey } from './state.ts';

/**
 * ECDSA over a digest that is given, which node:crypto cannot do: it always hashes. For a pretend KMS only: not in constant time.
 * Curve constants: https://csrc.nist.gov/pubs/sp/800/186/final §3.2.1.3
 */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const A = P - 3n;
const G = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};
type Point = { readonly x: bigint; readonly y: bigint } | undefined;

const mod = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus;
/** Extended Euclid. */
const inverse = (value: bigint, modulus: bigint): bigint => {
  let [oldR, r, oldS, s] = [mod(value, modulus), modulus, 1n, 0n];
  while (r !== 0n) {
    const quotient = oldR / r;
    [oldR, r] = [r, oldR - quotient * r];
    [oldS, s] = [s, oldS - quotient * s];
  }
  return mod(oldS, modulus);
};
const add = (a: Point, b: Point): Point => {
  if (a === undefined) return b;
  if (b === undefined) return a;
  if (a.x === b.x && a.y !== b.y) return undefined;
  const slope = a.x === b.x ? (3n * a.x * a.x + A) * inverse(2n * a.y, P) : (b.y - a.y) * inverse(b.x - a.x, P);
  const x = mod(slope * slope - a.x - b.x, P);
  return { x, y: mod(slope * (a.x - x) - a.y, P) };
};
const times = (scalar: bigint, point: Point): Point => {
  let [sum, power, left]: [Point, Point, bigint] = [undefined, point, scalar];
  while (left > 0n) {
    if ((left & 1n) === 1n) sum = add(sum, power);
    power = add(power, power);
    left >>= 1n;
  }
  return sum;
};

const bigOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const fromUrl = (text: string): bigint => bigOf(Buffer.from(text, 'base64url'));

/** DER: SEQUENCE of two INTEGERs, each without needless zeros and with one where the top bit is set. */
const integer = (value: bigint): Buffer => {
  const hex = value.toString(16);
  const body = Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex');
  const signed = (body[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), body]) : body;
  return Buffer.concat([Buffer.of(2, signed.length), signed]);
};
const derOf = (r: bigint, s: bigint): Buffer => {
  const body = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
};
const readInteger = (bytes: Buffer, at: number): { readonly value: bigint; readonly next: number } | undefined => {
  const length = bytes[at + 1];
  if (bytes[at] !== 2 || length === undefined || length === 0 || at + 2 + length > bytes.length) return undefined;
  return { value: bigOf(bytes.subarray(at + 2, at + 2 + length)), next: at + 2 + length };
};

/** `k` comes from key and digest, never from chance: a repeated `k` with two digests would give the key away. */
export const digestSigned = (key: SigningKey, digest: Uint8Array): Buffer => {
  const [d, z] = [fromUrl(key.d), bigOf(digest)];
  const k = mod(bigOf(createHmac('sha512', Buffer.from(key.d, 'base64url')).update(digest).digest()), N - 1n) + 1n;
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(bytesOf(k));
  const r = mod(bigOf(curve.getPublicKey().subarray(1, 33)), N);
  return derOf(r, mod(inverse(k, N) * (z + r * d), N));
};

export const digestVerified = (key: SigningKey, digest: Uint8Array, signature: Uint8Array): boolean => {
  const der = Buffer.from(signature);
  const first = der[0] === 0x30 && der[1] === der.length - 2 ? readInteger(der, 2) : undefined;
  const second = first === undefined ? undefined : readInteger(der, first.next);
  if (first === undefined || second === undefined || second.next !== der.length) return false;
  const [r, s] = [first.value, second.value];
  if (r < 1n || r >= N || s < 1n || s >= N) return false;
  const w = inverse(s, N);
  const sum = add(times(mod(bigOf(digest) * w, N), G), times(mod(r * w, N), { x: fromUrl(key.x), y: fromUrl(key.y) }));
  return sum !== undefined && mod(sum.x, N) === r;
};
