import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { onKeyRow, type EncryptionContext } from './access.ts';
import { findKey, stateProblem } from './find.ts';

interface Use {
  readonly action: 'CreateGrant' | 'Decrypt' | 'Encrypt' | 'GenerateDataKey';
  readonly keyId: string;
  /** `ssm`, `s3`: the service that asks on behalf of the caller. */
  readonly service: string;
  readonly encryptionContext: EncryptionContext;
}
export const isCustomerKey = (context: Context, given: string): boolean => findKey(context.world, context, given) !== undefined;
/** A key that is not there is the service's own error, told when its call runs. */
export const serviceUse = (context: Context, { action, keyId, service, encryptionContext }: Use): readonly Access[] => {
  const key = findKey(context.world, context, keyId);
  if (key === undefined) return [];
  const keys = { 'kms:ViaService': [`${service}.${context.region}.amazonaws.com`] };
  return [onKeyRow(context, action, key, { keys, encryption: encryptionContext })];
};
/** Why a service cannot use this key now: KMS's own code and words, which each service dresses in its own. */
export const usableKey = (context: Context, given: string): { readonly code: string; readonly message: string } | undefined => {
  const key = findKey(context.world, context, given);
  if (key === undefined) return undefined;
  const problem = stateProblem(key);
  if (problem !== undefined) return { code: problem.code, message: problem.message };
  return key.spec === 'SYMMETRIC_DEFAULT'
    ? undefined
    : { code: 'InvalidKeyUsageException', message: `${key.arn} key usage is ${key.usage} which is not valid for GenerateDataKey.` };
};
