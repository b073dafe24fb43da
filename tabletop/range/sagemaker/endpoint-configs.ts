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
import { emitConfigState } from './emit.ts';
import { exists, invalid, noConfig, noModel } from './faults.ts';
import { listed } from './list.ts';
import { arnOf, configsOf, modelsOf, setFirstTags, type ConfigVariant, type EndpointConfig } from './state.ts';

const TYPE = 'endpoint-config';

export const configOf = (context: Context, name: string): EndpointConfig => {
  const arn = arnOf(context, TYPE, name);
  const config = configsOf(context.world).get(arn);
  if (config === undefined) throw noConfig(arn);
  return config;
};

const variantOf = (
  context: Context,
  variant: Present<NonNullable<CreateEndpointConfigCommandInput['ProductionVariants']>>[number],
): ConfigVariant => {
  if (variant.ModelName === undefined) throw invalid('The range needs ModelName in every production variant');
  if (variant.ServerlessConfig !== undefined) throw invalid('The range has instance-based variants only');
  if (variant.InstanceType === undefined || variant.InitialInstanceCount === undefined)
    throw invalid(`InstanceType and InitialInstanceCount are required for the production variant ${variant.VariantName}`);
  const model = arnOf(context, 'model', variant.ModelName);
  if (modelsOf(context.world).get(model) === undefined) throw noModel(model);
  return {
    name: variant.VariantName,
    model: variant.ModelName,
    instanceType: variant.InstanceType,
    initialInstances: variant.InitialInstanceCount,
    initialWeight: variant.InitialVariantWeight ?? 1,
  };
};

const create = operation<CreateEndpointConfigCommandInput, CreateEndpointConfigCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('CreateEndpointConfig', TYPE)(context, input.EndpointConfigName)],
  run: (input, context) => {
    const arn = arnOf(context, TYPE, input.EndpointConfigName);
    if (configsOf(context.world).get(arn) !== undefined) throw exists('endpoint configuration', arn);
    const { DataCaptureConfig, KmsKeyId } = input;
    const variants = input.ProductionVariants.map((variant) => variantOf(context, variant));
    if (new Set(variants.map(({ name }) => name)).size !== variants.length) throw invalid('Production variant names must be unique');
    const rest = JSON.parse(JSON.stringify({ DataCaptureConfig, KmsKeyId }));
    const config: EndpointConfig = {
      arn,
      name: input.EndpointConfigName,
      account: context.account,
      createdAt: context.now,
      variants,
      rest,
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
      ProductionVariants: config.variants.map((variant) => ({
        VariantName: variant.name,
        ModelName: variant.model,
        InstanceType: variant.instanceType,
        InitialInstanceCount: variant.initialInstances,
        InitialVariantWeight: variant.initialWeight,
      })),
      CreationTime: new Date(config.createdAt),
      EnableNetworkIsolation: false,
    };
  },
});

const list = operation<ListEndpointConfigsCommandInput, ListEndpointConfigsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListEndpointConfigs'),
  run: (input, { world, account }) => {
    const mine = configsOf(world)
      .values()
      .filter((config) => config.account === account);
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
    return {};
  },
});

export const ENDPOINT_CONFIG_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateEndpointConfig: create,
  DescribeEndpointConfig: describe,
  ListEndpointConfigs: list,
  DeleteEndpointConfig: remove,
};
