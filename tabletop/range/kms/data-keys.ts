import type {
  GenerateDataKeyCommandInput,
  GenerateDataKeyCommandOutput,
  GenerateDataKeyWithoutPlaintextCommandInput,
  GenerateDataKeyWithoutPlaintextCommandOutput,
  GenerateMacCommandInput,
  GenerateMacCommandOutput,
  GenerateRandomCommandInput,
  GenerateRandomCommandOutput,
  VerifyMacCommandInput,
  VerifyMacCommandOutput,
} from '@aws-sdk/client-kms';
import { createHmac } from 'node:crypto';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { onAll, onKey } from './access.ts';
import { algorithmFor } from './cipher.ts';
import { mustNotBeDry, refuseEnclaves } from './dry-run.ts';
import { nextBytes, sealed } from './envelope.ts';
import { keyNamed, mustBeUsable } from './find.ts';
import { SPECS } from './specs.ts';
import type { Key } from './state.ts';

interface Asked {
  readonly KeyId: string;
  readonly KeySpec?: string;
  readonly NumberOfBytes?: number;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
  readonly DryRun?: boolean;
}
/** Exactly one of the two says how long it shall be. */
const sizeOf = ({ KeySpec: spec, NumberOfBytes: bytes }: Asked): number => {
  if ((spec === undefined) === (bytes === undefined))
    throw new AwsFault('ValidationException', 'Please specify either number of bytes or key spec.');
  return bytes ?? (spec === 'AES_128' ? 16 : 32);
};
const dataKey = (context: Context, input: Asked, action: string) => {
  const key = mustBeUsable(keyNamed(context.world, context, input.KeyId));
  if (key.spec !== 'SYMMETRIC_DEFAULT') algorithmFor(key, action, undefined);
  const size = sizeOf(input);
  mustNotBeDry(input);
  const plaintext = nextBytes(context.world, 'kms-data-key', size);
  return { key, plaintext, blob: sealed(context.world, key, plaintext, input.EncryptionContext ?? {}) };
};
const asking = (context: Context, action: string, input: Asked) => [
  onKey(context, action, input.KeyId, {
    keys: { 'kms:EncryptionAlgorithm': ['SYMMETRIC_DEFAULT'] },
    encryption: input.EncryptionContext ?? {},
  }),
];
export const generateDataKey = operation<GenerateDataKeyCommandInput, GenerateDataKeyCommandOutput>({
  trail: 'data',
  access: (input, context) => asking(context, 'GenerateDataKey', input),
  run: (input, context) => {
    refuseEnclaves(input);
    const { key, plaintext, blob } = dataKey(context, input, 'GenerateDataKey');
    return { KeyId: key.arn, Plaintext: plaintext, CiphertextBlob: blob };
  },
});
export const generateSealedDataKey = operation<GenerateDataKeyWithoutPlaintextCommandInput, GenerateDataKeyWithoutPlaintextCommandOutput>({
  trail: 'data',
  access: (input, context) => asking(context, 'GenerateDataKeyWithoutPlaintext', input),
  run: (input, context) => {
    const { key, blob } = dataKey(context, input, 'GenerateDataKeyWithoutPlaintext');
    return { KeyId: key.arn, CiphertextBlob: blob };
  },
});
export const generateRandom = operation<GenerateRandomCommandInput, GenerateRandomCommandOutput>({
  trail: 'data',
  access: () => [onAll('GenerateRandom')],
  run: (input, context) => {
    refuseEnclaves(input);
    if (input.CustomKeyStoreId !== undefined) throw new AwsFault('CustomKeyStoreNotFoundException', 'The custom key store does not exist.');
    if (input.NumberOfBytes === undefined) throw new AwsFault('ValidationException', 'NumberOfBytes is required.');
    return { Plaintext: nextBytes(context.world, 'kms-random', input.NumberOfBytes) };
  },
});

interface MacAsked {
  readonly KeyId: string;
  readonly MacAlgorithm: string;
  readonly Message: Uint8Array;
}
const macOf = (key: Key, { MacAlgorithm: algorithm, Message: message }: MacAsked, action: string): Buffer => {
  if (key.usage !== 'GENERATE_VERIFY_MAC')
    throw new AwsFault('InvalidKeyUsageException', `${key.arn} key usage is ${key.usage} which is not valid for ${action}.`);
  if (!SPECS[key.spec].macs.includes(algorithm))
    throw new AwsFault('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`);
  return createHmac(algorithm.replace('HMAC_SHA_', 'sha'), Buffer.from(key.secrets?.[0] ?? '', 'hex'))
    .update(message)
    .digest();
};
const macKeys = (input: MacAsked) => ({ keys: { 'kms:MacAlgorithm': [input.MacAlgorithm] } });
export const generateMac = operation<GenerateMacCommandInput, GenerateMacCommandOutput>({
  trail: 'data',
  access: (input, context) => [onKey(context, 'GenerateMac', input.KeyId, macKeys(input))],
  run: (input, context) => {
    const key = mustBeUsable(keyNamed(context.world, context, input.KeyId));
    const mac = macOf(key, input, 'GenerateMac');
    mustNotBeDry(input);
    return { KeyId: key.arn, Mac: mac, MacAlgorithm: input.MacAlgorithm };
  },
});
/** A wrong one is an error, never `false`. */
export const verifyMac = operation<VerifyMacCommandInput, VerifyMacCommandOutput>({
  trail: 'data',
  access: (input, context) => [onKey(context, 'VerifyMac', input.KeyId, macKeys(input))],
  run: (input, context) => {
    const key = mustBeUsable(keyNamed(context.world, context, input.KeyId));
    const mac = macOf(key, input, 'VerifyMac');
    mustNotBeDry(input);
    if (!mac.equals(input.Mac)) throw new AwsFault('KMSInvalidMacException', '');
    return { KeyId: key.arn, MacValid: true, MacAlgorithm: input.MacAlgorithm };
  },
});
