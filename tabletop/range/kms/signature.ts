import { constants, createHash, privateEncrypt, publicDecrypt, sign, verify } from 'node:crypto';
import type { World } from '../world.ts';
import { digestSigned, digestVerified } from './digest.ts';
import { nextBytes } from './envelope.ts';
import { privateKeyOf, publicKeyOf } from './jwk.ts';
import { digestInfo, pssEncoded, pssVerified } from './padding.ts';
import { SPECS } from './specs.ts';
import type { Key } from './state.ts';

/** `ECDSA_SHA_256` and the like end in the length of their hash. */
const hashOf = (algorithm: string): string => `sha${algorithm.split('_').at(-1) ?? ''}`;
export const digestLength = (algorithm: string): number => Number(algorithm.split('_').at(-1)) / 8;

interface Signing {
  readonly key: Key;
  readonly algorithm: string;
  readonly message: Uint8Array;
  readonly isDigest: boolean;
}
const digestOf = ({ algorithm, message, isDigest }: Signing): Buffer =>
  isDigest ? Buffer.from(message) : createHash(hashOf(algorithm)).update(message).digest();
const PLAIN = { padding: constants.RSA_NO_PADDING };
const PKCS1 = { padding: constants.RSA_PKCS1_PADDING };

/** Never from chance: the same call in the same world gives the same bytes. */
export const signed = (world: World, signing: Signing): Buffer => {
  const { key, algorithm } = signing;
  const jwk = key.jwk ?? {};
  const { kind, size } = SPECS[key.spec];
  if (kind === 'ed') return sign(null, signing.message, privateKeyOf(jwk));
  const digest = digestOf(signing);
  if (kind === 'ec') return digestSigned(jwk, digest);
  const privateKey = privateKeyOf(jwk);
  if (algorithm.startsWith('RSASSA_PKCS1')) return privateEncrypt({ key: privateKey, ...PKCS1 }, digestInfo(hashOf(algorithm), digest));
  const salt = nextBytes(world, 'kms-salt', digest.length);
  return privateEncrypt({ key: privateKey, ...PLAIN }, pssEncoded(hashOf(algorithm), digest, salt, size / 8));
};

const rsaVerified = (signing: Signing, signature: Uint8Array): boolean => {
  const { key, algorithm } = signing;
  const digest = digestOf(signing);
  const publicKey = publicKeyOf(key.jwk ?? {});
  try {
    if (algorithm.startsWith('RSASSA_PKCS1'))
      return publicDecrypt({ key: publicKey, ...PKCS1 }, signature).equals(digestInfo(hashOf(algorithm), digest));
    return pssVerified(hashOf(algorithm), digest, publicDecrypt({ key: publicKey, ...PLAIN }, signature));
  } catch {
    return false;
  }
};
export const isSignature = (signing: Signing, signature: Uint8Array): boolean => {
  const { kind } = SPECS[signing.key.spec];
  const jwk = signing.key.jwk ?? {};
  if (kind === 'ed') return verify(null, signing.message, publicKeyOf(jwk), signature);
  return kind === 'ec' ? digestVerified(jwk, digestOf(signing), signature) : rsaVerified(signing, signature);
};
