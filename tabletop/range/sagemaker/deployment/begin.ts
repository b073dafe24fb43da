import type { UpdateEndpointCommandInput } from '@aws-sdk/client-sagemaker';
import type { JsonObject } from '../../../../core/json.ts';
import { alarmStateOf } from '../../cloudwatch/state.ts';
import type { Context, Present } from '../../operation.ts';
import { kept } from '../asked.ts';
import { endpointUpdate } from '../behaviours.ts';
import { crashLoop, rollingBatch } from '../endpoint-behaviours.ts';
import { invalid } from '../faults.ts';
import { fleetOf, type Retained } from '../fleet.ts';
import type { Deployment, Endpoint, EndpointConfig } from '../state.ts';
import { planOf, type Plan } from './plan.ts';

type Input = Present<UpdateEndpointCommandInput>;

const namesOf = (variants: readonly { readonly name: string }[]): string =>
  variants
    .map(({ name }) => name)
    .sort()
    .join(' ');
const retainedBy = (endpoint: Endpoint, config: EndpointConfig, input: Input): (Retained & { readonly capture: boolean }) | undefined => {
  const { RetainAllVariantProperties: isRetained, ExcludeRetainedVariantProperties: exclude } = input;
  if (isRetained !== true) {
    if (exclude !== undefined && exclude.length > 0)
      throw invalid('ExcludeRetainedVariantProperties can only be specified when RetainAllVariantProperties is true.');
    return undefined;
  }
  if (namesOf(config.variants) !== namesOf(endpoint.variants))
    throw invalid('RetainAllVariantProperties requires the same production variants in both endpoint configurations.');
  const excluded = (exclude ?? []).map(({ VariantPropertyType }) => VariantPropertyType);
  return {
    variants: [...endpoint.variants, ...(endpoint.shadows ?? [])],
    instances: !excluded.includes('DesiredInstanceCount'),
    weights: !excluded.includes('DesiredWeight'),
    capture: !excluded.includes('DataCaptureConfig'),
  };
};

/** The config of the last deployment is used again only where the caller asks for it. */
const configured = (endpoint: Endpoint, input: Input): Input['DeploymentConfig'] =>
  input.DeploymentConfig ?? (input.RetainDeploymentConfig === true ? endpoint.lastDeployment : undefined);

const mustHaveAlarms = (context: Context, { alarms }: Plan): void => {
  const missing = alarms.find(
    (name) => alarmStateOf(context.world, { account: context.account, region: context.region, name }) === undefined,
  );
  if (missing !== undefined) throw invalid(`Could not find the CloudWatch alarm "${missing}" of the auto-rollback configuration.`);
};

export interface Begun {
  readonly pending: Deployment;
  readonly lastDeployment: JsonObject | undefined;
  readonly limit: number | undefined;
}
export const begin = (context: Context, endpoint: Endpoint, config: EndpointConfig, input: Input): Begun => {
  const { world, now } = context;
  const isOfComponents = (variants: readonly { readonly model: string }[]): boolean => variants.some(({ model }) => model === '');
  if (isOfComponents(config.variants) !== isOfComponents(endpoint.variants))
    throw invalid('An endpoint cannot change between models and inference components.');
  const retained = retainedBy(endpoint, config, input);
  const fleet = fleetOf(world, context, config, now, retained);
  const instances = fleet.variants.reduce((sum, { desiredInstances }) => sum + desiredInstances, 0);
  const deployment = configured(endpoint, input);
  const provision = fleet.isCrashing ? world.lasts(crashLoop) : world.lasts(endpointUpdate);
  const batch = fleet.isCrashing ? world.lasts(crashLoop) : world.lasts(rollingBatch);
  const plan = planOf(deployment, instances, { provision, batch });
  mustHaveAlarms(context, plan);
  const capture = retained?.capture === true && endpoint.capture !== undefined ? endpoint.capture : config.capture;
  return {
    limit: plan.limit,
    lastDeployment: deployment === undefined ? undefined : kept(deployment),
    pending: {
      id: world.ids.count('deployment'),
      config: config.name,
      startedAt: now,
      variants: fleet.variants,
      shadows: fleet.shadows,
      ...(capture === undefined ? {} : { capture }),
      ...(config.async === undefined ? {} : { async: config.async }),
      ...(fleet.problem === undefined ? {} : { problem: fleet.problem }),
      stages: plan.stages,
      stage: 0,
      stageAt: now,
      share: 0,
      alarms: plan.alarms,
      isRolling: plan.isRolling,
    },
  };
};
