import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';

export interface SigningKey {
  readonly id: string;
  readonly arn: string;
  readonly alias: string;
  readonly account: string;
  readonly createdAt: number;
  readonly description: string;
  /** Roles of other accounts that the key policy lets in. */
  readonly allow: readonly string[];
  /** P-256, as JSON Web Key parts. Worth nothing outside the range. */
  readonly d: string;
  readonly x: string;
  readonly y: string;
}
export const keysOf = (world: World): Table<SigningKey> => world.store.table<SigningKey>('kms.key');

/** A private key made of the seed: a scalar below 2^255 is always below the order of P-256, and the digest is never zero. */
export const derivedKey = (seed: string): Pick<SigningKey, 'd' | 'x' | 'y'> => {
  const scalar = createHash('sha256').update(`northbank signing key ${seed}`).digest();
  scalar[0] = (scalar[0] ?? 0) & 0x7f;
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(scalar);
  const point = curve.getPublicKey();
  return {
    d: scalar.toString('base64url'),
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33, 65).toString('base64url'),
  };
};
export const privateKeyOf = ({ d, x, y }: SigningKey): KeyObject =>
  createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d, x, y }, format: 'jwk' });
export const publicKeyOf = ({ x, y }: SigningKey): KeyObject => createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
