import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { rsaFrom } from './rsa.ts';
import { SPECS, type KeySpecName } from './specs.ts';

/** A private key as JSON Web Key. */
export type PrivateJwk = Readonly<Record<string, string>>;

/** As many bytes as asked for, of nothing but the seed. */
export const stretched = (seed: string, length: number): Buffer => {
  const parts: Buffer[] = [];
  for (let index = 0; parts.length * 64 < length; index += 1) parts.push(createHash('sha512').update(`${seed}\n${index}`).digest());
  return Buffer.concat(parts).subarray(0, length);
};

/** A scalar with enough top bits cleared to be below the order of every curve here; the digest is never zero. */
const ecFrom = (scalar: Buffer, curve: { readonly openssl: string; readonly jwk: string }): PrivateJwk => {
  const pair = createECDH(curve.openssl);
  pair.setPrivateKey(scalar);
  const point = pair.getPublicKey();
  const size = (point.length - 1) / 2;
  return {
    kty: 'EC',
    crv: curve.jwk,
    d: scalar.toString('base64url'),
    x: point.subarray(1, 1 + size).toString('base64url'),
    y: point.subarray(1 + size).toString('base64url'),
  };
};
/** PKCS #8 around 32 bytes of an Ed25519 key. https://www.rfc-editor.org/rfc/rfc8410 */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

export const jwkFrom = (seed: string, spec: KeySpecName): PrivateJwk | undefined => {
  const { kind, size, curve } = SPECS[spec];
  if (kind === 'rsa') return rsaFrom(seed, size);
  if (kind === 'ed') {
    const key = createPrivateKey({ key: Buffer.concat([ED25519, stretched(seed, size)]), format: 'der', type: 'pkcs8' }).export({
      format: 'jwk',
    });
    return { kty: 'OKP', crv: 'Ed25519', d: key.d ?? '', x: key.x ?? '' };
  }
  if (curve === undefined) return undefined;
  const scalar = stretched(seed, size);
  scalar[0] = spec === 'ECC_NIST_P521' ? 0 : (scalar[0] ?? 0) & 0x7f;
  return ecFrom(scalar, curve);
};
/** Northbank's signing key, whose public half is known to recorded evidence. */
export const northbankJwk = (seed: string): PrivateJwk => {
  const scalar = createHash('sha256').update(`northbank signing key ${seed}`).digest();
  scalar[0] = (scalar[0] ?? 0) & 0x7f;
  return ecFrom(scalar, { openssl: 'prime256v1', jwk: 'P-256' });
};
export const privateKeyOf = (jwk: PrivateJwk): KeyObject => createPrivateKey({ key: { ...jwk }, format: 'jwk' });
export const publicKeyOf = (jwk: PrivateJwk): KeyObject =>
  createPublicKey({ key: { kty: jwk['kty'] ?? '', ...publicPart(jwk) }, format: 'jwk' });
const PUBLIC = ['kty', 'crv', 'x', 'y', 'n', 'e'];
const publicPart = (jwk: PrivateJwk): PrivateJwk => Object.fromEntries(Object.entries(jwk).filter(([name]) => PUBLIC.includes(name)));
