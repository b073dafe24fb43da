import type { CreateTrainingJobCommandInput, CreateTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { operation, type Operation, type Present } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { bucketsOf } from '../../s3/state.ts';
import { creating, kept, passing, unsupported } from '../asked.ts';
import { invalid } from '../faults.ts';
import { arnOf, setFirstTags } from '../state.ts';
import { blobsBelow, placeOf } from './learned.ts';
import { trainingJobsOf, type TrainingJob } from './state.ts';
import { startTraining } from './training-steps.ts';

type Input = Present<CreateTrainingJobCommandInput>;
const TYPE = 'training-job';

const inputsOf = (input: Input): TrainingJob['inputs'] =>
  (input.InputDataConfig ?? []).map(({ ChannelName, DataSource }) => {
    const uri = DataSource.S3DataSource?.S3Uri;
    if (uri === undefined) throw new AwsFault('NotImplemented', 'The range trains on S3 data sources only.', { status: 501 });
    return { channel: ChannelName, uri };
  });
/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html */
const keysOf = (input: Input) => ({
  ...(input.ResourceConfig?.InstanceType === undefined ? {} : { 'sagemaker:InstanceTypes': [input.ResourceConfig.InstanceType] }),
  'sagemaker:NetworkIsolation': [String(input.EnableNetworkIsolation === true)],
  'sagemaker:InterContainerTrafficEncryption': [String(input.EnableInterContainerTrafficEncryption === true)],
  ...(input.VpcConfig === undefined
    ? {}
    : { 'sagemaker:VpcSubnets': input.VpcConfig.Subnets, 'sagemaker:VpcSecurityGroupIds': input.VpcConfig.SecurityGroupIds }),
  ...(input.OutputDataConfig.KmsKeyId === undefined ? {} : { 'sagemaker:OutputKmsKeyArn': [input.OutputDataConfig.KmsKeyId] }),
  ...(input.StoppingCondition?.MaxRuntimeInSeconds === undefined
    ? {}
    : { 'sagemaker:MaxRuntimeInSeconds': [String(input.StoppingCondition.MaxRuntimeInSeconds)] }),
});

const create = operation<CreateTrainingJobCommandInput, CreateTrainingJobCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    ...creating('CreateTrainingJob', arnOf(context, TYPE, input.TrainingJobName), input.Tags, keysOf(input)),
    ...passing(input.RoleArn),
  ],
  run: (input, context) => {
    unsupported('CreateTrainingJob', input, [
      'CheckpointConfig',
      'RetryStrategy',
      'ServerlessJobConfig',
      'ModelPackageConfig',
      'MlflowConfig',
    ]);
    const { TrainingJobName, Tags, ...request } = input;
    const arn = arnOf(context, TYPE, TrainingJobName);
    if (trainingJobsOf(context.world).get(arn) !== undefined)
      throw new AwsFault(
        'ResourceInUse',
        `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${arn})`,
      );
    const image = input.AlgorithmSpecification?.TrainingImage;
    if (image === undefined) throw new AwsFault('NotImplemented', 'The range trains with a TrainingImage only.', { status: 501 });
    const inputs = inputsOf(input);
    const empty = inputs.find(({ uri }) => blobsBelow(context.world, uri).length === 0);
    if (empty !== undefined)
      throw invalid(
        `No S3 objects found under S3 URL "${empty.uri}" given in input data source. Please ensure that the bucket exists in the selected region (${context.region}), that objects exist under that S3 prefix, and that the role "${input.RoleArn}" has "s3:ListBucket" permissions on bucket "${placeOf(empty.uri)?.bucket ?? ''}".`,
      );
    const target = input.OutputDataConfig.S3OutputPath;
    if (bucketsOf(context.world).get(placeOf(target)?.bucket ?? '') === undefined)
      throw invalid(`The output bucket of ${target} does not exist.`);
    setFirstTags(context.world, arn, Tags ?? []);
    startTraining(context, {
      arn,
      name: TrainingJobName,
      account: context.account,
      region: context.region,
      status: 'InProgress',
      secondary: 'Starting',
      transitions: [],
      createdAt: context.now,
      modifiedAt: context.now,
      createdBy: context.caller.arn,
      roleArn: input.RoleArn,
      image,
      inputs,
      output: `${target.replace(/\/$/, '')}/${TrainingJobName}/output/model.tar.gz`,
      request: kept(request),
    });
    return { TrainingJobArn: arn };
  },
});

export const CREATE_TRAINING_OPERATIONS: Readonly<Record<string, Operation>> = { CreateTrainingJob: create };
