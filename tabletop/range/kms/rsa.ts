import { checkPrimeSync, createHash } from 'node:crypto';

const E = 65_537n;
const SMALL = Array.from({ length: 500 }, (_, index) => 2 * index + 3).filter((n) => {
  for (let divisor = 3; divisor * divisor <= n; divisor += 2) if (n % divisor === 0) return false;
  return true;
});
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
/** Extended Euclid. */
export const inverse = (value: bigint, modulus: bigint): bigint => {
  let [oldR, r, oldS, s] = [((value % modulus) + modulus) % modulus, modulus, 1n, 0n];
  while (r !== 0n) {
    const quotient = oldR / r;
    [oldR, r] = [r, oldR - quotient * r];
    [oldS, s] = [s, oldS - quotient * s];
  }
  return ((oldS % modulus) + modulus) % modulus;
};
const hexOf = (seed: string, bytes: number): string => {
  let hex = '';
  for (let index = 0; hex.length < bytes * 2; index += 1) hex += createHash('sha512').update(`${seed}\n${index}`).digest('hex');
  return hex.slice(0, bytes * 2);
};

/** The first prime above a number that the seed gives, with the two top bits set so that the product has its full length. */
const primeFrom = (seed: string, bits: number): bigint => {
  const top = 3n << BigInt(bits - 2);
  const start = BigInt(`0x${hexOf(seed, bits / 8)}`) | top | 1n;
  const rests = SMALL.map((prime) => Number(start % BigInt(prime)));
  for (let step = 0; ; step += 2) {
    // Most candidates fall to a small divisor, which costs no big number.
    if (SMALL.some((prime, index) => ((rests[index] ?? 0) + step) % prime === 0)) continue;
    const candidate = start + BigInt(step);
    if ((candidate - 1n) % E !== 0n && checkPrimeSync(candidate)) return candidate;
  }
};
const text = (value: bigint): string => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex').toString('base64url');
};

/** An RSA key that follows from its seed, which node:crypto cannot make: it draws its primes from chance. */
export const rsaFrom = (seed: string, bits: number): Readonly<Record<string, string>> => {
  const [p, q] = [primeFrom(`${seed} p`, bits / 2), primeFrom(`${seed} q`, bits / 2)];
  const [p1, q1] = [p - 1n, q - 1n];
  const d = inverse(E, (p1 * q1) / gcd(p1, q1));
  return {
    kty: 'RSA',
    n: text(p * q),
    e: text(E),
    d: text(d),
    p: text(p),
    q: text(q),
    dp: text(d % p1),
    dq: text(d % q1),
    qi: text(inverse(q, p)),
  };
};
