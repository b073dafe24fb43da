import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verify } from '../core/approval/grant.ts';
import { signedText } from '../core/approval/signed-text.ts';
import type { Signer } from '../engine/ports.ts';
import { createOnce } from './create-once.ts';

/** SHA-256 over the public key's SubjectPublicKeyInfo: the fingerprint that people compare and `--trust` takes. */
export const keyIdOf = (publicKey: KeyObject): string =>
  `sha256:${createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')}`;

export interface Verifier {
  readonly keyId: string;
  readonly publicKeyPem: string;
  readonly verify: Verify;
}
/** Signatures remembered as valid: a ledger is read again for every decision, and most of what it holds was checked a moment ago. */
const MAX_REMEMBERED = 4096;

/** Checks signatures of one key; a signature that names another key is not valid, whatever it is. */
export const verifierOf = (publicKeyPem: string): Verifier => {
  const key = createPublicKey(publicKeyPem);
  const keyId = keyIdOf(key);
  const valid = new Set<string>();
  const check = (text: Uint8Array, signature: string): boolean => {
    // Exactly this text under exactly this signature; invalid ones are not remembered, so that nobody can fill the memory with them.
    const known = `${createHash('sha256').update(text).digest('base64')} ${signature}`;
    if (valid.has(known)) return true;
    if (!verify('sha256', text, key, Buffer.from(signature, 'base64'))) return false;
    if (valid.size >= MAX_REMEMBERED) valid.clear();
    valid.add(known);
    return true;
  };
  return {
    keyId,
    publicKeyPem,
    verify: (purpose, payload, signature) => signature.keyId === keyId && check(signedText(purpose, payload), signature.signature),
  };
};

export interface LocalSigner extends Signer, Verifier {}

const newKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/**
 * ECDSA P-256 with a key in a file that only its owner may read. Whoever reads that file can sign: good for a laptop and for exercises,
 * not for a company; there the key is in KMS. Two processes that start at once end up with the same key.
 */
export const makeLocalSigner = async (directory: string, name: string): Promise<LocalSigner> => {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, `${name}.key.pem`);
  const exists = await readFile(path, 'utf8').catch(() => undefined);
  if (exists === undefined) await createOnce(path, newKey(), 0o600);
  const key = createPrivateKey(exists ?? (await readFile(path, 'utf8')));
  const publicKeyPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  await createOnce(join(directory, `${name}.pub.pem`), publicKeyPem, 0o644);
  const verifier = verifierOf(publicKeyPem);
  return {
    ...verifier,
    sign: (purpose, payload) =>
      Promise.resolve({ keyId: verifier.keyId, signature: sign('sha256', signedText(purpose, payload), key).toString('base64') }),
  };
};
