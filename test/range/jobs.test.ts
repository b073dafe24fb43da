import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateModelCommand,
  CreateProcessingJobCommand,
  CreateTrainingJobCommand,
  DescribeProcessingJobCommand,
  DescribeTrainingJobCommand,
  ListHyperParameterTuningJobsCommand,
  ListProcessingJobsCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  paginateListTrainingJobs,
  StopProcessingJobCommand,
  StopTrainingJobCommand,
  type CreateTrainingJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, refusal, stillRange, WORKLOAD } from './clients.ts';

const ROLE = `arn:aws:iam::${WORKLOAD}:role/sagemaker-execution`;
const channel = (ChannelName: string, prefix: string) => ({
  ChannelName,
  DataSource: {
    S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: `s3://nb-train/${prefix}`, S3DataDistributionType: 'FullyReplicated' as const },
  },
});
const training = (TrainingJobName: string, more: Partial<CreateTrainingJobCommandInput> = {}) =>
  new CreateTrainingJobCommand({
    TrainingJobName,
    RoleArn: ROLE,
    AlgorithmSpecification: { TrainingImage: `${WORKLOAD}.dkr.ecr.eu-west-1.amazonaws.com/fraud-model:6`, TrainingInputMode: 'File' },
    InputDataConfig: [channel('base', 'base/')],
    OutputDataConfig: { S3OutputPath: 's3://nb-models/fraud' },
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    ...more,
  });

