import type {
  DeleteLifecyclePolicyCommandInput,
  DeleteLifecyclePolicyCommandOutput,
  DeleteRepositoryPolicyCommandInput,
  DeleteRepositoryPolicyCommandOutput,
  GetLifecyclePolicyCommandInput,
  GetLifecyclePolicyCommandOutput,
  GetRepositoryPolicyCommandInput,
  GetRepositoryPolicyCommandOutput,
  PutLifecyclePolicyCommandInput,
  PutLifecyclePolicyCommandOutput,
  SetRepositoryPolicyCommandInput,
  SetRepositoryPolicyCommandOutput,
} from '@aws-sdk/client-ecr';
import { isObject } from '../../../core/json.ts';
import { operation, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourcePolicyOf } from '../resource-policy.ts';
import { invalid, on, put, repositoryOf } from './access.ts';
import type { Repository } from './state.ts';

const placeOf = ({ account, name }: Repository) => ({ registryId: account, repositoryName: name });
const noPolicy = (kind: 'Repository' | 'Lifecycle', { account, name }: Repository): AwsFault =>
  new AwsFault(
    `${kind}PolicyNotFoundException`,
    `${kind} policy does not exist for the repository with name '${name}' in the registry with id '${account}'`,
  );

const set = operation<SetRepositoryPolicyCommandInput, SetRepositoryPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'SetRepositoryPolicy', input)],
  run: (input, context) => {
    const repository = repositoryOf(context, input);
    // A repository's policy speaks of the repository itself and names no resource.
    const policy = resourcePolicyOf(input.policyText, () =>
      invalid("Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'"),
    );
    put(context, { ...repository, policy });
    return { ...placeOf(repository), policyText: JSON.stringify(policy) };
  },
});
const get = operation<GetRepositoryPolicyCommandInput, GetRepositoryPolicyCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'GetRepositoryPolicy', input)],
  run: (input, context) => {
    const repository = repositoryOf(context, input);
    if (repository.policy === undefined) throw noPolicy('Repository', repository);
    return { ...placeOf(repository), policyText: JSON.stringify(repository.policy) };
  },
});
const remove = operation<DeleteRepositoryPolicyCommandInput, DeleteRepositoryPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'DeleteRepositoryPolicy', input)],
  run: (input, context) => {
    const { policy, ...repository } = repositoryOf(context, input);
    if (policy === undefined) throw noPolicy('Repository', repository);
    put(context, repository);
    return { ...placeOf(repository), policyText: JSON.stringify(policy) };
  },
});

const hasRules = (text: string): boolean => {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) && Array.isArray(parsed['rules']) && parsed['rules'].length > 0;
  } catch {
    // Not JSON at all: refused like JSON without rules.
    return false;
  }
};
const setLifecycle = operation<PutLifecyclePolicyCommandInput, PutLifecyclePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'PutLifecyclePolicy', input)],
  run: (input, context) => {
    const repository = repositoryOf(context, input);
    if (!hasRules(input.lifecyclePolicyText))
      throw invalid("Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure'");
    put(context, { ...repository, lifecycle: input.lifecyclePolicyText });
    return { ...placeOf(repository), lifecyclePolicyText: input.lifecyclePolicyText };
  },
});
const getLifecycle = operation<GetLifecyclePolicyCommandInput, GetLifecyclePolicyCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'GetLifecyclePolicy', input)],
  run: (input, context) => {
    const repository = repositoryOf(context, input);
    if (repository.lifecycle === undefined) throw noPolicy('Lifecycle', repository);
    return { ...placeOf(repository), lifecyclePolicyText: repository.lifecycle };
  },
});
const removeLifecycle = operation<DeleteLifecyclePolicyCommandInput, DeleteLifecyclePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'DeleteLifecyclePolicy', input)],
  run: (input, context) => {
    const { lifecycle, ...repository } = repositoryOf(context, input);
    if (lifecycle === undefined) throw noPolicy('Lifecycle', repository);
    put(context, repository);
    return { ...placeOf(repository), lifecyclePolicyText: lifecycle };
  },
});

export const POLICY_OPERATIONS: Readonly<Record<string, Operation>> = {
  SetRepositoryPolicy: set,
  GetRepositoryPolicy: get,
  DeleteRepositoryPolicy: remove,
  PutLifecyclePolicy: setLifecycle,
  GetLifecyclePolicy: getLifecycle,
  DeleteLifecyclePolicy: removeLifecycle,
};
