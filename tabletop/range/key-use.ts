import { isCustomerKey, serviceUse } from './kms/use.ts';
import type { Context } from './operation.ts';
import type { Access } from './policy/evaluate.ts';

interface Use {
  readonly action: 'CreateGrant' | 'Decrypt' | 'Encrypt' | 'GenerateDataKey';
  /** As the caller or the resource names it; none, or an AWS managed key (`alias/aws/…`), lets everybody of the account through. */
  readonly keyId: string | undefined;
  /** `ssm`, `secretsmanager`: the service that asks on behalf of the caller. */
  readonly service: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
}
const isManaged = (keyId: string): boolean => /^(arn:aws:kms:[^:]*:\d*:)?alias\/aws\//.test(keyId);
export const isKnownKey = (context: Context, keyId: string): boolean => isManaged(keyId) || isCustomerKey(context, keyId);

/** What IAM and the key's policy are asked when a service uses a customer's key for a caller. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
export const keyUse = (context: Context, { keyId, ...use }: Use): readonly Access[] =>
  keyId === undefined || isManaged(keyId) ? [] : serviceUse(context, { ...use, keyId });