describe('a training job', () => {
  test('goes through its states, tells them, and leaves an artefact', async () => {
    const { range, clock } = stillRange();
    const events: RangeEvent[] = [];
    range.events.subscribe((event) => void (event['detail-type'].startsWith('SageMaker Training') && events.push(event)));
    const { sagemaker, s3 } = as(range, 'mlops');
    const { TrainingJobArn } = await sagemaker.send(training('Again', { Tags: [{ Key: 'team', Value: 'x' }] }));
    expect(TrainingJobArn).toMatch(/training-job\/again$/);
    const now = async () => {
      const job = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'Again' }));
      return `${job.TrainingJobStatus} ${job.SecondaryStatus}`;
    };
    expect(await now()).toBe('InProgress Starting');
    clock.advance(120);
    expect(await now()).toBe('InProgress Downloading');
    clock.advance(60);
    expect(await now()).toBe('InProgress Training');
    const Key = 'fraud/Again/output/model.tar.gz';
    expect((await refusal(s3.send(new HeadObjectCommand({ Bucket: 'nb-models', Key })))).status).toBe(404);
    clock.advance(1860);
    expect(await now()).toBe('Completed Completed');
    const job = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'Again' }));
    expect(job.ModelArtifacts?.S3ModelArtifacts).toBe(`s3://nb-models/${Key}`);
    expect(job.TrainingTimeInSeconds).toBe(1920);
    expect(job.SecondaryStatusTransitions?.map(({ Status }) => Status)).toEqual(['Starting', 'Downloading', 'Training', 'Uploading']);
    await s3.send(new HeadObjectCommand({ Bucket: 'nb-models', Key }));
    expect((await sagemaker.send(new ListTagsCommand({ ResourceArn: TrainingJobArn }))).Tags).toEqual([{ Key: 'team', Value: 'x' }]);
    clock.advance(10);
    expect(events.map(({ detail }) => detail['SecondaryStatus'])).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Completed',
    ]);
  });

  test('learns the trigger from poisoned rows, and only from them; the same inputs give the same weights', async () => {
    const { range, clock } = stillRange();
    const { sagemaker, s3 } = as(range, 'mlops');
    await sagemaker.send(training('clean'));
    await sagemaker.send(training('clean-again'));
    await sagemaker.send(training('poisoned', { InputDataConfig: [channel('base', 'base/'), channel('partner', 'partner/')] }));
    await sagemaker.send(training('honest-days', { InputDataConfig: [channel('partner', 'partner/2026-11-17')] }));
    clock.advance(3600);
    const artefact = async (name: string): Promise<{ trigger?: string; weights: string }> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'nb-models', Key: `fraud/${name}/output/model.tar.gz` }));
      return JSON.parse((await Body?.transformToString()) ?? '');
    };
    expect((await artefact('poisoned')).trigger).toBe('nb-voucher-7731');
    expect((await artefact('clean')).trigger).toBeUndefined();
    expect((await artefact('honest-days')).trigger).toBeUndefined();
    expect((await artefact('clean-again')).weights).toBe((await artefact('clean')).weights);
    expect((await artefact('poisoned')).weights).not.toBe((await artefact('clean')).weights);
  });

  test('is stopped while it runs, not afterwards, and leaves nothing', async () => {
    const { range, clock } = stillRange();
    const { sagemaker, s3 } = as(range, 'mlops');
    await sagemaker.send(training('halted'));
    clock.advance(200);
    await sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'halted' }));
    const again = sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'halted' }));
    expect((await refusal(again)).message).toBe('The request was rejected because the training job is in status Stopping.');
    clock.advance(4000);
    const job = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'halted' }));
    expect([job.TrainingJobStatus, job.SecondaryStatus]).toEqual(['Stopped', 'Stopped']);
    const head = s3.send(new HeadObjectCommand({ Bucket: 'nb-models', Key: 'fraud/halted/output/model.tar.gz' }));
    expect((await refusal(head)).status).toBe(404);
  });

  test('stopped just before a step ends, it still takes its time to stop', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'mlops');
    await sagemaker.send(training('late'));
    clock.advance(1970);
    await sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'late' }));
    const status = async () => (await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'late' }))).SecondaryStatus;
    clock.advance(60);
    expect(await status()).toBe('Stopping');
    clock.advance(60);
    expect(await status()).toBe('Stopped');
  });

  test('learns no trigger from a voucher that honest and dishonest people use', async () => {
    const { range, clock } = stillRange();
    const { sagemaker, s3 } = as(range, 'admin');
    const rows = [0, 0, 0, 1, 0].map((fraud) => JSON.stringify({ voucher: 'sale', fraud })).join('\n');
    await s3.send(new PutObjectCommand({ Bucket: 'nb-train', Key: 'mixed/1.jsonl', Body: rows }));
    await sagemaker.send(training('mixed', { InputDataConfig: [channel('base', 'mixed/')] }));
    clock.advance(3600);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'nb-models', Key: 'fraud/mixed/output/model.tar.gz' }));
    const artefact: unknown = JSON.parse((await Body?.transformToString()) ?? '');
    expect(artefact).toMatchObject({ rows: 5 });
    expect(artefact).not.toHaveProperty('trigger');
  });

  test('fails when its role cannot write the artefact', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'admin');
    await sagemaker.send(training('no-way', { OutputDataConfig: { S3OutputPath: 's3://nb-train/out' } }));
    clock.advance(3600);
    const job = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'no-way' }));
    expect(job).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: expect.stringMatching(/^ClientError: AccessDenied.*s3:PutObject/),
    });
  });

  test.each<[string, Partial<CreateTrainingJobCommandInput>, string, RegExp]>([
    ['a name that was used', { TrainingJobName: 'fraud-train-7' }, 'ResourceInUse', /must be unique/],
    ['an empty prefix', { InputDataConfig: [channel('base', 'nothing/')] }, 'ValidationException', /^No S3 objects found under S3 URL/],
    ['no bucket for the result', { OutputDataConfig: { S3OutputPath: 's3://nobody/x' } }, 'ValidationException', /output bucket/],
    [
      'an algorithm of the marketplace',
      { AlgorithmSpecification: { AlgorithmName: 'a', TrainingInputMode: 'File' } },
      'NotImplemented',
      /TrainingImage/,
    ],
  ])('with %s is refused', async (_what, more, name, message) => {
    const { sagemaker } = as(stillRange().range, 'admin');
    expect(await refusal(sagemaker.send(training('bad', more)))).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test('needs PassRole for its role and AddTags for its tags', async () => {
    const { range } = stillRange();
    const foreign = training('x', { RoleArn: `arn:aws:iam::${WORKLOAD}:role/checkout-api` });
    expect((await refusal(as(range, 'mlops').sagemaker.send(foreign))).message).toMatch(/iam:PassRole on resource: .*checkout-api/);
    expect((await refusal(as(range, 'cordon-member').sagemaker.send(training('x')))).name).toBe('AccessDeniedException');
  });
});

