import type { UpdateEndpointCommandInput, UpdateEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../operation.ts';
import { on } from './access.ts';
import { volumeKey } from './config-key.ts';
import { begin } from './deployment/begin.ts';
import { launch } from './deployment/run.ts';
import { emitEndpointState } from './emit.ts';
import { brokenRollback, sameConfig } from './endpoint-behaviours.ts';
import { deployableConfig } from './endpoint-configs.ts';
import { endpointOf } from './endpoint-named.ts';
import { updateWeights } from './endpoint-weights.ts';
import { inProgress, onlyDeletable } from './faults.ts';
import { endpointsOf, type Endpoint } from './state.ts';
import { isRefused, mustBeAllowed } from './verdicts.ts';

const updatable = (context: Context, name: string): Endpoint => {
  const endpoint = endpointOf(context, name);
  if (endpoint.status === 'Failed') throw onlyDeletable(endpoint.arn);
  const isWayOut = endpoint.status === 'UpdateRollbackFailed' && !isRefused(context.world, brokenRollback);
  if (endpoint.status !== 'InService' && !isWayOut) throw inProgress(endpoint.arn);
  return endpoint;
};

const update = operation<UpdateEndpointCommandInput, UpdateEndpointCommandOutput>({
  trail: 'write',
  // Both are required resource types of the action. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
  access: (input, context) => [
    on('UpdateEndpoint', 'endpoint')(context, input.EndpointName),
    on('UpdateEndpoint', 'endpoint-config')(context, input.EndpointConfigName),
    ...volumeKey(context, input.EndpointConfigName),
    ...(input.DeploymentConfig?.AutoRollbackConfiguration?.Alarms ?? []).map(({ AlarmName }) => ({
      action: 'cloudwatch:DescribeAlarms',
      resource: `arn:aws:cloudwatch:${context.region}:${context.account}:alarm:${AlarmName}`,
    })),
  ],
  run: (input, context) => {
    const { world, now } = context;
    const endpoint = updatable(context, input.EndpointName);
    const config = deployableConfig(context, input.EndpointConfigName);
    if (config.name === endpoint.config && endpoint.status === 'InService') mustBeAllowed(world, sameConfig);
    const { pending, lastDeployment, limit } = begin(context, endpoint, config, input);
    const { failureReason: _cleared, lastDeployment: _before, ...before } = endpoint;
    const updating = {
      ...before,
      status: 'Updating' as const,
      modifiedAt: now,
      pending,
      ...(lastDeployment === undefined ? {} : { lastDeployment }),
    };
    endpointsOf(world).put(endpoint.arn, updating);
    emitEndpointState(context, updating);
    launch(world, updating, now, limit);
    return { EndpointArn: endpoint.arn };
  },
});

export const ENDPOINT_UPDATE_OPERATIONS: Readonly<Record<string, Operation>> = {
  UpdateEndpoint: update,
  UpdateEndpointWeightsAndCapacities: updateWeights,
};
