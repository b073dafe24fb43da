import type {
  ContainerDefinition,
  CreateModelCommandInput,
  CreateModelCommandOutput,
  DeleteModelCommandInput,
  DeleteModelCommandOutput,
  DescribeModelCommandInput,
  DescribeModelCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation, type Present } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { on } from './access.ts';
import { emitModelState } from './emit.ts';
import { exists, invalid, noModel } from './faults.ts';
import { arnOf, modelsOf, packagesOf, setFirstTags, type Container, type Model } from './state.ts';

const TYPE = 'model';

const containerOf = (context: Context, definition: Present<ContainerDefinition>): Container => {
  const { Image, ModelDataUrl, ModelPackageName, Environment, ContainerHostname } = definition;
  if (Image === undefined && ModelPackageName === undefined) throw invalid('Either Image or ModelPackageName is required in a container');
  if (ModelPackageName !== undefined && packagesOf(context.world).get(ModelPackageName) === undefined)
    throw invalid(`Model package "${ModelPackageName}" does not exist.`);
  return {
    ...(Image === undefined ? {} : { image: Image }),
    ...(ModelDataUrl === undefined ? {} : { modelDataUrl: ModelDataUrl }),
    ...(ModelPackageName === undefined ? {} : { modelPackageName: ModelPackageName }),
    ...(Environment === undefined ? {} : { environment: Environment }),
    ...(ContainerHostname === undefined ? {} : { hostname: ContainerHostname }),
  };
};
const definitionOf = (container: Container): ContainerDefinition => ({
  Image: container.image,
  ModelDataUrl: container.modelDataUrl,
  ModelPackageName: container.modelPackageName,
  Environment: container.environment === undefined ? undefined : { ...container.environment },
  ContainerHostname: container.hostname,
  Mode: 'SingleModel',
});

/** Handing a role to SageMaker is a permission of its own. */
const passRole = (role: string | undefined): readonly Access[] =>
  role === undefined ? [] : [{ action: 'iam:PassRole', resource: role, context: { 'iam:PassedToService': ['sagemaker.amazonaws.com'] } }];

const create = operation<CreateModelCommandInput, CreateModelCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('CreateModel', TYPE)(context, input.ModelName), ...passRole(input.ExecutionRoleArn)],
  run: (input, context) => {
    const arn = arnOf(context, TYPE, input.ModelName);
    if (modelsOf(context.world).get(arn) !== undefined) throw exists('model', arn);
    const definitions = input.Containers ?? (input.PrimaryContainer === undefined ? [] : [input.PrimaryContainer]);
    if (definitions.length === 0) throw invalid('PrimaryContainer or Containers is required');
    const model: Model = {
      arn,
      name: input.ModelName,
      account: context.account,
      createdAt: context.now,
      ...(input.ExecutionRoleArn === undefined ? {} : { executionRoleArn: input.ExecutionRoleArn }),
      containers: definitions.map((definition) => containerOf(context, definition)),
      isolated: input.EnableNetworkIsolation === true,
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
      CreationTime: new Date(model.createdAt),
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
    return {};
  },
});

export const MODEL_OPERATIONS: Readonly<Record<string, Operation>> = { CreateModel: create, DescribeModel: describe, DeleteModel: remove };
