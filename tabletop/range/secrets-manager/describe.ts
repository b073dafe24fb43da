import type {
  DescribeSecretCommandInput,
  DescribeSecretCommandOutput,
  ListSecretsCommandInput,
  ListSecretsCommandOutput,
  ListSecretVersionIdsCommandInput,
  ListSecretVersionIdsCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { tagList } from '../tag-keys.ts';
import { on, secretOf } from './access.ts';
import { secretsOf, type Secret } from './state.ts';

const dateOf = (at: number | undefined): Date | undefined => (at === undefined ? undefined : new Date(at));
const stagesOf = ({ versions }: Secret): Record<string, string[]> =>
  Object.fromEntries(versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, [...stages]]));
const entryOf = (secret: Secret) => ({
  ARN: secret.arn,
  Name: secret.name,
  Description: secret.description,
  KmsKeyId: secret.keyId,
  RotationEnabled: secret.rotation?.enabled,
  RotationLambdaARN: secret.rotation?.function,
  RotationRules: secret.rotation?.everyDays === undefined ? undefined : { AutomaticallyAfterDays: secret.rotation.everyDays },
  LastRotatedDate: dateOf(secret.rotation?.lastAt),
  NextRotationDate: secret.rotation?.enabled === true ? dateOf(secret.rotation.nextAt) : undefined,
  LastChangedDate: new Date(secret.changedAt),
  LastAccessedDate: dateOf(secret.accessedOn),
  DeletedDate: dateOf(secret.deletesAt),
  Tags: tagList(secret.tags),
  CreatedDate: new Date(secret.createdAt),
});

const describe = operation<DescribeSecretCommandInput, DescribeSecretCommandOutput>({
  trail: 'read',
  access: ({ SecretId }, context) => [on(context, 'DescribeSecret', SecretId)],
  run: ({ SecretId }, context) => {
    const secret = secretOf(context, SecretId);
    return { ...entryOf(secret), VersionIdsToStages: stagesOf(secret) };
  },
});

/** Prefixes, as AWS matches them; a leading `!` turns a value round. */
const matches = (secret: Secret, key: string, wanted: string): boolean => {
  if (wanted.startsWith('!')) return !matches(secret, key, wanted.slice(1));
  const texts = {
    name: [secret.name],
    description: [secret.description ?? ''],
    'tag-key': Object.keys(secret.tags),
    'tag-value': Object.values(secret.tags),
  }[key];
  if (texts === undefined) throw new AwsFault('NotImplemented', `The range does not filter secrets by ${key}`, { status: 501 });
  return texts.some((text) => (key === 'description' ? text.toLowerCase().startsWith(wanted.toLowerCase()) : text.startsWith(wanted)));
};
const list = operation<ListSecretsCommandInput, ListSecretsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'secretsmanager:ListSecrets', resource: '*' }],
  run: (input, context) => {
    const sortBy = input.SortBy ?? 'created-date';
    if (sortBy !== 'created-date' && sortBy !== 'name')
      throw new AwsFault('NotImplemented', `The range does not sort secrets by ${sortBy}`, { status: 501 });
    const direction = (input.SortOrder ?? 'desc') === 'asc' ? 1 : -1;
    const kept = secretsOf(context.world)
      .values()
      .filter(({ account, region }) => account === context.account && region === context.region)
      .filter(({ deletesAt }) => deletesAt === undefined || input.IncludePlannedDeletion === true)
      .filter((secret) =>
        (input.Filters ?? []).every(({ Key, Values }) => (Values ?? []).some((wanted) => matches(secret, Key ?? 'all', wanted))),
      )
      .sort((a, b) => direction * (sortBy === 'name' ? (a.name < b.name ? -1 : 1) : a.createdAt - b.createdAt));
    const page = pageOf(kept, input.MaxResults ?? 100, input.NextToken);
    if (page === undefined) throw new AwsFault('InvalidNextTokenException', 'Invalid token.');
    return {
      SecretList: page.page.map((secret) => ({ ...entryOf(secret), SecretVersionsToStages: stagesOf(secret) })),
      NextToken: page.next,
    };
  },
});

const versions = operation<ListSecretVersionIdsCommandInput, ListSecretVersionIdsCommandOutput>({
  trail: 'read',
  access: ({ SecretId }, context) => [on(context, 'ListSecretVersionIds', SecretId)],
  run: (input, context) => {
    const secret = secretOf(context, input.SecretId);
    const kept = secret.versions.filter(({ stages }) => stages.length > 0 || input.IncludeDeprecated === true);
    const page = pageOf(kept, input.MaxResults ?? 100, input.NextToken);
    if (page === undefined) throw new AwsFault('InvalidNextTokenException', 'Invalid token.');
    return {
      ARN: secret.arn,
      Name: secret.name,
      Versions: page.page.map(({ id, stages, createdAt }) => ({
        VersionId: id,
        VersionStages: [...stages],
        CreatedDate: new Date(createdAt),
        KmsKeyIds: [secret.keyId ?? 'DefaultEncryptionKey'],
      })),
      NextToken: page.next,
    };
  },
});

export const DESCRIBE_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeSecret: describe,
  ListSecrets: list,
  ListSecretVersionIds: versions,
};
