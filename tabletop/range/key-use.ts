import { keysOf } from './kms/state.ts';
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
/** The ARN of a customer's key named by ARN, id, alias or alias ARN. */
const keyArn = (context: Context, given: string): string | undefined =>
  keysOf(context.world)
    .values()
    .find(({ arn, id, alias, account }) => {
      const aliasArn = `${arn.split(':').slice(0, 5).join(':')}:${alias}`;
      return given === arn || given === aliasArn || (account === context.account && (given === id || given === alias));
    })?.arn;

const isManaged = (keyId: string): boolean => /^(arn:aws:kms:[^:]*:\d*:)?alias\/aws\//.test(keyId);
export const isKnownKey = (context: Context, keyId: string): boolean => isManaged(keyId) || keyArn(context, keyId) !== undefined;

/** What IAM is asked when a service uses a customer's key for a caller. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
export const keyUse = (context: Context, { action, keyId, service, encryptionContext }: Use): readonly Access[] => {
  if (keyId === undefined || isManaged(keyId)) return [];
  const resource = keyArn(context, keyId);
  // A key that is not there is the service's own error, told when the call runs.
  if (resource === undefined) return [];
  return [
    {
      action: `kms:${action}`,
      resource,
      rule: 'key-policy',
      resourceAccount: resource.split(':')[4],
      context: {
        'kms:ViaService': [`${service}.${context.region}.amazonaws.com`],
        'kms:CallerAccount': [context.account],
        ...Object.fromEntries(Object.entries(encryptionContext).map(([key, value]) => [`kms:EncryptionContext:${key}`, [value]])),
      },
    },
  ];
};
