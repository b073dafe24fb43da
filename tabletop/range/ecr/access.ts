import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourceTags } from '../tag-keys.ts';
import { repositoriesOf, repositoryArn, repositoryKey, type Image, type Repository } from './state.ts';

/** `registryId`: another account's registry, whose repositories may be open to us. */
export interface InRegistry {
  readonly registryId?: string | undefined;
  readonly repositoryName: string;
}
const find = (context: Context, { registryId, repositoryName }: InRegistry): Repository | undefined =>
  repositoriesOf(context.world).get(repositoryKey(registryId ?? context.account, context.region, repositoryName));

export const on = (context: Context, action: string, place: InRegistry, more: Access['context'] = {}): Access => {
  const account = place.registryId ?? context.account;
  const found = find(context, place);
  const tags = Object.entries(found?.tags ?? {}).map(([key, value]) => [`ecr:ResourceTag/${key}`, [value]] as const);
  return {
    action: `ecr:${action}`,
    resource: repositoryArn(account, context.region, place.repositoryName),
    resourcePolicy: found?.policy,
    resourceAccount: account,
    context: { ...resourceTags(found?.tags), ...Object.fromEntries(tags), ...more },
  };
};
export const repositoryOf = (context: Context, place: InRegistry): Repository => {
  const found = find(context, place);
  if (found === undefined)
    throw new AwsFault(
      'RepositoryNotFoundException',
      `The repository with name '${place.repositoryName}' does not exist in the registry with id '${place.registryId ?? context.account}'`,
    );
  return found;
};
export const put = ({ world }: Context, repository: Repository): void =>
  repositoriesOf(world).put(repositoryKey(repository.account, repository.region, repository.name), repository);

export const invalid = (text: string): AwsFault => new AwsFault('InvalidParameterException', text);
export const badToken = (): AwsFault => invalid("Invalid parameter at 'nextToken'");

export interface ImageId {
  readonly imageDigest?: string | undefined;
  readonly imageTag?: string | undefined;
}
export const matches = (image: Image, id: ImageId): boolean =>
  (id.imageDigest === undefined || id.imageDigest === image.digest) &&
  (id.imageTag === undefined || image.tags.includes(id.imageTag)) &&
  (id.imageDigest ?? id.imageTag) !== undefined;
export const said = (id: ImageId): string => `{imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'}`;
export const noImage = ({ account, name }: Repository, id: ImageId): AwsFault =>
  new AwsFault(
    'ImageNotFoundException',
    `The image with imageId ${said(id)} does not exist within the repository with name '${name}' in the registry with id '${account}'`,
  );
