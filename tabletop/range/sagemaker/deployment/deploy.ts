import type { UpdateEndpointCommandInput } from '@aws-sdk/client-sagemaker';
import type { Context, Present } from '../../operation.ts';
import { emitEndpointState } from '../emit.ts';
import { sameConfig } from '../endpoint-behaviours.ts';
import { endpointsOf, type Endpoint, type EndpointConfig } from '../state.ts';
import { mustBeAllowed } from '../verdicts.ts';
import { begin } from './begin.ts';
import { launch } from './run.ts';

/** An update that was accepted: stored, told, and under way. */
export const deploy = (context: Context, endpoint: Endpoint, config: EndpointConfig, input: Present<UpdateEndpointCommandInput>): void => {
  const { world, now } = context;
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
};
