import type { CreateEndpointCommandInput } from '@aws-sdk/client-sagemaker';
import type { Context, Present } from '../operation.ts';
import { kept } from './asked.ts';
import { planOf } from './deployment/plan.ts';
import { emitDeployment, emitEndpointState } from './emit.ts';
import { fleetOf, type Fleet } from './fleet.ts';
import { endpointsOf, setFirstTags, type Endpoint, type EndpointConfig } from './state.ts';

/** A new endpoint as it is stored and told: Creating, with the fleet that is being started. */
export const firstEndpoint = (context: Context, arn: string, config: EndpointConfig, input: Present<CreateEndpointCommandInput>): Fleet => {
  const { world, now, account, region } = context;
  const fleet = fleetOf(world, context, config, now);
  // Nothing is replaced at a creation; it is kept for updates that ask for the last one.
  planOf(input.DeploymentConfig, 1, { provision: 0, batch: 0 });
  const endpoint: Endpoint = {
    arn,
    name: input.EndpointName,
    account,
    region,
    config: config.name,
    status: 'Creating',
    createdAt: now,
    modifiedAt: now,
    variants: fleet.variants,
    ...(fleet.shadows.length === 0 ? {} : { shadows: fleet.shadows }),
    ...(input.DeploymentConfig === undefined ? {} : { lastDeployment: kept(input.DeploymentConfig) }),
    ...(config.capture === undefined ? {} : { capture: config.capture }),
    ...(config.async === undefined ? {} : { async: config.async }),
    ...(config.executionRoleArn === undefined ? {} : { executionRoleArn: config.executionRoleArn }),
  };
  endpointsOf(world).put(arn, endpoint);
  setFirstTags(world, arn, input.Tags ?? []);
  emitEndpointState(context, endpoint);
  emitDeployment(context, endpoint);
  return fleet;
};