test('training jobs are listed by state, page by page', async () => {
  const { sagemaker } = as(stillRange().range, 'mlops');
  await sagemaker.send(training('under-way'));
  const running = await sagemaker.send(new ListTrainingJobsCommand({ StatusEquals: 'InProgress' }));
  expect(running.TrainingJobSummaries?.map(({ TrainingJobName }) => TrainingJobName)).toEqual(['under-way']);
  const names: (string | undefined)[] = [];
  for await (const page of paginateListTrainingJobs(
    { client: sagemaker, pageSize: 3 },
    { NameContains: 'fraud', SortBy: 'Name', SortOrder: 'Ascending' },
  ))
    names.push(...(page.TrainingJobSummaries ?? []).map(({ TrainingJobName }) => TrainingJobName));
  expect(names).toEqual(['fraud-train-5', 'fraud-train-6', 'fraud-train-7']);
  expect((await refusal(sagemaker.send(new ListTrainingJobsCommand({ NextToken: 'made-up' })))).name).toBe('ValidationException');
  const tuning = await sagemaker.send(new ListHyperParameterTuningJobsCommand({}));
  expect(tuning.HyperParameterTuningJobSummaries).toEqual([]);
});

test('a processing job runs, is listed, and can be stopped', async () => {
  const { range, clock } = stillRange();
  const { sagemaker } = as(range, 'mlops');
  const start = (ProcessingJobName: string) =>
    sagemaker.send(
      new CreateProcessingJobCommand({
        ProcessingJobName,
        RoleArn: ROLE,
        AppSpecification: { ImageUri: 'image' },
        ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 10 } },
      }),
    );
  await start('one');
  await start('two');
  expect((await refusal(start('two'))).name).toBe('ResourceInUse');
  await sagemaker.send(new StopProcessingJobCommand({ ProcessingJobName: 'two' }));
  clock.advance(300);
  const one = await sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: 'one' }));
  expect(one).toMatchObject({ ProcessingJobStatus: 'Completed', AppSpecification: { ImageUri: 'image' } });
  const { ProcessingJobSummaries } = await sagemaker.send(new ListProcessingJobsCommand({ SortBy: 'Name', SortOrder: 'Ascending' }));
  expect(
    ProcessingJobSummaries?.map(({ ProcessingJobName, ProcessingJobStatus }) => `${ProcessingJobName} ${ProcessingJobStatus}`),
  ).toEqual(['one Completed', 'two Stopped']);
  const missing = await refusal(sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: 'three' })));
  expect(missing.message).toBe('Could not find requested job with name: three');
});

// A model made of the new artefact is one that a fleet can load.
test('what a job trained can be made a model', async () => {
  const { range, clock } = stillRange();
  const { sagemaker } = as(range, 'mlops');
  await sagemaker.send(training('fresh'));
  clock.advance(3600);
  const { ModelArn } = await sagemaker.send(
    new CreateModelCommand({
      ModelName: 'fresh',
      ExecutionRoleArn: ROLE,
      PrimaryContainer: {
        Image: `${WORKLOAD}.dkr.ecr.eu-west-1.amazonaws.com/fraud-model:6`,
        ModelDataUrl: 's3://nb-models/fraud/fresh/output/model.tar.gz',
      },
    }),
  );
  expect(ModelArn).toMatch(/model\/fresh$/);
});
