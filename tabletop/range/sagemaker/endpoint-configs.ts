import type {
  CreateEndpointConfigCommandInput,
  CreateEndpointConfigCommandOutput,
  DeleteEndpointConfigCommandInput,
  DeleteEndpointConfigCommandOutput,
  DescribeEndpointConfigCommandInput,
  DescribeEndpointConfigCommandOutput,
  ListEndpointConfigsCommandInput,
  ListEndpointConfigsCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation, type Present } from '../operation.ts';
import { on, onAll } from './access.ts';
import { creating, isMine, kept, passing, unsupported } from './asked.ts';
import { shownVariant, variantsOf } from './config-variants.ts';
import { emitConfigState } from './emit.ts';
import { configVisible } from './endpoint-behaviours.ts';
import { exists, invalid, noConfig } from './faults.ts';
import { isListed, listed } from './list.ts';
import { arnOf, configsOf, dropTags, setFirstTags, type EndpointConfig } from './state.ts';

const TYPE = 'endpoint-config';

const configOf = (context: Context, name: string): EndpointConfig => {
  const arn = arnOf(context, TYPE, name);
  const config = configsOf(context.world).get(arn);
  if (config === undefined) throw noConfig(arn);
  return config;
};
/** The deployer reads another copy: a config that was just made may not be there yet. */
export const deployableConfig = (context: Context, name: string): EndpointConfig => {
  const config = configOf(context, name);
  const { world, now } = context;
  if (config.createdAt + (world.lasts(configVisible) * 1000) / world.time.pace > now) throw noConfig(config.arn);
  return config;
};

type Input = Present<CreateEndpointConfigCommandInput>;
/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html */
const keysOf = (input: Input, context: Context): Readonly<Record<string, readonly string[]>> => {
  const all = [...input.ProductionVariants, ...(input.ShadowProductionVariants ?? [])];
  const listOf = (key: string, values: readonly (string | number | undefined)[]) => {
    const given = values.flatMap((value) => (value === undefined ? [] : [String(value)]));
    return given.length === 0 ? {} : { [`sagemaker:${key}`]: given };
  };
  return {
    ...listOf(
      'InstanceTypes',
      all.map(({ InstanceType }) => InstanceType),
    ),
    ...listOf(
      'AcceleratorTypes',
      all.map(({ AcceleratorType }) => AcceleratorType),
    ),
    ...listOf(
      'ModelArn',
      all.map(({ ModelName }) => (ModelName === undefined ? undefined : arnOf(context, 'model', ModelName))),
    ),
    ...listOf(
      'ServerlessMaxConcurrency',
      all.map(({ ServerlessConfig }) => ServerlessConfig?.MaxConcurrency),
    ),
    ...listOf(
      'ServerlessMemorySize',
      all.map(({ ServerlessConfig }) => ServerlessConfig?.MemorySizeInMB),
    ),
    ...listOf('VolumeKmsKey', [input.KmsKeyId]),
    ...listOf('NetworkIsolation', [input.EnableNetworkIsolation === undefined ? undefined : String(input.EnableNetworkIsolation)]),
    ...listOf('VpcSecurityGroupIds', input.VpcConfig?.SecurityGroupIds ?? []),
    ...listOf('VpcSubnets', input.VpcConfig?.Subnets ?? []),
  };
};

