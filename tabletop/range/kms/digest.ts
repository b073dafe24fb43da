import { createECDH, createHmac } from 'node:crypto';
import { CURVES, type Curve } from './curves.ts';
import type { PrivateJwk } from './jwk.ts';
import { inverse } from './rsa.ts';

/** ECDSA over a digest that is given, which node:crypto cannot do: it always hashes. For a pretend KMS only: not in constant time. */
type Point = { readonly x: bigint; readonly y: bigint } | undefined;

const mod = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus;
const add = ({ p, a }: Curve, one: Point, other: Point): Point => {
  if (one === undefined) return other;
  if (other === undefined) return one;
  if (one.x === other.x && one.y !== other.y) return undefined;
  const slope =
    one.x === other.x ? (3n * one.x * one.x + a) * inverse(2n * one.y, p) : (other.y - one.y) * inverse(mod(other.x - one.x, p), p);
  const x = mod(slope * slope - one.x - other.x, p);
  return { x, y: mod(slope * (one.x - x) - one.y, p) };
};
const times = (curve: Curve, scalar: bigint, point: Point): Point => {
  let [sum, power, left]: [Point, Point, bigint] = [undefined, point, scalar];
  while (left > 0n) {
    if ((left & 1n) === 1n) sum = add(curve, sum, power);
    power = add(curve, power, power);
    left >>= 1n;
  }
  return sum;
};

const bigOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const bytesOf = (value: bigint, size: number): Buffer => Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');
const fromUrl = (text: string | undefined): bigint => bigOf(Buffer.from(text ?? '', 'base64url'));

/** DER: a length of 128 and more takes a byte of its own in front. */
const lengthOf = (size: number): Buffer => (size < 0x80 ? Buffer.of(size) : Buffer.of(0x81, size));
/** Without needless zeros and with one where the top bit is set. */
const integer = (value: bigint): Buffer => {
  const hex = value.toString(16);
  const body = Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex');
  const signed = (body[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), body]) : body;
  return Buffer.concat([Buffer.of(2), lengthOf(signed.length), signed]);
};
const derOf = (r: bigint, s: bigint): Buffer => {
  const body = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.of(0x30), lengthOf(body.length), body]);
};
const contentOf = (der: Buffer, tag: number, at: number): { readonly from: number; readonly to: number } | undefined => {
  if (der[at] !== tag) return undefined;
  const isLong = der[at + 1] === 0x81;
  const size = der[isLong ? at + 2 : at + 1];
  const from = at + (isLong ? 3 : 2);
  return size === undefined || size === 0 || (!isLong && size >= 0x80) || from + size > der.length ? undefined : { from, to: from + size };
};
const pairIn = (der: Buffer): readonly [bigint, bigint] | undefined => {
  const body = contentOf(der, 0x30, 0);
  const first = body?.to === der.length ? contentOf(der, 2, body.from) : undefined;
  const second = first === undefined ? undefined : contentOf(der, 2, first.to);
  if (first === undefined || second?.to !== der.length) return undefined;
  return [bigOf(der.subarray(first.from, first.to)), bigOf(der.subarray(second.from, second.to))];
};

const curveOf = (jwk: PrivateJwk): Curve => {
  const curve = CURVES[jwk['crv'] ?? ''];
  if (curve === undefined) throw new Error(`no curve ${jwk['crv']}`);
  return curve;
};
/** A digest longer than the order counts with its leading bits; none here is shorter by less than whole bytes. */
const asNumber = (curve: Curve, digest: Uint8Array): bigint => bigOf(digest.subarray(0, curve.bytes));

/** `k` comes from key and digest, never from chance: a repeated `k` with two digests would give the key away. */
export const digestSigned = (jwk: PrivateJwk, digest: Uint8Array): Buffer => {
  const curve = curveOf(jwk);
  const [d, z] = [fromUrl(jwk['d']), asNumber(curve, digest)];
  const secret = Buffer.from(jwk['d'] ?? '', 'base64url');
  // One byte more than the order has, so that the remainder is even enough.
  const stream = Buffer.concat(
    [0, 1].map((round) => createHmac('sha512', secret).update(digest).update(Buffer.of(round).subarray(0, round)).digest()),
  );
  const k = mod(bigOf(stream.subarray(0, curve.bytes <= 32 ? 64 : 128)), curve.n - 1n) + 1n;
  const pair = createECDH(curve.openssl);
  pair.setPrivateKey(bytesOf(k, curve.bytes));
  const r = mod(bigOf(pair.getPublicKey().subarray(1, 1 + curve.bytes)), curve.n);
  return derOf(r, mod(inverse(k, curve.n) * (z + r * d), curve.n));
};

export const digestVerified = (jwk: PrivateJwk, digest: Uint8Array, signature: Uint8Array): boolean => {
  const curve = curveOf(jwk);
  const [r, s] = pairIn(Buffer.from(signature)) ?? [0n, 0n];
  if (r < 1n || r >= curve.n || s < 1n || s >= curve.n) return false;
  const w = inverse(s, curve.n);
  const sum = add(
    curve,
    times(curve, mod(asNumber(curve, digest) * w, curve.n), curve.g),
    times(curve, mod(r * w, curve.n), { x: fromUrl(jwk['x']), y: fromUrl(jwk['y']) }),
  );
  return sum !== undefined && mod(sum.x, curve.n) === r;
};
