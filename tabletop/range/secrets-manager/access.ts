import { keyUse } from '../key-use.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourceTags } from '../tag-keys.ts';
import { findSecret, type Secret } from './state.ts';

export const invalidRequest = (text: string): AwsFault => new AwsFault('InvalidRequestException', text);
export const invalidParameter = (text: string): AwsFault => new AwsFault('InvalidParameterException', text);
export const notThere = (what = 'the specified secret.'): AwsFault =>
  new AwsFault('ResourceNotFoundException', `Secrets Manager can't find ${what}`);

export const on = (context: Context, action: string, id: string, more: Access['context'] = {}): Access => {
  const secret = findSecret(context.world, context, id);
  const resource = secret?.arn ?? (id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${context.region}:${context.account}:secret:${id}`);
  const tags = Object.entries(secret?.tags ?? {}).map(([key, value]) => [`secretsmanager:ResourceTag/${key}`, [value]] as const);
  return {
    action: `secretsmanager:${action}`,
    resource,
    resourcePolicy: secret?.policy,
    resourceAccount: resource.split(':')[4],
    context: { ...resourceTags(secret?.tags), ...Object.fromEntries(tags), 'secretsmanager:SecretId': [resource], ...more },
  };
};
/** The key of the secret's value. https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
export const onKey = (
  context: Context,
  actions: readonly ('Decrypt' | 'GenerateDataKey')[],
  secret: Secret | undefined,
  keyId = secret?.keyId,
) =>
  actions.flatMap((action) =>
    keyUse(context, {
      action,
      keyId,
      service: 'secretsmanager',
      encryptionContext: secret === undefined ? {} : { SecretARN: secret.arn },
    }),
  );

export const secretOf = (context: Context, id: string): Secret => {
  const secret = findSecret(context.world, context, id);
  if (secret === undefined) throw notThere();
  return secret;
};
/** Only for what a secret that waits for its deletion refuses. */
export const liveSecret = (context: Context, id: string): Secret => {
  const secret = secretOf(context, id);
  if (secret.deletesAt !== undefined)
    throw invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
  return secret;
};
