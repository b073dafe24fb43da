import type {
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
  PutSecretValueCommandInput,
  PutSecretValueCommandOutput,
  UpdateSecretVersionStageCommandInput,
  UpdateSecretVersionStageCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { invalidParameter, liveSecret, notThere, on, onKey } from './access.ts';
import { findSecret, secretsOf, withVersion, type Secret, type SecretValue } from './state.ts';

interface Given {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}
/** Undefined: the caller gave no value. */
export const valueIn = ({ SecretString, SecretBinary }: Given): SecretValue | undefined => {
  if (SecretString !== undefined && SecretBinary !== undefined)
    throw invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.");
  if (SecretString !== undefined) return { text: SecretString };
  return SecretBinary === undefined ? undefined : { base64: Buffer.from(SecretBinary).toString('base64') };
};
const isSame = (a: SecretValue, b: SecretValue): boolean => a.text === b.text && a.base64 === b.base64;

const STAGES = 20;
/** A version with the caller's token as id; the same token with the same value is the same request again. */
export const addValue = (
  context: Context,
  secret: Secret,
  value: SecretValue,
  token: string | undefined,
  stages: readonly string[],
): { readonly secret: Secret; readonly versionId: string } => {
  const versionId = token ?? context.world.ids.uuid('secret-version');
  const known = secret.versions.find(({ id }) => id === versionId);
  // A rotation's version has no value until its function puts one.
  if (known !== undefined && (known.text ?? known.base64) !== undefined) {
    if (isSame(known, value)) return { secret, versionId };
    throw new AwsFault(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${versionId} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  const made = { id: versionId, createdAt: context.now, stages, ...value };
  const changed = { ...secret, changedAt: context.now, versions: withVersion(secret.versions, made) };
  secretsOf(context.world).put(secret.arn, changed);
  return { secret: changed, versionId };
};

const getSecretValue = operation<GetSecretValueCommandInput, GetSecretValueCommandOutput>({
  trail: 'read',
  access: (input, context) => [
    on(context, 'GetSecretValue', input.SecretId, {
      'secretsmanager:VersionStage': [input.VersionStage ?? 'AWSCURRENT'],
      ...(input.VersionId === undefined ? {} : { 'secretsmanager:VersionId': [input.VersionId] }),
    }),
    ...onKey(context, ['Decrypt'], findSecret(context.world, context, input.SecretId)),
  ],
  run: ({ SecretId, VersionId, VersionStage }, context) => {
    const secret = liveSecret(context, SecretId);
    const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
    const found = secret.versions.find(({ id }) => id === VersionId) ?? secret.versions.find(({ stages }) => stages.includes(stage ?? ''));
    if (found === undefined || (VersionId !== undefined && found.id !== VersionId) || (found.text ?? found.base64) === undefined)
      throw notThere(
        VersionId === undefined
          ? `the specified secret value for staging label: ${stage ?? ''}`
          : `the specified secret value for VersionId: ${VersionId}`,
      );
    if (stage !== undefined && !found.stages.includes(stage))
      throw new AwsFault('InvalidRequestException', 'You provided a VersionStage that is not associated to the provided VersionId.');
    const accessedOn = Math.floor(context.now / 86_400_000) * 86_400_000;
    if (secret.accessedOn !== accessedOn) secretsOf(context.world).put(secret.arn, { ...secret, accessedOn });
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: found.id,
      SecretString: found.text,
      SecretBinary: found.base64 === undefined ? undefined : Buffer.from(found.base64, 'base64'),
      VersionStages: [...found.stages],
      CreatedDate: new Date(found.createdAt),
    };
  },
});

const putSecretValue = operation<PutSecretValueCommandInput, PutSecretValueCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on(context, 'PutSecretValue', input.SecretId),
    ...onKey(context, ['GenerateDataKey', 'Decrypt'], findSecret(context.world, context, input.SecretId)),
  ],
  run: (input, context) => {
    if (input.RotationToken !== undefined)
      throw new AwsFault('NotImplemented', 'The range does not simulate rotation tokens', { status: 501 });
    const secret = liveSecret(context, input.SecretId);
    const value = valueIn(input);
    if (value === undefined) throw invalidParameter('You must provide either SecretString or SecretBinary.');
    const stages = input.VersionStages ?? ['AWSCURRENT'];
    if (stages.length > STAGES) throw new AwsFault('LimitExceededException', `A version can have at most ${STAGES} staging labels.`);
    // The first value of a secret is current, whatever stages are asked for.
    const isFirst = !secret.versions.some((version) => version.stages.includes('AWSCURRENT'));
    const all = isFirst && !stages.includes('AWSCURRENT') ? [...stages, 'AWSCURRENT'] : stages;
    const { secret: changed, versionId } = addValue(context, secret, value, input.ClientRequestToken, all);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: versionId,
      VersionStages: [...(changed.versions.find(({ id }) => id === versionId)?.stages ?? [])],
    };
  },
});

const updateStage = operation<UpdateSecretVersionStageCommandInput, UpdateSecretVersionStageCommandOutput>({
  trail: 'write',
  access: ({ SecretId, VersionStage }, context) => [
    on(context, 'UpdateSecretVersionStage', SecretId, { 'secretsmanager:VersionStage': [VersionStage] }),
  ],
  run: ({ SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId }, context) => {
    const secret = liveSecret(context, SecretId);
    const holder = secret.versions.find(({ stages }) => stages.includes(VersionStage));
    for (const id of [RemoveFromVersionId, MoveToVersionId])
      if (id !== undefined && !secret.versions.some((version) => version.id === id))
        throw notThere(`the specified secret value for VersionId: ${id}`);
    if (holder !== undefined && holder.id !== MoveToVersionId && RemoveFromVersionId !== holder.id)
      throw invalidParameter(
        RemoveFromVersionId === undefined
          ? `The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`
          : `The parameter RemoveFromVersionId is invalid. Staging label ${VersionStage} is currently attached to version ${holder.id}.`,
      );
    if (VersionStage === 'AWSCURRENT' && MoveToVersionId === undefined)
      throw invalidParameter('You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.');
    const target = secret.versions.find(({ id }) => id === MoveToVersionId);
    const versions =
      target === undefined
        ? secret.versions.map((version) => ({ ...version, stages: version.stages.filter((stage) => stage !== VersionStage) }))
        : target === holder
          ? secret.versions
          : withVersion(secret.versions, {
              ...target,
              stages: [...target.stages.filter((stage) => stage !== 'AWSPREVIOUS' || VersionStage !== 'AWSCURRENT'), VersionStage],
            });
    // The order of versions is that of their creation.
    const ordered = [...versions].sort((a, b) => a.createdAt - b.createdAt);
    secretsOf(context.world).put(secret.arn, { ...secret, changedAt: context.now, versions: ordered });
    return { ARN: secret.arn, Name: secret.name };
  },
});

export const VALUE_OPERATIONS: Readonly<Record<string, Operation>> = {
  GetSecretValue: getSecretValue,
  PutSecretValue: putSecretValue,
  UpdateSecretVersionStage: updateStage,
};
