import type { DeleteEndpointCommandInput, DeleteEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import { operation, type Operation } from '../operation.ts';
import { on } from './access.ts';
import { endpointDeletion } from './behaviours.ts';
import { emitEndpointState } from './emit.ts';
import { deletable } from './endpoint-changeable.ts';
import { createEndpoint } from './endpoint-create.ts';
import { describeEndpoint } from './endpoint-describe.ts';
import { listEndpoints } from './endpoint-list.ts';
import { endpointsOf, type Endpoint } from './state.ts';

const remove = operation<DeleteEndpointCommandInput, DeleteEndpointCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('DeleteEndpoint', 'endpoint')(context, input.EndpointName)],
  run: (input, context) => {
    const endpoint = deletable(context, input.EndpointName);
    const { pending: _stopped, ...rest } = endpoint;
    const deleting: Endpoint = { ...rest, status: 'Deleting', modifiedAt: context.now };
    endpointsOf(context.world).put(endpoint.arn, deleting);
    emitEndpointState(context, deleting);
    context.world.timers.add('endpoint-deleted', context.world.lasts(endpointDeletion), { arn: endpoint.arn });
    return {};
  },
});

export const ENDPOINT_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeEndpoint: describeEndpoint,
  ListEndpoints: listEndpoints,
  CreateEndpoint: createEndpoint,
  DeleteEndpoint: remove,
};
