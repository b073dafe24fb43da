import type {
  CreateEndpointCommandInput,
  CreateEndpointCommandOutput,
  DeleteEndpointCommandInput,
  DeleteEndpointCommandOutput,
  ListEndpointsCommandInput,
  ListEndpointsCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../operation.ts';
import { on, onAll } from './access.ts';
import { creating, isMine, kept } from './asked.ts';
import { endpointCreation, endpointDeletion } from './behaviours.ts';
import { volumeKey } from './config-key.ts';
import { planOf } from './deployment/plan.ts';
import { emitDeployment, emitEndpointState } from './emit.ts';
import { crashLoop } from './endpoint-behaviours.ts';
import { deployableConfig } from './endpoint-configs.ts';
import { describeEndpoint } from './endpoint-describe.ts';
import { endpointOf } from './endpoint-named.ts';
import { exists, inProgress, invalid } from './faults.ts';
import { fleetOf } from './fleet.ts';
import { componentsOn } from './inference-components/state.ts';
import { isListed, listed } from './list.ts';
import { arnOf, endpointsOf, setFirstTags, type Endpoint } from './state.ts';

const TYPE = 'endpoint';

const list = operation<ListEndpointsCommandInput, ListEndpointsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListEndpoints'),
  run: (input, context) => {
    const mine = endpointsOf(context.world)
      .values()
      .filter((endpoint) => isMine(context, endpoint) && isListed(context, endpoint))
      .filter(({ status }) => input.StatusEquals === undefined || status === input.StatusEquals)
      .filter(({ modifiedAt }) => input.LastModifiedTimeAfter === undefined || modifiedAt > input.LastModifiedTimeAfter.getTime())
      .filter(({ modifiedAt }) => input.LastModifiedTimeBefore === undefined || modifiedAt < input.LastModifiedTimeBefore.getTime());
    const sortKey =
      input.SortBy === 'Name' ? ({ name }: Endpoint) => name : input.SortBy === 'Status' ? ({ status }: Endpoint) => status : undefined;
    const { page, next } = listed(mine, input, { name: ({ name }) => name, sortKey });
    return {
      Endpoints: page.map(({ name, arn, createdAt, modifiedAt, status }) => ({
        EndpointName: name,
        EndpointArn: arn,
        CreationTime: new Date(createdAt),
        LastModifiedTime: new Date(modifiedAt),
        EndpointStatus: status,
      })),
      NextToken: next,
    };
  },
});

const create = operation<CreateEndpointCommandInput, CreateEndpointCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    ...creating('CreateEndpoint', arnOf(context, TYPE, input.EndpointName), input.Tags),
    on('CreateEndpoint', 'endpoint-config')(context, input.EndpointConfigName),
    ...volumeKey(context, input.EndpointConfigName),
  ],
  run: (input, context) => {
    const { world, now, account, region } = context;
    const arn = arnOf(context, TYPE, input.EndpointName);
    if (endpointsOf(world).get(arn) !== undefined) throw exists('endpoint', arn);
    const config = deployableConfig(context, input.EndpointConfigName);
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
    const data = { arn, ...(fleet.problem === undefined ? {} : { problem: fleet.problem }) };
    if (fleet.isCrashing) world.timers.add('endpoint-created', world.lasts(crashLoop), data);
    else world.timers.add('endpoint-created', world.lasts(endpointCreation), data);
    return { EndpointArn: arn };
  },
});

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html says what each status allows. */
const DELETABLE: readonly Endpoint['status'][] = ['InService', 'Failed', 'OutOfService', 'UpdateRollbackFailed'];
const mustBeDeletable = (context: Context, endpoint: Endpoint): void => {
  if (!DELETABLE.includes(endpoint.status)) throw inProgress(endpoint.arn);
  const components = componentsOn(context.world, endpoint.arn);
  if (components.length > 0)
    throw invalid(`Endpoint "${endpoint.arn}" has ${components.length} inference components. Delete them before the endpoint.`);
};
const remove = operation<DeleteEndpointCommandInput, DeleteEndpointCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('DeleteEndpoint', TYPE)(context, input.EndpointName)],
  run: (input, context) => {
    const endpoint = endpointOf(context, input.EndpointName);
    mustBeDeletable(context, endpoint);
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
  ListEndpoints: list,
  CreateEndpoint: create,
  DeleteEndpoint: remove,
};
