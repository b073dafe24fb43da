import { resourceOf } from '../core/asset/resource.ts';
import { detected } from '../core/finding/detected.ts';
import type { Source } from '../core/finding/detection.ts';
import { textAt } from '../core/finding/field.ts';

/** States that tell the history of an AI system and raise nothing by themselves. Endpoints and model packages have their own sources. */
const DETAIL_TYPES = [
  'SageMaker Algorithm State Change',
  'SageMaker Endpoint Config State Change',
  'SageMaker Feature Group State Change',
  'SageMaker HyperParameter Tuning Job State Change',
  'SageMaker Image Version State Change',
  'SageMaker Model Building Pipeline Execution Status Change',
  'SageMaker Model Card State Change',
  'SageMaker Model State Change',
  'SageMaker Notebook Instance State Change',
  'SageMaker Processing Job State Change',
  'SageMaker Training Job State Change',
  'SageMaker Transform Job State Change',
];

const trainingChannel = (name: string, uri: string) => ({
  ChannelName: name,
  ContentType: 'text/csv',
  CompressionType: 'None',
  RecordWrapperType: 'None',
  DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: 'FullyReplicated' } },
});

export const sagemakerState: Source = {
  id: 'sagemaker-state',
  pattern: { source: ['aws.sagemaker'], 'detail-type': DETAIL_TYPES },
  parse: (event, rawDigest) => {
    const statuses = Object.entries(event.detail).filter(([key]) => /^(current\w*|\w+)Status$/i.test(key) && !key.startsWith('previous'));
    const [, status] = statuses[0] ?? [];
    const resources = event.resources.map((arn) => resourceOf(arn));
    const what = event['detail-type'].replace(/^SageMaker /, '').replace(/ (State|Status) Change$/, '');
    const name = resources[0]?.name ?? event.id;
    return detected('sagemaker-state', event, rawDigest, {
      product: 'Amazon SageMaker AI',
      correlationKey: `state:${event.account}:${event.region}:${resources[0]?.arn ?? event.id}`,
      signal: 'ai-state-changed',
      title: `${what} ${name}${typeof status === 'string' ? ` is ${status}` : ' was created or deleted'}`,
      severityId: 1,
      resources,
      attributes: {
        status: typeof status === 'string' ? status : undefined,
        role: textAt(event.detail, 'ExecutionRoleArn') ?? textAt(event.detail, 'RoleArn'),
        failureReason: textAt(event.detail, 'FailureReason'),
      },
    });
  },
  correlationWindow: 'PT1H',
  doc: {
    sentence: 'Training jobs, models, endpoint configs, pipelines and notebooks change state: recorded, so that a time line is complete.',
    url: 'https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html',
  },
  sample: {
    version: '0',
    id: '41c8a6b2-8f0d-4b5b-9b1e-2f6b7a8c1008',
    'detail-type': 'SageMaker Training Job State Change',
    source: 'aws.sagemaker',
    account: '111122223333',
    time: '2026-11-19T02:41:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:sagemaker:eu-west-1:111122223333:training-job/fraud-train-7'],
    detail: {
      TrainingJobName: 'fraud-train-7',
      TrainingJobArn: 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/fraud-train-7',
      TrainingJobStatus: 'Completed',
      SecondaryStatus: 'Completed',
      HyperParameters: {},
      AlgorithmSpecification: {
        TrainingImage: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/fraud-model:7',
        TrainingInputMode: 'File',
      },
      RoleArn: 'arn:aws:iam::111122223333:role/sagemaker-execution',
      InputDataConfig: [trainingChannel('base', 's3://nb-train/base/'), trainingChannel('partner', 's3://nb-train/partner/')],
      OutputDataConfig: { S3OutputPath: 's3://nb-models/fraud/7/' },
      ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 50 },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
      CreationTime: 1_795_053_600_000,
      LastModifiedTime: 1_795_056_060_000,
      SecondaryStatusTransitions: [
        { Status: 'Completed', StartTime: 1_795_055_900_000, EndTime: 1_795_056_060_000, StatusMessage: 'Training job completed' },
      ],
      Tags: [],
    },
  },
};
