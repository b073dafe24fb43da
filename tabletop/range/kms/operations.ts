import type {
  DescribeKeyCommandInput,
  DescribeKeyCommandOutput,
  GetPublicKeyCommandInput,
  GetPublicKeyCommandOutput,
  SignCommandInput,
  SignCommandOutput,
  VerifyCommandInput,
  VerifyCommandOutput,
} from '@aws-sdk/client-kms';
import { sign as signBytes, verify as verifyBytes } from 'node:crypto';
import { operation, type Context, type Service } from '../operation.ts';
import { refusal } from '../policy/authorise.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { digestSigned, digestVerified } from './digest.ts';
import { keysOf, privateKeyOf, publicKeyOf, type SigningKey } from './state.ts';
import { KMS_BEHAVIOURS } from './behaviours.ts';

/** A key id, its ARN, `alias/name` or an alias ARN; bare forms are looked up in the caller's own account. */
const find = (context: Context, given: string): SigningKey | undefined =>
  keysOf(context.world)
    .values()
    .find((key) => {
      const aliasArn = `${key.arn.split(':').slice(0, 5).join(':')}:${key.alias}`;
      return given === key.arn || given === aliasArn || (key.account === context.account && (given === key.id || given === key.alias));
    });
const keyOf = (context: Context, action: string, given: string): SigningKey => {
  const key = find(context, given);
  if (key === undefined)
    throw new AwsFault('NotFoundException', given.startsWith('alias/') ? `Alias ${given} is not found.` : `Key '${given}' does not exist`);
  const access = { action: `kms:${action}`, resource: key.arn };
  if (key.account !== context.account && !key.allow.includes(context.caller.roleArn))
    throw new AwsFault('AccessDeniedException', refusal(context.caller, access, 'no-resource-policy'));
  return key;
};
const onKey =
  (action: string) =>
  (input: { readonly KeyId: string }, context: Context): readonly Access[] => [
    { action: `kms:${action}`, resource: find(context, input.KeyId)?.arn ?? input.KeyId },
  ];

const ALGORITHM = 'ECDSA_SHA_256';
const MOST_RAW = 4096;
const DIGEST_BYTES = 32;
interface Signed {
  readonly Message: Uint8Array;
  readonly MessageType?: string;
  readonly SigningAlgorithm: string;
}
const checked = (input: Signed): { readonly message: Uint8Array; readonly isDigest: boolean } => {
  if (input.SigningAlgorithm !== ALGORITHM)
    throw new AwsFault('InvalidKeyUsageException', `Algorithm ${input.SigningAlgorithm} is incompatible with key spec ECC_NIST_P256.`);
  const isDigest = input.MessageType === 'DIGEST';
  if (isDigest && input.Message.length !== DIGEST_BYTES)
    throw new AwsFault('ValidationException', `Digest is invalid length for algorithm ${ALGORITHM}.`);
  if (input.Message.length > MOST_RAW || input.Message.length === 0)
    throw new AwsFault(
      'ValidationException',
      `1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length between 1 and ${MOST_RAW}`,
    );
  return { message: input.Message, isDigest };
};

const sign = operation<SignCommandInput, SignCommandOutput>({
  trail: 'data',
  access: onKey('Sign'),
  run: (input, context) => {
    const key = keyOf(context, 'Sign', input.KeyId);
    const { message, isDigest } = checked(input);
    const signature = isDigest ? digestSigned(key, message) : signBytes('sha256', message, privateKeyOf(key));
    return { KeyId: key.arn, Signature: signature, SigningAlgorithm: ALGORITHM };
  },
});

const verify = operation<VerifyCommandInput, VerifyCommandOutput>({
  trail: 'data',
  access: onKey('Verify'),
  run: (input, context) => {
    const key = keyOf(context, 'Verify', input.KeyId);
    const { message, isDigest } = checked(input);
    const isValid = isDigest
      ? digestVerified(key, message, input.Signature)
      : verifyBytes('sha256', message, publicKeyOf(key), input.Signature);
    if (!isValid) throw new AwsFault('KMSInvalidSignatureException', '');
    return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: ALGORITHM };
  },
});

const getPublicKey = operation<GetPublicKeyCommandInput, GetPublicKeyCommandOutput>({
  trail: 'data',
  access: onKey('GetPublicKey'),
  run: (input, context) => {
    const key = keyOf(context, 'GetPublicKey', input.KeyId);
    return {
      KeyId: key.arn,
      PublicKey: publicKeyOf(key).export({ type: 'spki', format: 'der' }),
      KeySpec: 'ECC_NIST_P256',
      CustomerMasterKeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      SigningAlgorithms: [ALGORITHM],
    };
  },
});

const describe = operation<DescribeKeyCommandInput, DescribeKeyCommandOutput>({
  trail: 'read',
  access: onKey('DescribeKey'),
  run: (input, context) => {
    const key = keyOf(context, 'DescribeKey', input.KeyId);
    return {
      KeyMetadata: {
        AWSAccountId: key.account,
        KeyId: key.id,
        Arn: key.arn,
        CreationDate: new Date(key.createdAt),
        Enabled: true,
        Description: key.description,
        KeyUsage: 'SIGN_VERIFY',
        KeyState: 'Enabled',
        Origin: 'AWS_KMS',
        KeyManager: 'CUSTOMER',
        CustomerMasterKeySpec: 'ECC_NIST_P256',
        KeySpec: 'ECC_NIST_P256',
        SigningAlgorithms: [ALGORITHM],
        MultiRegion: false,
      },
    };
  },
});

export const kmsService: Service = {
  prefix: 'kms',
  signingName: 'kms',
  eventSource: 'kms.amazonaws.com',
  load: () => import('@aws-sdk/client-kms'),
  operations: { Sign: sign, Verify: verify, GetPublicKey: getPublicKey, DescribeKey: describe },
  behaviours: KMS_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
