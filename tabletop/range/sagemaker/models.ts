import type {
  CreateModelCommandInput,
  CreateModelCommandOutput,
  DeleteModelCommandInput,
  DeleteModelCommandOutput,
  DescribeModelCommandInput,
  DescribeModelCommandOutput,
  ListModelsCommandInput,
  ListModelsCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { rolesOf } from '../iam/state.ts';
import { operation, type Context, type Operation, type Present } from '../operation.ts';
import { on, onAll } from './access.ts';
import { creating, isMine, kept, passing } from './asked.ts';
import { emitModelState } from './emit.ts';
import { exists, invalid, noModel } from './faults.ts';
import { isListed, listed } from './list.ts';
import { containerOf, definitionOf, mustBeFetchable } from './model-containers.ts';
import { arnOf, dropTags, modelsOf, setFirstTags, type Model } from './state.ts';

const TYPE = 'model';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html */
const keysOf = (input: Present<CreateModelCommandInput>): Readonly<Record<string, readonly string[]>> => ({
  'sagemaker:NetworkIsolation': [String(input.EnableNetworkIsolation === true)],
  ...(input.VpcConfig === undefined
    ? {}
    : { 'sagemaker:VpcSecurityGroupIds': input.VpcConfig.SecurityGroupIds, 'sagemaker:VpcSubnets': input.VpcConfig.Subnets }),
});

const mustBeAssumable = (context: Context, roleArn: string | undefined): void => {
  if (roleArn === undefined) return;
  const role = rolesOf(context.world).get(roleArn);
  if (role === undefined || !JSON.stringify(role.trust).includes('"sagemaker.amazonaws.com"'))
    throw invalid(
      `Could not assume role ${roleArn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
    );
};
/** Containers in a row answer each other; called directly, each needs a name to be called by. */
const mustFitMode = ({ InferenceExecutionConfig, Containers }: Present<CreateModelCommandInput>): void => {
  if (InferenceExecutionConfig?.Mode !== 'Direct') return;
  const names = (Containers ?? []).map(({ ContainerHostname }) => ContainerHostname);
  if (names.length < 2 || names.includes(undefined) || new Set(names).size !== names.length)
    throw invalid('InferenceExecutionConfig mode Direct requires at least two containers, each with a ContainerHostname of its own.');
};

const create = operation<CreateModelCommandInput, CreateModelCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    ...creating('CreateModel', arnOf(context, TYPE, input.ModelName), input.Tags, keysOf(input)),
    ...passing(input.ExecutionRoleArn),
  ],
  run: (input, context) => {
    const arn = arnOf(context, TYPE, input.ModelName);
    if (modelsOf(context.world).get(arn) !== undefined) throw exists('model', arn);
    if (input.PrimaryContainer !== undefined && input.Containers !== undefined)
      throw invalid('Only one of PrimaryContainer and Containers can be specified.');
    const definitions = input.Containers ?? (input.PrimaryContainer === undefined ? [] : [input.PrimaryContainer]);
    if (definitions.length === 0) throw invalid('PrimaryContainer or Containers is required');
    mustFitMode(input);
    const containers = definitions.map((definition) => containerOf(context, definition));
    const isPackaged = containers.every(({ modelPackageName }) => modelPackageName !== undefined);
    if (input.ExecutionRoleArn === undefined && !isPackaged) throw invalid('ExecutionRoleArn is required.');
    mustBeAssumable(context, input.ExecutionRoleArn);
    for (const container of containers) mustBeFetchable(context, input.ExecutionRoleArn, container);
    const { VpcConfig, InferenceExecutionConfig } = input;
    const model: Model = {
      arn,
      name: input.ModelName,
      account: context.account,
      createdAt: context.now,
      ...(input.ExecutionRoleArn === undefined ? {} : { executionRoleArn: input.ExecutionRoleArn }),
      containers,
      isolated: input.EnableNetworkIsolation === true,
      rest: kept({ VpcConfig, InferenceExecutionConfig }),
    };
    modelsOf(context.world).put(arn, model);
    setFirstTags(context.world, arn, input.Tags ?? []);
    emitModelState(context, model);
    return { ModelArn: arn };
  },
});

const modelOf = (context: Context, name: string): Model => {
  const arn = arnOf(context, TYPE, name);
  const model = modelsOf(context.world).get(arn);
  if (model === undefined) throw noModel(arn);
  return model;
};

const describe = operation<DescribeModelCommandInput, DescribeModelCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeModel', TYPE)(context, input.ModelName)],
  run: (input, context) => {
    const model = modelOf(context, input.ModelName);
    const [first, ...others] = model.containers.map(definitionOf);
    return {
      ModelName: model.name,
      ModelArn: model.arn,
      ...(others.length === 0 ? { PrimaryContainer: first } : { Containers: model.containers.map(definitionOf) }),
      ExecutionRoleArn: model.executionRoleArn,
      EnableNetworkIsolation: model.isolated,
      ...model.rest,
      CreationTime: new Date(model.createdAt),
    };
  },
});

const list = operation<ListModelsCommandInput, ListModelsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListModels'),
  run: (input, context) => {
    const mine = modelsOf(context.world)
      .values()
      .filter((model) => isMine(context, model) && isListed(context, model));
    const { page, next } = listed(mine, input, {
      name: ({ name }) => name,
      sortKey: input.SortBy === 'Name' ? ({ name }) => name : undefined,
    });
    return {
      Models: page.map(({ name, arn, createdAt }) => ({ ModelName: name, ModelArn: arn, CreationTime: new Date(createdAt) })),
      NextToken: next,
    };
  },
});

const remove = operation<DeleteModelCommandInput, DeleteModelCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('DeleteModel', TYPE)(context, input.ModelName)],
  run: (input, context) => {
    const model = modelOf(context, input.ModelName);
    modelsOf(context.world).remove(model.arn);
    emitModelState(context, model);
    dropTags(context.world, model.arn);
    return {};
  },
});

export const MODEL_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateModel: create,
  DescribeModel: describe,
  ListModels: list,
  DeleteModel: remove,
};
