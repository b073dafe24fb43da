import { constants, privateDecrypt, publicEncrypt } from 'node:crypto';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import type { EncryptionContext } from './access.ts';
import { nextBytes, opened, sealed } from './envelope.ts';
import { privateKeyOf, publicKeyOf } from './jwk.ts';
import { oaepEncoded } from './padding.ts';
import { SPECS } from './specs.ts';
import type { Key } from './state.ts';

const SYMMETRIC = 'SYMMETRIC_DEFAULT';
/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
const MOST_BYTES = 4096;
const HASHES: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  RSAES_OAEP_SHA_1: { name: 'sha1', bytes: 20 },
  RSAES_OAEP_SHA_256: { name: 'sha256', bytes: 32 },
};
const misused = (message: string): AwsFault => new AwsFault('InvalidKeyUsageException', message);

/** The algorithm that this key takes, or a refusal. */
export const algorithmFor = (key: Key, action: string, asked: string | undefined): string => {
  if (key.usage !== 'ENCRYPT_DECRYPT') throw misused(`${key.arn} key usage is ${key.usage} which is not valid for ${action}.`);
  const algorithm = asked ?? SYMMETRIC;
  if (!SPECS[key.spec].encryption.includes(algorithm)) throw misused(`Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`);
  return algorithm;
};
const noContext = (context: EncryptionContext): void => {
  if (Object.keys(context).length > 0)
    throw new AwsFault('ValidationException', 'EncryptionContext is not supported with asymmetric encryption algorithms.');
};

export const encrypted = (world: World, key: Key, algorithm: string, plaintext: Uint8Array, context: EncryptionContext): Buffer => {
  const hash = HASHES[algorithm];
  if (hash === undefined) {
    if (plaintext.length > MOST_BYTES)
      throw new AwsFault(
        'ValidationException',
        `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to ${MOST_BYTES}`,
      );
    return sealed(world, key, plaintext, context);
  }
  noContext(context);
  const size = SPECS[key.spec].size / 8;
  const most = size - 2 * hash.bytes - 2;
  if (plaintext.length > most)
    throw new AwsFault(
      'ValidationException',
      `Algorithm ${algorithm} and key spec ${key.spec} cannot encrypt data larger than ${most} bytes.`,
    );
  const block = oaepEncoded(hash.name, plaintext, nextBytes(world, 'kms-oaep', hash.bytes), size);
  return publicEncrypt({ key: publicKeyOf(key.jwk ?? {}), padding: constants.RSA_NO_PADDING }, block);
};
export const decrypted = (key: Key, algorithm: string, blob: Uint8Array, context: EncryptionContext): Buffer => {
  const hash = HASHES[algorithm];
  if (hash === undefined) return opened(key, blob, context);
  noContext(context);
  try {
    return privateDecrypt(
      { key: privateKeyOf(key.jwk ?? {}), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash.name },
      Buffer.from(blob),
    );
  } catch {
    throw new AwsFault('InvalidCiphertextException', '');
  }
};
