import type {
  GetPublicKeyCommandInput,
  GetPublicKeyCommandOutput,
  SignCommandInput,
  SignCommandOutput,
  VerifyCommandInput,
  VerifyCommandOutput,
} from '@aws-sdk/client-kms';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { onKey } from './access.ts';
import { mustNotBeDry } from './dry-run.ts';
import { keyNamed, mustBeUsable } from './find.ts';
import { publicKeyOf } from './jwk.ts';
import { metadataOf } from './describe.ts';
import { digestLength, isSignature, signed } from './signature.ts';
import { SPECS } from './specs.ts';
import type { Key } from './state.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html */
const MOST_RAW = 4096;
interface Asked {
  readonly KeyId: string;
  readonly Message: Uint8Array;
  readonly MessageType?: string;
  readonly SigningAlgorithm: string;
}
const misused = (message: string): AwsFault => new AwsFault('InvalidKeyUsageException', message);
const checked = (key: Key, input: Asked, action: string) => {
  const { SigningAlgorithm: algorithm, Message: message, MessageType: type = 'RAW' } = input;
  if (key.usage !== 'SIGN_VERIFY') throw misused(`${key.arn} key usage is ${key.usage} which is not valid for ${action}.`);
  if (!SPECS[key.spec].signing.includes(algorithm)) throw misused(`Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`);
  if (type !== 'RAW' && type !== 'DIGEST') throw misused(`MessageType ${type} is incompatible with key spec ${key.spec}.`);
  const isDigest = type === 'DIGEST';
  if (isDigest && SPECS[key.spec].kind === 'ed')
    throw new AwsFault('ValidationException', `MessageType DIGEST is not valid for algorithm ${algorithm}.`);
  if (isDigest && message.length !== digestLength(algorithm))
    throw new AwsFault('ValidationException', `Digest is invalid length for algorithm ${algorithm}.`);
  if (message.length > MOST_RAW || message.length === 0)
    throw new AwsFault(
      'ValidationException',
      `1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length between 1 and ${MOST_RAW}`,
    );
  return { key, algorithm, message, isDigest };
};
const asking = (context: Context, action: string, input: Asked) => [
  onKey(context, action, input.KeyId, {
    keys: { 'kms:SigningAlgorithm': [input.SigningAlgorithm], 'kms:MessageType': [input.MessageType ?? 'RAW'] },
  }),
];

export const signMessage = operation<SignCommandInput, SignCommandOutput>({
  trail: 'data',
  access: (input, context) => asking(context, 'Sign', input),
  run: (input, context) => {
    const key = mustBeUsable(keyNamed(context.world, context, input.KeyId));
    const signing = checked(key, input, 'Sign');
    mustNotBeDry(input);
    return { KeyId: key.arn, Signature: signed(context.world, signing), SigningAlgorithm: input.SigningAlgorithm };
  },
});
/** A wrong one is an error, never `false`. */
export const verifyMessage = operation<VerifyCommandInput, VerifyCommandOutput>({
  trail: 'data',
  access: (input, context) => asking(context, 'Verify', input),
  run: (input, context) => {
    const key = mustBeUsable(keyNamed(context.world, context, input.KeyId));
    const signing = checked(key, input, 'Verify');
    mustNotBeDry(input);
    if (!isSignature(signing, input.Signature)) throw new AwsFault('KMSInvalidSignatureException', '');
    return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: input.SigningAlgorithm };
  },
});
export const getPublicKey = operation<GetPublicKeyCommandInput, GetPublicKeyCommandOutput>({
  trail: 'data',
  access: (input, context) => [onKey(context, 'GetPublicKey', input.KeyId)],
  run: (input, context) => {
    const key = mustBeUsable(keyNamed(context.world, context, input.KeyId));
    if (key.jwk === undefined)
      throw new AwsFault('UnsupportedOperationException', `${key.arn} is a ${key.spec} key, which has no public key.`);
    const { KeySpec, KeyUsage, CustomerMasterKeySpec, SigningAlgorithms, EncryptionAlgorithms } = metadataOf(key);
    return {
      KeyId: key.arn,
      PublicKey: publicKeyOf(key.jwk).export({ type: 'spki', format: 'der' }),
      KeySpec,
      CustomerMasterKeySpec,
      KeyUsage,
      ...(SigningAlgorithms === undefined ? {} : { SigningAlgorithms }),
      ...(EncryptionAlgorithms === undefined ? {} : { EncryptionAlgorithms }),
    };
  },
});
