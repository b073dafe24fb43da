import type {
  CreateSecretCommandInput,
  CreateSecretCommandOutput,
  DeleteSecretCommandInput,
  DeleteSecretCommandOutput,
  RestoreSecretCommandInput,
  RestoreSecretCommandOutput,
  UpdateSecretCommandInput,
  UpdateSecretCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { isKnownKey } from '../key-use.ts';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagMap, tagProblem } from '../tag-keys.ts';
import { invalidParameter, invalidRequest, liveSecret, on, onKey, secretOf } from './access.ts';
import { findSecret, newArn, secretsOf, type Secret } from './state.ts';
import { addValue, valueIn } from './values.ts';

const DAY_SECONDS = 86_400;
const checkKey = (context: Context, keyId: string | undefined): void => {
  if (keyId !== undefined && !isKnownKey(context, keyId))
    throw invalidParameter(`The KMS key ${keyId} was not found, or you don't have permission to use it.`);
};
const checkType = (type: string | undefined): void => {
  if (type !== undefined) throw new AwsFault('NotImplemented', 'The range does not keep managed external secrets', { status: 501 });
};

const create = operation<CreateSecretCommandInput, CreateSecretCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on(context, 'CreateSecret', input.Name, { ...requestTags(tagMap(input.Tags)), 'secretsmanager:Name': [input.Name] }),
    ...onKey(context, ['GenerateDataKey', 'Decrypt'], undefined, input.KmsKeyId),
  ],
  run: (input, context) => {
    if (input.AddReplicaRegions !== undefined)
      throw new AwsFault('NotImplemented', 'The range does not replicate secrets', { status: 501 });
    checkType(input.Type);
    const before = findSecret(context.world, context, input.Name);
    if (before?.deletesAt !== undefined)
      throw invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");
    const value = valueIn(input);
    const isRepeated =
      before !== undefined &&
      before.versions.some(({ id, text, base64 }) => id === input.ClientRequestToken && text === value?.text && base64 === value?.base64);
    if (before !== undefined && isRepeated) return { ARN: before.arn, Name: before.name, VersionId: input.ClientRequestToken };
    if (before !== undefined)
      throw new AwsFault('ResourceExistsException', `The operation failed because the secret ${input.Name} already exists.`);
    const tags = tagMap(input.Tags);
    const problem = tagProblem({}, tags);
    if (problem !== undefined) throw invalidParameter(problem);
    checkKey(context, input.KmsKeyId);
    const secret: Secret = {
      arn: newArn(context.world, context, input.Name),
      name: input.Name,
      account: context.account,
      region: context.region,
      createdAt: context.now,
      changedAt: context.now,
      tags,
      versions: [],
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.KmsKeyId === undefined ? {} : { keyId: input.KmsKeyId }),
    };
    secretsOf(context.world).put(secret.arn, secret);
    if (value === undefined) return { ARN: secret.arn, Name: secret.name };
    const { versionId } = addValue(context, secret, value, input.ClientRequestToken, ['AWSCURRENT']);
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
  },
});

const update = operation<UpdateSecretCommandInput, UpdateSecretCommandOutput>({
  trail: 'write',
  access: (input, context) => {
    const secret = findSecret(context.world, context, input.SecretId);
    const isValue = input.SecretString !== undefined || input.SecretBinary !== undefined || input.KmsKeyId !== undefined;
    return [
      on(context, 'UpdateSecret', input.SecretId),
      ...(isValue ? onKey(context, ['GenerateDataKey', 'Decrypt'], secret, input.KmsKeyId ?? secret?.keyId) : []),
    ];
  },
  run: (input, context) => {
    checkType(input.Type);
    const secret = liveSecret(context, input.SecretId);
    checkKey(context, input.KmsKeyId);
    const described: Secret = {
      ...secret,
      changedAt: context.now,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.KmsKeyId === undefined ? {} : { keyId: input.KmsKeyId }),
    };
    const value = valueIn(input);
    secretsOf(context.world).put(secret.arn, described);
    if (value === undefined) return { ARN: secret.arn, Name: secret.name };
    const { versionId } = addValue(context, described, value, input.ClientRequestToken, ['AWSCURRENT']);
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
  },
});

const remove = operation<DeleteSecretCommandInput, DeleteSecretCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on(context, 'DeleteSecret', input.SecretId, {
      'secretsmanager:ForceDeleteWithoutRecovery': [String(input.ForceDeleteWithoutRecovery === true)],
      ...(input.RecoveryWindowInDays === undefined ? {} : { 'secretsmanager:RecoveryWindowInDays': [String(input.RecoveryWindowInDays)] }),
    }),
  ],
  run: ({ SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery }, context) => {
    const { world, now } = context;
    if (ForceDeleteWithoutRecovery === true && RecoveryWindowInDays !== undefined)
      throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    const days = RecoveryWindowInDays ?? 30;
    if (days < 7 || days > 30) throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
    const secret = secretOf(context, SecretId);
    if (ForceDeleteWithoutRecovery === true) {
      secretsOf(world).remove(secret.arn);
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(now) };
    }
    if (secret.deletesAt !== undefined)
      throw invalidRequest("You can't perform this operation on the secret because it was already scheduled for deletion.");
    const awsSeconds = days * DAY_SECONDS;
    const deletesAt = now + (awsSeconds * 1000) / world.time.pace;
    secretsOf(world).put(secret.arn, { ...secret, deletesAt });
    world.timers.add('secret-deleted', awsSeconds, { arn: secret.arn, deletesAt });
    return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(deletesAt) };
  },
});

const restore = operation<RestoreSecretCommandInput, RestoreSecretCommandOutput>({
  trail: 'write',
  access: ({ SecretId }, context) => [on(context, 'RestoreSecret', SecretId)],
  run: ({ SecretId }, context) => {
    const { deletesAt: _, ...secret } = secretOf(context, SecretId);
    secretsOf(context.world).put(secret.arn, secret);
    return { ARN: secret.arn, Name: secret.name };
  },
});

export const SECRET_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateSecret: create,
  UpdateSecret: update,
  DeleteSecret: remove,
  RestoreSecret: restore,
};
