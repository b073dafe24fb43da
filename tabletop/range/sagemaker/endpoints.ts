import type {
  CreateEndpointCommandInput,
  CreateEndpointCommandOutput,
  DeleteEndpointCommandInput,
  DeleteEndpointCommandOutput,
  DescribeEndpointCommandInput,
  DescribeEndpointCommandOutput,
  ListEndpointsCommandInput,
  ListEndpointsCommandOutput,
  ProductionVariantSummary,
} from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { operation, type Context, type Operation } from '../operation.ts';
import { on, onAll } from './access.ts';
import { endpointCreation, endpointDeletion } from './behaviours.ts';
import { emitDeployment, emitEndpointState } from './emit.ts';
import { configOf } from './endpoint-configs.ts';
import { exists, inProgress, noEndpoint } from './faults.ts';
import { fleetOf } from './fleet.ts';
import { listed } from './list.ts';
import { arnOf, configsOf, endpointsOf, setFirstTags, type Endpoint, type Variant } from './state.ts';

const TYPE = 'endpoint';

export const endpointOf = (context: Context, name: string): Endpoint => {
  const arn = arnOf(context, TYPE, name);
  const endpoint = endpointsOf(context.world).get(arn);
  if (endpoint === undefined) throw noEndpoint(arn);
  return endpoint;
};

const imagesOf = (variant: Variant) =>
  variant.images.map(({ specified, resolved, at }) => ({
    SpecifiedImage: specified,
    ResolvedImage: resolved,
    ResolutionTime: new Date(at),
  }));
const summaryOf = (variant: Variant): ProductionVariantSummary => ({
  VariantName: variant.name,
  DeployedImages: imagesOf(variant),
  CurrentWeight: variant.weight,
  DesiredWeight: variant.desiredWeight,
  CurrentInstanceCount: variant.instances,
  DesiredInstanceCount: variant.desiredInstances,
});

/** What CreateEndpointConfig accepted and stored unread. */
const Capture = z.object({
  EnableCapture: z.boolean().default(true),
  InitialSamplingPercentage: z.number().default(100),
  DestinationS3Uri: z.string(),
  KmsKeyId: z.string().default(''),
});
const captureOf = (context: Context, endpoint: Endpoint): Pick<DescribeEndpointCommandOutput, 'DataCaptureConfig'> => {
  const config = configsOf(context.world).get(arnOf(context, 'endpoint-config', endpoint.config));
  if (config?.rest.DataCaptureConfig === undefined) return {};
  const { EnableCapture, InitialSamplingPercentage, DestinationS3Uri, KmsKeyId } = Capture.parse(config.rest.DataCaptureConfig);
  return {
    DataCaptureConfig: {
      EnableCapture,
      CaptureStatus: EnableCapture ? 'Started' : 'Stopped',
      CurrentSamplingPercentage: InitialSamplingPercentage,
      DestinationS3Uri,
      KmsKeyId,
    },
  };
};

const describe = operation<DescribeEndpointCommandInput, DescribeEndpointCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeEndpoint', TYPE)(context, input.EndpointName)],
  run: (input, context) => {
    const endpoint = endpointOf(context, input.EndpointName);
    const { pending } = endpoint;
    return {
      EndpointName: endpoint.name,
      EndpointArn: endpoint.arn,
      EndpointConfigName: endpoint.config,
      EndpointStatus: endpoint.status,
      FailureReason: endpoint.failureReason,
      CreationTime: new Date(endpoint.createdAt),
      LastModifiedTime: new Date(endpoint.modifiedAt),
      ...(endpoint.status === 'Creating' ? {} : { ProductionVariants: endpoint.variants.map(summaryOf) }),
      ...captureOf(context, endpoint),
      LastDeploymentConfig: endpoint.lastDeployment,
      ...(pending === undefined
        ? {}
        : {
            PendingDeploymentSummary: {
              EndpointConfigName: pending.config,
              StartTime: new Date(pending.startedAt),
              ProductionVariants: pending.variants.map((variant) => ({
                ...summaryOf(variant),
                CurrentInstanceCount: 0,
                CurrentWeight: 0,
                DeployedImages: imagesOf(variant),
              })),
            },
          }),
    };
  },
});

const list = operation<ListEndpointsCommandInput, ListEndpointsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListEndpoints'),
  run: (input, { world, account }) => {
    const mine = endpointsOf(world)
      .values()
      .filter((endpoint) => endpoint.account === account && (input.StatusEquals === undefined || endpoint.status === input.StatusEquals))
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
    on('CreateEndpoint', TYPE)(context, input.EndpointName),
    on('CreateEndpoint', 'endpoint-config')(context, input.EndpointConfigName),
  ],
  run: (input, context) => {
    const { world, now, account, region } = context;
    const arn = arnOf(context, TYPE, input.EndpointName);
    if (endpointsOf(world).get(arn) !== undefined) throw exists('endpoint', arn);
    const config = configOf(context, input.EndpointConfigName);
    const fleet = fleetOf(world, context, config, now);
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
      ...(fleet.problem === undefined ? {} : { failureReason: fleet.problem }),
    };
    endpointsOf(world).put(arn, endpoint);
    setFirstTags(world, arn, input.Tags ?? []);
    emitEndpointState(context, endpoint);
    emitDeployment(context, endpoint, 'Creating');
    world.timers.add('endpoint-created', world.lasts(endpointCreation), { arn });
    return { EndpointArn: arn };
  },
});

const remove = operation<DeleteEndpointCommandInput, DeleteEndpointCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('DeleteEndpoint', TYPE)(context, input.EndpointName)],
  run: (input, context) => {
    const endpoint = endpointOf(context, input.EndpointName);
    if (endpoint.status !== 'InService' && endpoint.status !== 'Failed') throw inProgress(endpoint.arn);
    const deleting: Endpoint = { ...endpoint, status: 'Deleting', modifiedAt: context.now };
    endpointsOf(context.world).put(endpoint.arn, deleting);
    emitEndpointState(context, deleting);
    context.world.timers.add('endpoint-deleted', context.world.lasts(endpointDeletion), { arn: endpoint.arn });
    return {};
  },
});

export const ENDPOINT_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeEndpoint: describe,
  ListEndpoints: list,
  CreateEndpoint: create,
  DeleteEndpoint: remove,
};
