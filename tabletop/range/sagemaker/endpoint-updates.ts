import type {
  UpdateEndpointCommandInput,
  UpdateEndpointCommandOutput,
  UpdateEndpointWeightsAndCapacitiesCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation, type Present } from '../operation.ts';
import { on } from './access.ts';
import { capacityUpdate, endpointUpdate } from './behaviours.ts';
import { emitDeployment, emitEndpointState } from './emit.ts';
import { configOf } from './endpoint-configs.ts';
import { endpointOf } from './endpoints.ts';
import { inProgress, invalid } from './faults.ts';
import { fleetOf, type Retained } from './fleet.ts';
import { endpointsOf, type Endpoint, type Variant } from './state.ts';

const changeable = (context: Context, name: string): Endpoint => {
  const endpoint = endpointOf(context, name);
  if (endpoint.status === 'Failed')
    throw invalid(
      `Cannot update failed endpoint "${endpoint.arn}". DeleteEndpoint is the only operation that can be performed on a failed endpoint.`,
    );
  if (endpoint.status !== 'InService') throw inProgress(endpoint.arn);
  return endpoint;
};

const retainedBy = (endpoint: Endpoint, input: Present<UpdateEndpointCommandInput>): Retained | undefined => {
  if (input.RetainAllVariantProperties !== true) return undefined;
  const excluded = (input.ExcludeRetainedVariantProperties ?? []).map(({ VariantPropertyType }) => VariantPropertyType);
  return {
    variants: endpoint.variants,
    instances: !excluded.includes('DesiredInstanceCount'),
    weights: !excluded.includes('DesiredWeight'),
  };
};

const update = operation<UpdateEndpointCommandInput, UpdateEndpointCommandOutput>({
  trail: 'write',
  // Both are required resource types of the action. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
  access: (input, context) => [
    on('UpdateEndpoint', 'endpoint')(context, input.EndpointName),
    on('UpdateEndpoint', 'endpoint-config')(context, input.EndpointConfigName),
  ],
  run: (input, context) => {
    const { world, now } = context;
    const endpoint = changeable(context, input.EndpointName);
    const config = configOf(context, input.EndpointConfigName);
    if (config.name === endpoint.config)
      throw invalid(`Endpoint "${endpoint.arn}" already uses the endpoint configuration "${config.arn}".`);
    const fleet = fleetOf(world, context, config, now, retainedBy(endpoint, input));
    const { failureReason: _cleared, ...before } = endpoint;
    const updating: Endpoint = {
      ...before,
      status: 'Updating',
      modifiedAt: now,
      pending: { config: config.name, startedAt: now, ...fleet },
      ...(input.DeploymentConfig === undefined ? {} : { lastDeployment: JSON.parse(JSON.stringify(input.DeploymentConfig)) }),
    };
    endpointsOf(world).put(endpoint.arn, updating);
    emitEndpointState(context, updating);
    emitDeployment(context, updating, 'Updating');
    world.timers.add('endpoint-updated', world.lasts(endpointUpdate), { arn: endpoint.arn });
    return { EndpointArn: endpoint.arn };
  },
});

type Desired = Present<UpdateEndpointWeightsAndCapacitiesCommandInput>['DesiredWeightsAndCapacities'][number];
const desiredOf = (variant: Variant, desired: Desired | undefined): Variant => {
  if (desired === undefined) return variant;
  if (desired.DesiredInstanceCount === 0)
    throw invalid(`DesiredInstanceCount must be greater than 0 for the production variant "${variant.name}".`);
  return {
    ...variant,
    desiredWeight: desired.DesiredWeight ?? variant.desiredWeight,
    desiredInstances: desired.DesiredInstanceCount ?? variant.desiredInstances,
  };
};

const weights = operation<UpdateEndpointWeightsAndCapacitiesCommandInput, UpdateEndpointWeightsAndCapacitiesCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('UpdateEndpointWeightsAndCapacities', 'endpoint')(context, input.EndpointName)],
  run: (input, context) => {
    const endpoint = changeable(context, input.EndpointName);
    const desired = new Map(input.DesiredWeightsAndCapacities.map((entry) => [entry.VariantName, entry]));
    const unknown = [...desired.keys()].find((name) => !endpoint.variants.some((variant) => variant.name === name));
    if (unknown !== undefined) throw invalid(`The variant name "${unknown}" was not found in the endpoint "${endpoint.arn}".`);
    const updating: Endpoint = {
      ...endpoint,
      status: 'Updating',
      modifiedAt: context.now,
      variants: endpoint.variants.map((variant) => desiredOf(variant, desired.get(variant.name))),
    };
    endpointsOf(context.world).put(endpoint.arn, updating);
    emitEndpointState(context, updating);
    context.world.timers.add('capacity-updated', context.world.lasts(capacityUpdate), { arn: endpoint.arn });
    return { EndpointArn: endpoint.arn };
  },
});

export const ENDPOINT_UPDATE_OPERATIONS: Readonly<Record<string, Operation>> = {
  UpdateEndpoint: update,
  UpdateEndpointWeightsAndCapacities: weights,
};
