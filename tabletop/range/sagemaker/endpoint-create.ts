import type { CreateEndpointCommandInput, CreateEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import type { JsonObject } from '../../../core/json.ts';
import { operation, type Context } from '../operation.ts';
import type { World } from '../world.ts';
import { on } from './access.ts';
import { creating } from './asked.ts';
import { endpointCreation } from './behaviours.ts';
import { volumeKey } from './config-key.ts';
import { crashLoop } from './endpoint-behaviours.ts';
import { deployableConfig } from './endpoint-configs.ts';
import { firstEndpoint } from './endpoint-first.ts';
import { exists } from './faults.ts';
import { arnOf, endpointsOf } from './state.ts';

const TYPE = 'endpoint';

const later = (world: World, data: JsonObject, isCrashing: boolean): void => {
  if (isCrashing) world.timers.add('endpoint-created', world.lasts(crashLoop), data);
  else world.timers.add('endpoint-created', world.lasts(endpointCreation), data);
};
const mustBeNew = ({ world }: Context, arn: string): void => {
  if (endpointsOf(world).get(arn) !== undefined) throw exists('endpoint', arn);
};

export const createEndpoint = operation<CreateEndpointCommandInput, CreateEndpointCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    ...creating('CreateEndpoint', arnOf(context, TYPE, input.EndpointName), input.Tags),
    on('CreateEndpoint', 'endpoint-config')(context, input.EndpointConfigName),
    ...volumeKey(context, input.EndpointConfigName),
  ],
  run: (input, context) => {
    const arn = arnOf(context, TYPE, input.EndpointName);
    mustBeNew(context, arn);
    const { problem, isCrashing } = firstEndpoint(context, arn, deployableConfig(context, input.EndpointConfigName), input);
    later(context.world, { arn, ...(problem === undefined ? {} : { problem }) }, isCrashing);
    return { EndpointArn: arn };
  },
});
