import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  CreateTransformJobCommand,
  DescribeTransformJobCommand,
  ListTransformJobsCommand,
  StopTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { as, refusal, stillRange } from './clients.ts';

test('a transform job needs a model and data, runs, and can be stopped', async () => {
  const { range, clock } = stillRange();
  const { sagemaker } = as(range, 'admin');
  const start = (TransformJobName: string, ModelName = 'fraud-model-6', prefix = 'base/') =>
    sagemaker.send(
      new CreateTransformJobCommand({
        TransformJobName,
        ModelName,
        TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://nb-train/${prefix}` } } },
        TransformOutput: { S3OutputPath: 's3://nb-models/out' },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      }),
    );
  expect((await refusal(start('x', 'nobody'))).message).toMatch(/^Could not find model/);
  expect((await refusal(start('x', 'fraud-model-6', 'none/'))).message).toMatch(/^No S3 objects found/);
  await start('one');
  await start('two');
  await sagemaker.send(new StopTransformJobCommand({ TransformJobName: 'two' }));
  expect((await refusal(sagemaker.send(new StopTransformJobCommand({ TransformJobName: 'two' })))).message).toMatch(/in status Stopping/);
  clock.advance(600);
  expect(await sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: 'one' }))).toMatchObject({
    TransformJobStatus: 'Completed',
    ModelName: 'fraud-model-6',
  });
  const { s3 } = as(range, 'admin');
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'nb-models', Prefix: 'out/' }));
  expect(Contents.length).toBeGreaterThan(0);
  expect(Contents.every(({ Key = '' }) => Key.endsWith('.out'))).toBe(true);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'nb-models', Key: Contents[0]?.Key ?? '' }));
  expect(JSON.parse((await Body?.transformToString()) ?? '')).toEqual({ model: 'fraud-model-6', score: expect.any(Number) });
  const { TransformJobSummaries } = await sagemaker.send(new ListTransformJobsCommand({ StatusEquals: 'Stopped' }));
  expect(TransformJobSummaries?.map(({ TransformJobName }) => TransformJobName)).toEqual(['two']);
});
