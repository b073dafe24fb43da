import type {
  UpdateEndpointWeightsAndCapacitiesCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Present } from '../operation.ts';
import { on } from './access.ts';
import { capacityUpdate } from './behaviours.ts';
import { emitEndpointState, emitScaling } from './emit.ts';
import { scalable } from './endpoint-changeable.ts';
import { allWeightsZero, severalCapacities, zeroInstances } from './endpoint-behaviours.ts';
import { invalid } from './faults.ts';
import { lackingFor } from './fleet.ts';
import { endpointsOf, type Endpoint, type Variant } from './state.ts';
import { mustBeAllowed } from './verdicts.ts';

type Desired = Present<UpdateEndpointWeightsAndCapacitiesCommandInput>['DesiredWeightsAndCapacities'][number];

const serverlessOf = (variant: Variant, { ServerlessUpdateConfig: wanted }: Desired): Pick<Variant, 'desiredServerless'> => {
  if (wanted === undefined) return {};
  const before = variant.desiredServerless;
  if (before === undefined) throw invalid(`ServerlessUpdateConfig cannot be specified for the instance-based variant "${variant.name}".`);
  const ProvisionedConcurrency = wanted.ProvisionedConcurrency ?? before.ProvisionedConcurrency;
  const MaxConcurrency = wanted.MaxConcurrency ?? before.MaxConcurrency;
  if (ProvisionedConcurrency !== undefined && ProvisionedConcurrency > MaxConcurrency)
    throw invalid('ProvisionedConcurrency must be less than or equal to MaxConcurrency.');
  return {
    desiredServerless: {
      MemorySizeInMB: before.MemorySizeInMB,
      MaxConcurrency,
      ...(ProvisionedConcurrency === undefined ? {} : { ProvisionedConcurrency }),
    },
  };
};
const desiredOf = (context: Context, endpoint: Endpoint, variant: Variant, desired: Desired | undefined): Variant => {
  if (desired === undefined) return variant;
  const { DesiredInstanceCount: count, DesiredWeight: weight } = desired;
  if (count !== undefined && variant.serverless !== undefined)
    throw invalid(`DesiredInstanceCount cannot be specified for the serverless variant "${variant.name}".`);
  if (count === 0 && endpoint.async === undefined) mustBeAllowed(context.world, zeroInstances);
  return {
    ...variant,
    desiredWeight: weight ?? variant.desiredWeight,
    desiredInstances: count ?? variant.desiredInstances,
    ...serverlessOf(variant, desired),
  };
};
const mustBeOneCall = (context: Context, given: readonly Desired[], variants: readonly Variant[]): void => {
  const scaled = given.filter(({ DesiredInstanceCount: count, ServerlessUpdateConfig }) => (count ?? ServerlessUpdateConfig) !== undefined);
  if (scaled.length > 1) mustBeAllowed(context.world, severalCapacities);
  const isChanged = given.some(({ DesiredWeight }) => DesiredWeight !== undefined);
  if (isChanged && variants.every(({ desiredWeight }) => desiredWeight === 0)) mustBeAllowed(context.world, allWeightsZero);
};
export const updateWeights = operation<UpdateEndpointWeightsAndCapacitiesCommandInput, UpdateEndpointWeightsAndCapacitiesCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('UpdateEndpointWeightsAndCapacities', 'endpoint')(context, input.EndpointName)],
  run: (input, context) => {
    const { world, now } = context;
    const endpoint = scalable(context, input.EndpointName);
    const desired = new Map(input.DesiredWeightsAndCapacities.map((entry) => [entry.VariantName, entry]));
    if (desired.size < input.DesiredWeightsAndCapacities.length) throw invalid('Each production variant can be named once.');
    const unknown = [...desired.keys()].find((name) => !endpoint.variants.some((variant) => variant.name === name));
    if (unknown !== undefined) throw invalid(`The variant name "${unknown}" was not found in the endpoint "${endpoint.arn}".`);
    const variants = endpoint.variants.map((variant) => desiredOf(context, endpoint, variant, desired.get(variant.name)));
    mustBeOneCall(context, input.DesiredWeightsAndCapacities, variants);
    const { failureReason: _cleared, ...before } = endpoint;
    const updating: Endpoint = { ...before, status: 'Updating', modifiedAt: now, variants };
    endpointsOf(world).put(endpoint.arn, updating);
    emitEndpointState(context, updating);
    emitScaling(context, updating, 'Updating weights and capacities.');
    const problem = lackingFor(world, variants);
    world.timers.add('capacity-updated', world.lasts(capacityUpdate), {
      arn: endpoint.arn,
      ...(problem === undefined ? {} : { problem }),
    });
    return { EndpointArn: endpoint.arn };
  },
});
