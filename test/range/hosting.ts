import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DescribeEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
  type CreateEndpointConfigCommandInput,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { as, stillRange, WORKLOAD } from './clients.ts';

export const ROLE = `arn:aws:iam::${WORKLOAD}:role/sagemaker-execution`;
export const Image = `${WORKLOAD}.dkr.ecr.eu-west-1.amazonaws.com/fraud-model:6`;
export const plain = (VariantName: string, more: object = {}) => ({
  VariantName,
  ModelName: 'fraud-model-6',
  InstanceType: 'ml.m5.large' as const,
  InitialInstanceCount: 2,
  ...more,
});
export const SERVERLESS = { VariantName: 'v', ModelName: 'fraud-model-6', ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 10 } };
export const ASYNC = { OutputConfig: { S3OutputPath: 's3://nb-capture/out', S3FailurePath: 's3://nb-capture/failed' } };
export const CAPTURE = {
  EnableCapture: true,
  InitialSamplingPercentage: 100,
  DestinationS3Uri: 's3://nb-capture/x',
  CaptureOptions: [{ CaptureMode: 'InputAndOutput' as const }],
};

export const hosting = () => {
  const { range, clock } = stillRange();
  const clients = as(range, 'admin');
  const { sagemaker, runtime, s3 } = clients;
  const configure = (config: Omit<CreateEndpointConfigCommandInput, 'EndpointConfigName'>, EndpointConfigName = 'kind') =>
    sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ...config }));
  const serve = async (config: Omit<CreateEndpointConfigCommandInput, 'EndpointConfigName'>) => {
    await configure(config);
    clock.advance(2);
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'kind', EndpointConfigName: 'kind' }));
    clock.advance(300);
  };
  const described = () => sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'kind' }));
  const invoke = async (more: object = {}) => {
    const { Body, ...answer } = await runtime.send(new InvokeEndpointCommand({ EndpointName: 'kind', Body: 'x', ...more }));
    return { ...JSON.parse(Buffer.from(Body ?? []).toString()), by: answer.InvokedProductionVariant };
  };
  const desire = (...DesiredWeightsAndCapacities: { VariantName: string }[]) =>
    sagemaker.send(new UpdateEndpointWeightsAndCapacitiesCommand({ EndpointName: 'kind', DesiredWeightsAndCapacities }));
  const keys = async (Prefix: string) =>
    ((await s3.send(new ListObjectsV2Command({ Bucket: 'nb-capture', Prefix }))).Contents ?? []).map(({ Key = '' }) => Key);
  const text = async (Key: string) =>
    (await (await s3.send(new GetObjectCommand({ Bucket: 'nb-capture', Key }))).Body?.transformToString()) ?? '';
  return { range, clock, ...clients, configure, serve, described, invoke, desire, keys, text };
};
