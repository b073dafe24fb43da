import type {
  CreateDeploymentCommandInput,
  CreateDeploymentCommandOutput,
  GetDeploymentsCommandInput,
  GetDeploymentsCommandOutput,
  GetMethodCommandInput,
  GetMethodCommandOutput,
  GetResourcesCommandInput,
  GetResourcesCommandOutput,
  GetRestApiCommandInput,
  GetRestApiCommandOutput,
  GetRestApisCommandInput,
  GetRestApisCommandOutput,
  UpdateRestApiCommandInput,
  UpdateRestApiCommandOutput,
} from '@aws-sdk/client-api-gateway';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourcePolicyOf } from '../resource-policy.ts';
import { apiOf, badPosition, isHere, notFound, on } from './access.ts';
import { badRequest, booleanIn, patched, type PatchRule } from './patch.ts';
import { apisOf, newId, stageKey, stagesOf, type Api, type ApiResource, type Deployment, type Method } from './state.ts';

const answerOf = (api: Api) => ({
  id: api.id,
  name: api.name,
  description: api.description,
  createdDate: new Date(api.createdAt),
  apiKeySource: 'HEADER' as const,
  endpointConfiguration: { types: ['REGIONAL' as const] },
  // API Gateway answers a policy with its quotes escaped once more.
  policy: api.policy === undefined ? undefined : JSON.stringify(api.policy).replaceAll('"', '\\"'),
  tags: { ...api.tags },
  disableExecuteApiEndpoint: api.isEndpointDisabled,
  rootResourceId: api.resources[0]?.id,
});
const methodAnswer = (region: string, verb: string, method: Method) => ({
  httpMethod: verb,
  authorizationType: 'NONE',
  apiKeyRequired: method.needsKey,
  methodIntegration:
    method.function === undefined
      ? undefined
      : {
          type: 'AWS_PROXY' as const,
          httpMethod: 'POST',
          uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${method.function}/invocations`,
          timeoutInMillis: 29_000,
        },
});

const getApis = operation<GetRestApisCommandInput, GetRestApisCommandOutput>({
  trail: 'read',
  access: (_, context) => [on(context, 'GET', '/restapis')],
  run: (input, context) => {
    const all = apisOf(context.world)
      .values()
      .filter((api) => isHere(context, api));
    const page = pageOf(all, input.limit ?? 25, input.position);
    if (page === undefined) throw badPosition();
    return { items: page.page.map(answerOf), position: page.next };
  },
});
const getApi = operation<GetRestApiCommandInput, GetRestApiCommandOutput>({
  trail: 'read',
  access: ({ restApiId }, context) => [on(context, 'GET', `/restapis/${restApiId}`, apisOf(context.world).get(restApiId)?.tags)],
  run: ({ restApiId }, context) => answerOf(apiOf(context, restApiId)),
});

const badPolicy = (): AwsFault =>
  badRequest('Invalid policy document. Please check the policy syntax and ensure that Principals are valid.');
const RULES: readonly PatchRule<Api>[] = [
  { path: /^\/name$/, ops: ['replace'], apply: (api, name) => ({ ...api, name }) },
  { path: /^\/description$/, ops: ['replace'], apply: (api, description) => ({ ...api, description }) },
  {
    path: /^(\/disableExecuteApiEndpoint)$/,
    ops: ['replace'],
    apply: (api, value, _, [path = '']) => ({ ...api, isEndpointDisabled: booleanIn(value, path) }),
  },
  {
    path: /^\/policy$/,
    ops: ['replace', 'remove', 'add'],
    apply: (before, value, op) => {
      const { policy: _, ...api } = before;
      return op === 'remove' || value === '' ? api : { ...api, policy: resourcePolicyOf(value, badPolicy) };
    },
  },
];
const ABSENT = /^\/(apiKeySource|binaryMediaTypes|minimumCompressionSize|endpointConfiguration|version|securityPolicy)/;
const update = operation<UpdateRestApiCommandInput, UpdateRestApiCommandOutput>({
  trail: 'write',
  access: ({ restApiId, patchOperations }, context) => {
    const path = `/restapis/${restApiId}`;
    const tags = apisOf(context.world).get(restApiId)?.tags;
    const isPolicy = patchOperations?.some((one) => one.path === '/policy') === true;
    return [on(context, 'PATCH', path, tags), ...(isPolicy ? [on(context, 'UpdateRestApiPolicy', path, tags)] : [])];
  },
  run: ({ restApiId, patchOperations }, context) => {
    const api = patched(apiOf(context, restApiId), patchOperations, RULES, ABSENT);
    apisOf(context.world).put(api.id, api);
    return answerOf(api);
  },
});

const getResources = operation<GetResourcesCommandInput, GetResourcesCommandOutput>({
  trail: 'read',
  access: ({ restApiId }, context) => [on(context, 'GET', `/restapis/${restApiId}/resources`)],
  run: (input, context) => {
    const api = apiOf(context, input.restApiId);
    const page = pageOf(api.resources, input.limit ?? 25, input.position);
    if (page === undefined) throw badPosition();
    const isFull = input.embed?.includes('methods') === true;
    const methods = ({ methods: known }: ApiResource) =>
      Object.fromEntries(Object.entries(known).map(([verb, method]) => [verb, isFull ? methodAnswer(api.region, verb, method) : {}]));
    return {
      items: page.page.map((resource) => ({
        id: resource.id,
        parentId: resource.parent,
        path: resource.path,
        pathPart: resource.parent === undefined ? undefined : resource.path.split('/').at(-1),
        resourceMethods: Object.keys(resource.methods).length === 0 ? undefined : methods(resource),
      })),
      position: page.next,
    };
  },
});
const getMethod = operation<GetMethodCommandInput, GetMethodCommandOutput>({
  trail: 'read',
  access: (input, context) => [
    on(context, 'GET', `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}`),
  ],
  run: ({ restApiId, resourceId, httpMethod }, context) => {
    const resource = apiOf(context, restApiId).resources.find(({ id }) => id === resourceId);
    if (resource === undefined) throw notFound('Invalid Resource identifier specified');
    const method = resource.methods[httpMethod];
    if (method === undefined) throw notFound('Invalid Method identifier specified');
    return methodAnswer(context.region, httpMethod, method);
  },
});

const deploymentAnswer = ({ id, description, createdAt }: Deployment) => ({ id, description, createdDate: new Date(createdAt) });
const createDeployment = operation<CreateDeploymentCommandInput, CreateDeploymentCommandOutput>({
  trail: 'write',
  access: ({ restApiId }, context) => [on(context, 'POST', `/restapis/${restApiId}/deployments`)],
  run: (input, context) => {
    const { world, now } = context;
    if (input.canarySettings !== undefined || input.cacheClusterEnabled === true || input.tracingEnabled === true)
      throw new AwsFault('NotImplemented', 'The range deploys without canary, cache and tracing', { status: 501 });
    const api = apiOf(context, input.restApiId);
    const { policy, isEndpointDisabled } = api;
    const deployment: Deployment = {
      id: newId(world).slice(0, 6),
      createdAt: now,
      isEndpointDisabled,
      ...(policy === undefined ? {} : { policy }),
      ...(input.description === undefined ? {} : { description: input.description }),
    };
    apisOf(world).put(api.id, { ...api, deployments: [...api.deployments, deployment] });
    if (input.stageName !== undefined) {
      const before = stagesOf(world).get(stageKey(api.id, input.stageName));
      stagesOf(world).put(stageKey(api.id, input.stageName), {
        ...(before ?? { api: api.id, name: input.stageName, region: api.region, createdAt: now, settings: {}, tags: {} }),
        variables: { ...before?.variables, ...input.variables },
        ...(input.stageDescription === undefined ? {} : { description: input.stageDescription }),
        deployment: deployment.id,
        updatedAt: now,
      });
    }
    return deploymentAnswer(deployment);
  },
});
const getDeployments = operation<GetDeploymentsCommandInput, GetDeploymentsCommandOutput>({
  trail: 'read',
  access: ({ restApiId }, context) => [on(context, 'GET', `/restapis/${restApiId}/deployments`)],
  run: (input, context) => {
    const page = pageOf(apiOf(context, input.restApiId).deployments, input.limit ?? 25, input.position);
    if (page === undefined) throw badPosition();
    return { items: page.page.map(deploymentAnswer), position: page.next };
  },
});

export const API_OPERATIONS: Readonly<Record<string, Operation>> = {
  GetRestApis: getApis,
  GetRestApi: getApi,
  UpdateRestApi: update,
  GetResources: getResources,
  GetMethod: getMethod,
  CreateDeployment: createDeployment,
  GetDeployments: getDeployments,
};
