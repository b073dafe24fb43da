import type {
  GetStageCommandInput,
  GetStageCommandOutput,
  GetStagesCommandInput,
  GetStagesCommandOutput,
  UpdateStageCommandInput,
  UpdateStageCommandOutput,
} from '@aws-sdk/client-api-gateway';
import { operation, type Context, type Operation } from '../operation.ts';
import { webAclOf } from '../wafv2/state.ts';
import { apiOf, on, stageOf } from './access.ts';
import { badRequest, booleanIn, numberIn, patched, type PatchRule } from './patch.ts';
import { ACCOUNT_THROTTLE, stageArn, stageKey, stagesOf, type MethodSettings, type Stage } from './state.ts';

const answerOf = ({ world }: Context, stage: Stage) => ({
  deploymentId: stage.deployment,
  stageName: stage.name,
  description: stage.description,
  cacheClusterEnabled: false,
  cacheClusterStatus: 'NOT_AVAILABLE' as const,
  methodSettings: Object.fromEntries(
    Object.entries(stage.settings).map(([key, { rate, burst, metrics, logging }]) => [
      key,
      {
        metricsEnabled: metrics ?? false,
        loggingLevel: logging ?? 'OFF',
        dataTraceEnabled: false,
        throttlingRateLimit: rate ?? ACCOUNT_THROTTLE.rate,
        throttlingBurstLimit: burst ?? ACCOUNT_THROTTLE.burst,
        cachingEnabled: false,
      },
    ]),
  ),
  variables: { ...stage.variables },
  tracingEnabled: false,
  webAclArn: webAclOf(world, stageArn(stage))?.arn,
  tags: { ...stage.tags },
  createdDate: new Date(stage.createdAt),
  lastUpdatedDate: new Date(stage.updatedAt),
});

const getStage = operation<GetStageCommandInput, GetStageCommandOutput>({
  trail: 'read',
  access: ({ restApiId, stageName }, context) => [
    on(context, 'GET', `/restapis/${restApiId}/stages/${stageName}`, stagesOf(context.world).get(stageKey(restApiId, stageName))?.tags),
  ],
  run: ({ restApiId, stageName }, context) => answerOf(context, stageOf(context, restApiId, stageName)),
});
const getStages = operation<GetStagesCommandInput, GetStagesCommandOutput>({
  trail: 'read',
  access: ({ restApiId }, context) => [on(context, 'GET', `/restapis/${restApiId}/stages`)],
  run: ({ restApiId, deploymentId }, context) => {
    apiOf(context, restApiId);
    const stages = stagesOf(context.world)
      .values()
      .filter(({ api, deployment }) => api === restApiId && (deploymentId === undefined || deployment === deploymentId));
    return { item: stages.map((stage) => answerOf(context, stage)) };
  },
});

const METHOD = String.raw`(\*|~1[^/]*)/(\*|[A-Z]+)`;
const withSettings = (stage: Stage, key: string, change: MethodSettings): Stage => ({
  ...stage,
  settings: { ...stage.settings, [key]: { ...stage.settings[key], ...change } },
});
const RULES: readonly PatchRule<Stage>[] = [
  { path: /^\/description$/, ops: ['replace'], apply: (stage, description) => ({ ...stage, description }) },
  { path: /^\/deploymentId$/, ops: ['replace'], apply: (stage, deployment) => ({ ...stage, deployment }) },
  {
    path: /^\/variables\/([A-Za-z0-9_]+)$/,
    ops: ['replace', 'add', 'remove'],
    apply: (stage, value, op, [name = '']) => {
      const { [name]: _, ...variables } = stage.variables;
      return { ...stage, variables: op === 'remove' ? variables : { ...variables, [name]: value } };
    },
  },
  {
    path: new RegExp(`^/${METHOD}/throttling/(rateLimit|burstLimit)$`),
    ops: ['replace'],
    apply: (stage, value, _, [path = '', verb = '', limit = '']) =>
      withSettings(
        stage,
        `${path}/${verb}`,
        limit === 'rateLimit'
          ? { rate: numberIn(value, 'throttlingRateLimit', ACCOUNT_THROTTLE.rate) }
          : { burst: numberIn(value, 'throttlingBurstLimit', ACCOUNT_THROTTLE.burst) },
      ),
  },
  {
    path: new RegExp(`^/${METHOD}/metrics/enabled$`),
    ops: ['replace'],
    apply: (stage, value, _, [path = '', verb = '']) =>
      withSettings(stage, `${path}/${verb}`, { metrics: booleanIn(value, 'metricsEnabled') }),
  },
  {
    path: new RegExp(`^/${METHOD}/logging/loglevel$`),
    ops: ['replace'],
    apply: (stage, value, _, [path = '', verb = '']) => {
      if (!['OFF', 'ERROR', 'INFO'].includes(value)) throw badRequest(`Invalid value specified for property loggingLevel: ${value}`);
      return withSettings(stage, `${path}/${verb}`, { logging: value });
    },
  },
  {
    path: new RegExp(`^/${METHOD}$`),
    ops: ['remove'],
    apply: (stage, _value, _op, [path = '', verb = '']) => {
      const { [`${path}/${verb}`]: known, ...settings } = stage.settings;
      if (known === undefined)
        throw badRequest(`Cannot remove method setting ${path}/${verb} because there is no method setting for this method`);
      return { ...stage, settings };
    },
  },
];
const ABSENT =
  /^\/(cacheCluster|accessLogSettings|canarySettings|tracingEnabled|clientCertificateId|documentationVersion|[^/]+\/[^/]+\/(caching|logging\/dataTrace))/;

const update = operation<UpdateStageCommandInput, UpdateStageCommandOutput>({
  trail: 'write',
  access: ({ restApiId, stageName }, context) => [
    on(context, 'PATCH', `/restapis/${restApiId}/stages/${stageName}`, stagesOf(context.world).get(stageKey(restApiId, stageName))?.tags),
  ],
  run: ({ restApiId, stageName, patchOperations }, context) => {
    const before = stageOf(context, restApiId, stageName);
    const stage = { ...patched(before, patchOperations, RULES, ABSENT), updatedAt: context.now };
    if (!apiOf(context, restApiId).deployments.some(({ id }) => id === stage.deployment)) throw badRequest('Deployment id does not exist');
    stagesOf(context.world).put(stageKey(restApiId, stageName), stage);
    return answerOf(context, stage);
  },
});

export const STAGE_OPERATIONS: Readonly<Record<string, Operation>> = { GetStage: getStage, GetStages: getStages, UpdateStage: update };
