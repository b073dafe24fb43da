import type {
  DecryptCommandInput,
  DecryptCommandOutput,
  EncryptCommandInput,
  EncryptCommandOutput,
  EncryptionAlgorithmSpec,
  ReEncryptCommandInput,
  ReEncryptCommandOutput,
} from '@aws-sdk/client-kms';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { onKey, onKeyRow } from './access.ts';
import { algorithmFor, decrypted, encrypted } from './cipher.ts';
import { mustNotBeDry, refuseEnclaves } from './dry-run.ts';
import { keyOfCiphertext } from './envelope.ts';
import { keyNamed, mustBeUsable } from './find.ts';
import type { Key } from './state.ts';

// The table of specs holds nothing but KMS's own names.
const asSpec = (algorithm: string): EncryptionAlgorithmSpec => algorithm as EncryptionAlgorithmSpec;
const keysFor = (algorithm: string | undefined) => ({ 'kms:EncryptionAlgorithm': [algorithm ?? 'SYMMETRIC_DEFAULT'] });

export const encrypt = operation<EncryptCommandInput, EncryptCommandOutput>({
  trail: 'data',
  access: (input, context) => [
    onKey(context, 'Encrypt', input.KeyId, { keys: keysFor(input.EncryptionAlgorithm), encryption: input.EncryptionContext ?? {} }),
  ],
  run: (input, context) => {
    const key = mustBeUsable(keyNamed(context.world, context, input.KeyId));
    const algorithm = algorithmFor(key, 'Encrypt', input.EncryptionAlgorithm);
    mustNotBeDry(input);
    const blob = encrypted(context.world, key, algorithm, input.Plaintext, input.EncryptionContext ?? {});
    return { CiphertextBlob: blob, KeyId: key.arn, EncryptionAlgorithm: asSpec(algorithm) };
  },
});

/** Without a ciphertext only a dry run could be meant, which the range does not tell from a mistake. */
const blobOf = (blob: Uint8Array | undefined): Uint8Array => {
  if (blob === undefined)
    throw new AwsFault(
      'ValidationException',
      "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: Member must not be null",
    );
  return blob;
};
interface Sealed {
  readonly blob: Uint8Array;
  readonly keyId: string | undefined;
  readonly algorithm: string | undefined;
}
/** A symmetric ciphertext names its key; another key than the one that is named cannot open it. */
const keyBehind = (context: Context, { blob, keyId, algorithm = 'SYMMETRIC_DEFAULT' }: Sealed): Key => {
  const named = keyId === undefined ? undefined : keyNamed(context.world, context, keyId);
  if (algorithm !== 'SYMMETRIC_DEFAULT') {
    if (named === undefined) throw new AwsFault('ValidationException', 'KeyId must be specified for asymmetric decryption.');
    return named;
  }
  if (named !== undefined && named.spec !== 'SYMMETRIC_DEFAULT') return named;
  const found = keyOfCiphertext(context.world, blob);
  if (found === undefined || found.region !== context.region)
    throw new AwsFault(
      'AccessDeniedException',
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
  if (named !== undefined && named.arn !== found.arn)
    throw new AwsFault('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.');
  return found;
};

export const decrypt = operation<DecryptCommandInput, DecryptCommandOutput>({
  trail: 'data',
  access: (input, context) => {
    const { KeyId: keyId, EncryptionAlgorithm: algorithm, EncryptionContext: encryption = {} } = input;
    const blob = blobOf(input.CiphertextBlob);
    if (keyId !== undefined) return [onKey(context, 'Decrypt', keyId, { keys: keysFor(algorithm), encryption })];
    return [onKeyRow(context, 'Decrypt', keyBehind(context, { blob, keyId, algorithm }), { keys: keysFor(algorithm), encryption })];
  },
  run: (input, context) => {
    const { KeyId: keyId, EncryptionAlgorithm: asked, EncryptionContext: encryption = {} } = input;
    const blob = blobOf(input.CiphertextBlob);
    refuseEnclaves(input);
    const key = mustBeUsable(keyBehind(context, { blob, keyId, algorithm: asked }));
    const algorithm = algorithmFor(key, 'Decrypt', asked);
    mustNotBeDry(input);
    return { KeyId: key.arn, Plaintext: decrypted(key, algorithm, blob, encryption), EncryptionAlgorithm: asSpec(algorithm) };
  },
});

/** Two keys, two permissions; the plaintext never leaves. */
export const reEncrypt = operation<ReEncryptCommandInput, ReEncryptCommandOutput>({
  trail: 'data',
  access: (input, context) => {
    const { SourceKeyId: keyId, SourceEncryptionAlgorithm: algorithm } = input;
    const blob = blobOf(input.CiphertextBlob);
    const source = keyBehind(context, { blob, keyId, algorithm });
    const isSame = source.arn === keyNamed(context.world, context, input.DestinationKeyId).arn;
    const same = { 'kms:ReEncryptOnSameKey': [String(isSame)] };
    return [
      onKeyRow(context, 'ReEncryptFrom', source, {
        keys: { ...keysFor(algorithm), ...same },
        encryption: input.SourceEncryptionContext ?? {},
      }),
      onKey(context, 'ReEncryptTo', input.DestinationKeyId, {
        keys: { ...keysFor(input.DestinationEncryptionAlgorithm), ...same },
        encryption: input.DestinationEncryptionContext ?? {},
      }),
    ];
  },
  run: (input, context) => {
    const { SourceKeyId: keyId } = input;
    const blob = blobOf(input.CiphertextBlob);
    const source = mustBeUsable(keyBehind(context, { blob, keyId, algorithm: input.SourceEncryptionAlgorithm }));
    const target = mustBeUsable(keyNamed(context.world, context, input.DestinationKeyId));
    const from = algorithmFor(source, 'ReEncryptFrom', input.SourceEncryptionAlgorithm);
    const to = algorithmFor(target, 'ReEncryptTo', input.DestinationEncryptionAlgorithm);
    mustNotBeDry(input);
    const plaintext = decrypted(source, from, blob, input.SourceEncryptionContext ?? {});
    return {
      CiphertextBlob: encrypted(context.world, target, to, plaintext, input.DestinationEncryptionContext ?? {}),
      SourceKeyId: source.arn,
      KeyId: target.arn,
      SourceEncryptionAlgorithm: asSpec(from),
      DestinationEncryptionAlgorithm: asSpec(to),
    };
  },
});
