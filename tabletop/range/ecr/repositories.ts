import { createHash } from 'node:crypto';
import type {
  CreateRepositoryCommandInput,
  CreateRepositoryCommandOutput,
  DeleteRepositoryCommandInput,
  DeleteRepositoryCommandOutput,
  DescribeRepositoriesCommandInput,
  DescribeRepositoriesCommandOutput,
  GetAuthorizationTokenCommandInput,
  GetAuthorizationTokenCommandOutput,
  PutImageScanningConfigurationCommandInput,
  PutImageScanningConfigurationCommandOutput,
  PutImageTagMutabilityCommandInput,
  PutImageTagMutabilityCommandOutput,
} from '@aws-sdk/client-ecr';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagMap, tagProblem } from '../tag-keys.ts';
import { badToken, invalid, on, put, repositoryOf } from './access.ts';
import { imageKey, imagesIn, imagesOf, repositoriesOf, repositoryArn, repositoryKey, type Mutability, type Repository } from './state.ts';

const answerOf = (repository: Repository) => ({
  repositoryArn: repositoryArn(repository.account, repository.region, repository.name),
  registryId: repository.account,
  repositoryName: repository.name,
  repositoryUri: `${repository.account}.dkr.ecr.${repository.region}.amazonaws.com/${repository.name}`,
  createdAt: new Date(repository.createdAt),
  imageTagMutability: repository.mutability,
  imageTagMutabilityExclusionFilters: exclusionsOf(repository),
  imageScanningConfiguration: { scanOnPush: repository.scansOnPush },
  encryptionConfiguration: { encryptionType: 'AES256' as const },
});
const exclusionsOf = ({ exclusions }: Repository) =>
  exclusions.length === 0 ? undefined : exclusions.map((filter) => ({ filterType: 'WILDCARD' as const, filter }));
const checkExclusions = (mutability: Mutability, exclusions: readonly string[]): void => {
  if (mutability.endsWith('_WITH_EXCLUSION') !== exclusions.length > 0)
    throw invalid("Invalid parameter at 'imageTagMutabilityExclusionFilters': filters are given exactly with an exclusion");
};

const create = operation<CreateRepositoryCommandInput, CreateRepositoryCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'CreateRepository', input, requestTags(tagMap(input.tags)))],
  run: (input, context) => {
    if (input.encryptionConfiguration !== undefined && input.encryptionConfiguration.encryptionType !== 'AES256')
      throw new AwsFault('NotImplemented', 'The range does not encrypt repositories with keys of KMS', { status: 501 });
    if (input.registryId !== undefined && input.registryId !== context.account)
      throw invalid("Invalid parameter at 'registryId': a repository is created in the caller's own registry");
    if (repositoriesOf(context.world).get(repositoryKey(context.account, context.region, input.repositoryName)) !== undefined)
      throw new AwsFault(
        'RepositoryAlreadyExistsException',
        `The repository with name '${input.repositoryName}' already exists in the registry with id '${context.account}'`,
      );
    const tags = tagMap(input.tags);
    const problem = tagProblem({}, tags);
    if (problem !== undefined)
      throw new AwsFault(problem.includes('at most') ? 'TooManyTagsException' : 'InvalidTagParameterException', problem);
    const exclusions = (input.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter);
    const mutability = input.imageTagMutability ?? 'MUTABLE';
    checkExclusions(mutability, exclusions);
    const repository: Repository = {
      account: context.account,
      region: context.region,
      name: input.repositoryName,
      createdAt: context.now,
      mutability,
      exclusions,
      scansOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
      tags,
      layers: [],
    };
    put(context, repository);
    return { repository: answerOf(repository) };
  },
});
const remove = operation<DeleteRepositoryCommandInput, DeleteRepositoryCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'DeleteRepository', input)],
  run: (input, context) => {
    const repository = repositoryOf(context, input);
    const images = imagesIn(context.world, repository);
    if (images.length > 0 && input.force !== true)
      throw new AwsFault(
        'RepositoryNotEmptyException',
        `The repository with name '${repository.name}' in registry with id '${repository.account}' cannot be deleted because it still contains images`,
      );
    for (const image of images) imagesOf(context.world).remove(imageKey(image));
    repositoriesOf(context.world).remove(repositoryKey(repository.account, repository.region, repository.name));
    return { repository: answerOf(repository) };
  },
});
const describe = operation<DescribeRepositoriesCommandInput, DescribeRepositoriesCommandOutput>({
  trail: 'read',
  access: ({ registryId, repositoryNames }, context) =>
    (repositoryNames ?? ['*']).map((repositoryName) => on(context, 'DescribeRepositories', { registryId, repositoryName })),
  run: (input, context) => {
    const { registryId, repositoryNames } = input;
    const all =
      repositoryNames === undefined
        ? repositoriesOf(context.world)
            .values()
            .filter(({ account, region }) => account === (registryId ?? context.account) && region === context.region)
        : repositoryNames.map((repositoryName) => repositoryOf(context, { registryId, repositoryName }));
    const page = pageOf(all, input.maxResults ?? 100, input.nextToken);
    if (page === undefined) throw badToken();
    return { repositories: page.page.map(answerOf), nextToken: page.next };
  },
});
const setMutability = operation<PutImageTagMutabilityCommandInput, PutImageTagMutabilityCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'PutImageTagMutability', input)],
  run: (input, context) => {
    const exclusions = (input.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter);
    checkExclusions(input.imageTagMutability, exclusions);
    const repository: Repository = { ...repositoryOf(context, input), mutability: input.imageTagMutability, exclusions };
    put(context, repository);
    return {
      registryId: repository.account,
      repositoryName: repository.name,
      imageTagMutability: repository.mutability,
      imageTagMutabilityExclusionFilters: exclusionsOf(repository),
    };
  },
});
const setScanning = operation<PutImageScanningConfigurationCommandInput, PutImageScanningConfigurationCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'PutImageScanningConfiguration', input)],
  run: (input, context) => {
    const repository = { ...repositoryOf(context, input), scansOnPush: input.imageScanningConfiguration.scanOnPush ?? false };
    put(context, repository);
    return {
      registryId: repository.account,
      repositoryName: repository.name,
      imageScanningConfiguration: { scanOnPush: repository.scansOnPush },
    };
  },
});

const TOKEN_MS = 12 * 3_600_000;
/** Nothing is counted, so that a read stays a read. */
const token = operation<GetAuthorizationTokenCommandInput, GetAuthorizationTokenCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'ecr:GetAuthorizationToken', resource: '*' }],
  run: ({ registryIds }, { account, region, caller, now, world }) => ({
    authorizationData: (registryIds ?? [account]).map((registry) => {
      const password = createHash('sha256').update(`${world.seed} ${registry} ${caller.arn} ${now}`).digest('hex');
      return {
        authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
        expiresAt: new Date(now + TOKEN_MS / world.time.pace),
        proxyEndpoint: `https://${registry}.dkr.ecr.${region}.amazonaws.com`,
      };
    }),
  }),
});

export const REPOSITORY_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateRepository: create,
  DeleteRepository: remove,
  DescribeRepositories: describe,
  PutImageTagMutability: setMutability,
  PutImageScanningConfiguration: setScanning,
  GetAuthorizationToken: token,
};
