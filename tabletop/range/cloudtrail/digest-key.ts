import { checkPrimeSync, createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';

/** Bytes of a stream that depends on nothing but its name. */
const stream = (name: string, length: number): Buffer =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, index) => createHash('sha256').update(`${name}\n${index}`).digest()),
  ).subarray(0, length);

const big = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const E = 65_537n;
/** The first prime above a derived number of 1,024 bits whose two top bits are set, so that two of them make 2,048. */
const primeOf = (name: string): bigint => {
  const bytes = Buffer.from(stream(name, 128));
  bytes[0] = (bytes[0] ?? 0) | 0xc0;
  bytes[127] = (bytes[127] ?? 0) | 1;
  let candidate = big(bytes);
  while ((candidate - 1n) % E === 0n || !checkPrimeSync(candidate, { checks: 8 })) candidate += 2n;
  return candidate;
};
const inverse = (value: bigint, modulus: bigint): bigint => {
  let [oldR, r, oldS, s] = [value % modulus, modulus, 1n, 0n];
  while (r !== 0n) {
    const quotient = oldR / r;
    [oldR, r] = [r, oldR - quotient * r];
    [oldS, s] = [s, oldS - quotient * s];
  }
  return ((oldS % modulus) + modulus) % modulus;
};
const url = (value: bigint): string => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex').toString('base64url');
};

export interface DigestKey {
  readonly privateKey: KeyObject;
  /** PKCS #1, DER: what ListPublicKeys answers. */
  readonly publicDer: Buffer;
  readonly fingerprint: string;
}
const made = new Map<string, DigestKey>();
/** CloudTrail's key pair of a Region; the same in every range, made when first needed (some 50 ms). Worth nothing outside the range. */
export const digestKeyOf = (region: string): DigestKey => {
  const known = made.get(region);
  if (known !== undefined) return known;
  const [p, q] = [primeOf(`range trail ${region} p`), primeOf(`range trail ${region} q`)];
  const d = inverse(E, (p - 1n) * (q - 1n));
  const jwk = { kty: 'RSA', n: url(p * q), e: url(E), d: url(d), p: url(p), q: url(q) };
  const privateKey = createPrivateKey({
    key: { ...jwk, dp: url(d % (p - 1n)), dq: url(d % (q - 1n)), qi: url(inverse(q, p)) },
    format: 'jwk',
  });
  const publicDer = createPublicKey(privateKey).export({ type: 'pkcs1', format: 'der' });
  const key = { privateKey, publicDer, fingerprint: createHash('md5').update(publicDer).digest('hex') };
  made.set(region, key);
  return key;
};
export const signed = (region: string, text: string): string =>
  sign('sha256', Buffer.from(text), digestKeyOf(region).privateKey).toString('hex');
