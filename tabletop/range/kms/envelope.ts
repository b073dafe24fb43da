import { createCipheriv, createDecipheriv } from 'node:crypto';
import { canonical } from '../../../core/json.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import type { EncryptionContext } from './access.ts';
import { stretched } from './jwk.ts';
import { keysOf, type Key } from './state.ts';

/** The range's own ciphertext: version, which secret, key id (16), nonce (12), tag (16), then AES-256-GCM. AWS does not say what is in its own. */
const VERSION = 1;
const HEAD = 1 + 2 + 16;
const [NONCE, TAG] = [12, 16];
const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
/** The order of its pairs does not matter. */
const aad = (context: EncryptionContext): Buffer => Buffer.from(canonical({ ...context }));

/** Instead of chance: the next bytes of a stream of this world. */
export const nextBytes = (world: World, stream: string, length: number): Buffer =>
  stretched(`${world.seed} ${world.ids.uuid(stream)}`, length);

export const sealed = (world: World, key: Key, plaintext: Uint8Array, context: EncryptionContext): Buffer => {
  const secrets = key.secrets ?? [];
  const head = Buffer.alloc(HEAD);
  head.writeUInt8(VERSION, 0);
  head.writeUInt16BE(secrets.length - 1, 1);
  idBytes(key.id).copy(head, 3);
  const nonce = nextBytes(world, 'kms-nonce', NONCE);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(secrets.at(-1) ?? '', 'hex'), nonce).setAAD(Buffer.concat([head, aad(context)]));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
};

/** Wrong bytes and a wrong encryption context look alike, and KMS says nothing about either. */
const broken = (): AwsFault => new AwsFault('InvalidCiphertextException', '');
/** Which key it was; nothing where nobody can tell. */
export const keyOfCiphertext = (world: World, blob: Uint8Array): Key | undefined => {
  const bytes = Buffer.from(blob);
  if (bytes.length < HEAD + NONCE + TAG || bytes[0] !== VERSION) throw broken();
  const hex = bytes.toString('hex', 3, HEAD);
  return keysOf(world)
    .values()
    .find(({ id }) => id.replaceAll('-', '') === hex);
};
export const opened = (key: Key, blob: Uint8Array, context: EncryptionContext): Buffer => {
  const bytes = Buffer.from(blob);
  const secret = key.secrets?.[bytes.readUInt16BE(1)];
  if (secret === undefined) throw broken();
  const nonce = bytes.subarray(HEAD, HEAD + NONCE);
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(secret, 'hex'), nonce)
    .setAAD(Buffer.concat([bytes.subarray(0, HEAD), aad(context)]))
    .setAuthTag(bytes.subarray(HEAD + NONCE, HEAD + NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(HEAD + NONCE + TAG)), decipher.final()]);
  } catch {
    throw broken();
  }
};
