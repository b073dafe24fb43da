import type { DescribeTrainingJobCommandInput, DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { operation, type Operation } from '../operation.ts';
import { on } from './access.ts';
import { invalid } from './faults.ts';
import { arnOf, trainingJobsOf } from './state.ts';

const describe = operation<DescribeTrainingJobCommandInput, DescribeTrainingJobCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeTrainingJob', 'training-job')(context, input.TrainingJobName)],
  run: (input, context) => {
    const job = trainingJobsOf(context.world).get(arnOf(context, 'training-job', input.TrainingJobName));
    if (job === undefined) throw invalid('Requested resource not found.');
    return {
      TrainingJobName: job.name,
      TrainingJobArn: job.arn,
      TrainingJobStatus: 'Completed',
      SecondaryStatus: 'Completed',
      ModelArtifacts: { S3ModelArtifacts: job.output },
      AlgorithmSpecification: { TrainingImage: job.image, TrainingInputMode: 'File' },
      RoleArn: job.roleArn,
      InputDataConfig: job.inputs.map(({ channel, uri }) => ({
        ChannelName: channel,
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: 'FullyReplicated' } },
      })),
      OutputDataConfig: { S3OutputPath: job.output.split('/').slice(0, -1).join('/') },
      ResourceConfig: { InstanceType: job.instanceType, InstanceCount: 1, VolumeSizeInGB: 50 },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
      HyperParameters: { ...job.hyperParameters },
      CreationTime: new Date(job.createdAt),
      TrainingStartTime: new Date(job.startedAt),
      TrainingEndTime: new Date(job.endedAt),
      LastModifiedTime: new Date(job.endedAt),
      TrainingTimeInSeconds: Math.round((job.endedAt - job.startedAt) / 1000),
      BillableTimeInSeconds: Math.round((job.endedAt - job.startedAt) / 1000),
    };
  },
});

export const TRAINING_OPERATIONS: Readonly<Record<string, Operation>> = { DescribeTrainingJob: describe };