const create = operation<CreateEndpointConfigCommandInput, CreateEndpointConfigCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    ...creating('CreateEndpointConfig', arnOf(context, TYPE, input.EndpointConfigName), input.Tags, keysOf(input, context)),
    ...passing(input.ExecutionRoleArn),
  ],
  run: (input, context) => {
    const arn = arnOf(context, TYPE, input.EndpointConfigName);
    if (configsOf(context.world).get(arn) !== undefined) throw exists('endpoint configuration', arn);
    unsupported('CreateEndpointConfig', input, ['ExplainerConfig', 'MetricsConfig']);
    unsupported('CreateEndpointConfig', input.AsyncInferenceConfig?.OutputConfig ?? {}, ['NotificationConfig', 'KmsKeyId']);
    if (input.AsyncInferenceConfig !== undefined && input.AsyncInferenceConfig.OutputConfig.S3OutputPath === undefined)
      throw invalid('S3OutputPath is required in the OutputConfig of AsyncInferenceConfig.');
    const { variants, shadows } = variantsOf(context, input);
    const { DataCaptureConfig, AsyncInferenceConfig, ExecutionRoleArn, KmsKeyId, VpcConfig, EnableNetworkIsolation } = input;
    const config: EndpointConfig = {
      arn,
      name: input.EndpointConfigName,
      account: context.account,
      createdAt: context.now,
      variants,
      ...(shadows.length === 0 ? {} : { shadows }),
      ...(ExecutionRoleArn === undefined ? {} : { executionRoleArn: ExecutionRoleArn }),
      ...(DataCaptureConfig === undefined ? {} : { capture: kept(DataCaptureConfig) }),
      ...(AsyncInferenceConfig === undefined ? {} : { async: kept(AsyncInferenceConfig) }),
      rest: kept({ KmsKeyId, VpcConfig, EnableNetworkIsolation: EnableNetworkIsolation ?? false }),
    };
    configsOf(context.world).put(arn, config);
    setFirstTags(context.world, arn, input.Tags ?? []);
    emitConfigState(context, config);
    return { EndpointConfigArn: arn };
  },
});

const describe = operation<DescribeEndpointConfigCommandInput, DescribeEndpointConfigCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeEndpointConfig', TYPE)(context, input.EndpointConfigName)],
  run: (input, context) => {
    const config = configOf(context, input.EndpointConfigName);
    return {
      ...config.rest,
      EndpointConfigName: config.name,
      EndpointConfigArn: config.arn,
      ProductionVariants: config.variants.map(shownVariant),
      ...(config.shadows === undefined ? {} : { ShadowProductionVariants: config.shadows.map(shownVariant) }),
      ...(config.executionRoleArn === undefined ? {} : { ExecutionRoleArn: config.executionRoleArn }),
      DataCaptureConfig: shownCapture(config),
      AsyncInferenceConfig: shownAsync(config),
      CreationTime: new Date(config.createdAt),
    };
  },
});
// Stored as it was accepted, and so of the shape that the describe answers with; the host holds every answer to it.
const shownCapture = ({ capture }: EndpointConfig) => capture as DescribeEndpointConfigCommandOutput['DataCaptureConfig'];
const shownAsync = ({ async }: EndpointConfig) => async as DescribeEndpointConfigCommandOutput['AsyncInferenceConfig'];

const list = operation<ListEndpointConfigsCommandInput, ListEndpointConfigsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListEndpointConfigs'),
  run: (input, context) => {
    const mine = configsOf(context.world)
      .values()
      .filter((config) => isMine(context, config) && isListed(context, config));
    const { page, next } = listed(mine, input, {
      name: ({ name }) => name,
      sortKey: input.SortBy === 'Name' ? ({ name }) => name : undefined,
    });
    return {
      EndpointConfigs: page.map(({ name, arn, createdAt }) => ({
        EndpointConfigName: name,
        EndpointConfigArn: arn,
        CreationTime: new Date(createdAt),
      })),
      NextToken: next,
    };
  },
});

const remove = operation<DeleteEndpointConfigCommandInput, DeleteEndpointConfigCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('DeleteEndpointConfig', TYPE)(context, input.EndpointConfigName)],
  run: (input, context) => {
    const config = configOf(context, input.EndpointConfigName);
    configsOf(context.world).remove(config.arn);
    emitConfigState(context, config);
    dropTags(context.world, config.arn);
    return {};
  },
});

export const ENDPOINT_CONFIG_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateEndpointConfig: create,
  DescribeEndpointConfig: describe,
  ListEndpointConfigs: list,
  DeleteEndpointConfig: remove,
};
