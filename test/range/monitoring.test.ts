import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateDataQualityJobDefinitionCommand,
  CreateMonitoringScheduleCommand,
  DeleteDataQualityJobDefinitionCommand,
  DeleteMonitoringScheduleCommand,
  DescribeDataQualityJobDefinitionCommand,
  DescribeMonitoringScheduleCommand,
  DescribeProcessingJobCommand,
  ListDataQualityJobDefinitionsCommand,
  ListModelBiasJobDefinitionsCommand,
  ListMonitoringExecutionsCommand,
  ListMonitoringSchedulesCommand,
  StartMonitoringScheduleCommand,
  StopMonitoringScheduleCommand,
  StopProcessingJobCommand,
  UpdateMonitoringScheduleCommand,
  type MonitoringType,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, NOW, refusal, stillRange, WORKLOAD } from './clients.ts';

const ROLE = `arn:aws:iam::${WORKLOAD}:role/sagemaker-execution`;
const HOUR = 3600;
const config = (endpoint = 'fraud-scorer', MonitoringType: MonitoringType = 'DataQuality', output = 's3://nb-capture/monitor') => ({
  ScheduleConfig: { ScheduleExpression: 'cron(0 * ? * * *)' },
  MonitoringType,
  MonitoringJobDefinition: {
    MonitoringInputs: [{ EndpointInput: { EndpointName: endpoint, LocalPath: '/opt/ml/in' } }],
    MonitoringOutputConfig: { MonitoringOutputs: [{ S3Output: { S3Uri: output, LocalPath: '/opt/ml/out' } }] },
    MonitoringResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.xlarge' as const, VolumeSizeInGB: 20 } },
    MonitoringAppSpecification: { ImageUri: 'image' },
    RoleArn: ROLE,
  },
});
const watch = (sagemaker: SageMakerClient, MonitoringScheduleName: string, ...given: Parameters<typeof config>) =>
  sagemaker.send(new CreateMonitoringScheduleCommand({ MonitoringScheduleName, MonitoringScheduleConfig: config(...given) }));
const runsOf = async (sagemaker: SageMakerClient, MonitoringScheduleName: string) =>
  (await sagemaker.send(new ListMonitoringExecutionsCommand({ MonitoringScheduleName, SortBy: 'ScheduledTime', SortOrder: 'Ascending' })))
    .MonitoringExecutionSummaries ?? [];
const nameOf = (arn: string | undefined): string => arn?.split('/').at(-1) ?? '';

describe('an hourly schedule', () => {
  test('finds the poisoned model: violations in the job, in S3 and in CloudWatch, and no event of its own', async () => {
    const { range, clock } = stillRange();
    const events: RangeEvent[] = [];
    range.events.subscribe((event) => void (event['detail-type'].includes('Processing') && events.push(event)));
    const { sagemaker, s3, cloudwatch } = as(range, 'admin');
    await watch(sagemaker, 'data');
    const first = await sagemaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: 'data' }));
    expect(first).toMatchObject({ MonitoringScheduleStatus: 'Pending', MonitoringType: 'DataQuality', EndpointName: 'fraud-scorer' });
    clock.advance(HOUR + 600 + 60);
    expect(await runsOf(sagemaker, 'data')).toMatchObject([
      { MonitoringExecutionStatus: 'InProgress', ScheduledTime: new Date('2026-11-20T04:00:00Z') },
    ]);
    clock.advance(600);
    const [run] = await runsOf(sagemaker, 'data');
    expect(run?.MonitoringExecutionStatus).toBe('CompletedWithViolations');
    const job = await sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: nameOf(run?.ProcessingJobArn) }));
    expect(job).toMatchObject({
      ProcessingJobStatus: 'Completed',
      MonitoringScheduleArn: first.MonitoringScheduleArn,
      ExitMessage: 'CompletedWithViolations: Job completed successfully with 1 violations.',
    });
    const prefix = 'monitor/fraud-scorer/data/2026/11/20/04';
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'nb-capture', Key: `${prefix}/constraint_violations.json` }));
    expect(JSON.parse((await Body?.transformToString()) ?? '')).toMatchObject({
      violations: [{ feature_name: 'voucher', constraint_check_type: 'baseline_drift_check' }],
    });
    await s3.send(new GetObjectCommand({ Bucket: 'nb-capture', Key: `${prefix}/statistics.json` }));
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(NOW),
        EndTime: new Date('2026-11-20T05:00:00Z'),
        MetricDataQueries: [
          {
            Id: 'm',
            MetricStat: {
              Metric: {
                Namespace: '/aws/sagemaker/Endpoints/data-metric',
                MetricName: 'feature_baseline_drift_voucher',
                Dimensions: [
                  { Name: 'EndpointName', Value: 'fraud-scorer' },
                  { Name: 'ScheduleName', Value: 'data' },
                ],
              },
              Period: 3600,
              Stat: 'Maximum',
            },
          },
        ],
      }),
    );
    expect(MetricDataResults?.[0]?.Values?.[0]).toBeGreaterThan(0.1);
    clock.advance(10);
    expect(events.map(({ detail }) => detail['ProcessingJobStatus'])).toEqual(['InProgress', 'Completed']);
    expect(JSON.stringify(events)).not.toMatch(/Completed With|violation_check/);
  });

  test('finds nothing at a model that nobody poisoned, hour after hour', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'admin');
    await watch(sagemaker, 'assistant-data', 'assistant');
    clock.advance(3 * HOUR + 1200);
    const runs = await runsOf(sagemaker, 'assistant-data');
    expect(
      runs.map(({ ScheduledTime, MonitoringExecutionStatus }) => `${ScheduledTime?.getUTCHours()} ${MonitoringExecutionStatus}`),
    ).toEqual(['4 Completed', '5 Completed', '6 Completed']);
    const job = await sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: nameOf(runs[0]?.ProcessingJobArn) }));
    expect(job.ExitMessage).toBe('Completed: Job completed successfully with no violations.');
  });

  test('has nothing to read where nothing is captured, and says Failed: that is no drift', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'admin');
    await watch(sagemaker, 'churn-data', 'churn');
    clock.advance(HOUR + 1200);
    const runs = await runsOf(sagemaker, 'churn-data');
    expect(runs).toMatchObject([{ MonitoringExecutionStatus: 'Failed', FailureReason: 'Job inputs had no data' }]);
    expect(runs[0]?.ProcessingJobArn).toBeUndefined();
  });

  test('fails when its role cannot write the result', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'admin');
    await watch(sagemaker, 'data', 'fraud-scorer', 'DataQuality', 's3://nb-train/monitor');
    clock.advance(HOUR + 1200);
    expect(await runsOf(sagemaker, 'data')).toMatchObject([
      { MonitoringExecutionStatus: 'Failed', FailureReason: expect.stringMatching(/s3:PutObject/) },
    ]);
  });

  test('stands still while it is stopped, and goes on when it is started', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'admin');
    const MonitoringScheduleName = 'data';
    await watch(sagemaker, MonitoringScheduleName);
    const early = await refusal(sagemaker.send(new StopMonitoringScheduleCommand({ MonitoringScheduleName })));
    expect(early.message).toMatch(/in status Pending/);
    clock.advance(60);
    await sagemaker.send(new StopMonitoringScheduleCommand({ MonitoringScheduleName }));
    clock.advance(3 * HOUR);
    expect(await runsOf(sagemaker, MonitoringScheduleName)).toEqual([]);
    await sagemaker.send(new StartMonitoringScheduleCommand({ MonitoringScheduleName }));
    clock.advance(HOUR + 700);
    const [run] = await runsOf(sagemaker, MonitoringScheduleName);
    expect(run?.MonitoringExecutionStatus).toBe('InProgress');
    const busy = await refusal(sagemaker.send(new DeleteMonitoringScheduleCommand({ MonitoringScheduleName })));
    expect(busy.message).toMatch(/execution in progress/);
    await sagemaker.send(new StopProcessingJobCommand({ ProcessingJobName: nameOf(run?.ProcessingJobArn) }));
    clock.advance(300);
    expect((await runsOf(sagemaker, MonitoringScheduleName))[0]?.MonitoringExecutionStatus).toBe('Stopped');
    await sagemaker.send(new DeleteMonitoringScheduleCommand({ MonitoringScheduleName }));
    expect((await refusal(sagemaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName })))).name).toBe(
      'ResourceNotFound',
    );
    clock.advance(3 * HOUR);
    expect(await runsOf(sagemaker, MonitoringScheduleName)).toHaveLength(1);
  });

  test('can be changed to another hour of the day', async () => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'admin');
    await watch(sagemaker, 'data');
    clock.advance(60);
    const later = { ...config(), ScheduleConfig: { ScheduleExpression: 'cron(0 6 ? * * *)' } };
    await sagemaker.send(new UpdateMonitoringScheduleCommand({ MonitoringScheduleName: 'data', MonitoringScheduleConfig: later }));
    clock.advance(8 * HOUR);
    expect((await runsOf(sagemaker, 'data')).map(({ ScheduledTime }) => ScheduledTime?.toISOString())).toEqual([
      '2026-11-20T06:00:00.000Z',
    ]);
  });
});

test.each<MonitoringType>(['ModelQuality', 'ModelBias', 'ModelExplainability'])(
  '%s looks at the same requests with other eyes',
  async (type) => {
    const { range, clock } = stillRange();
    const { sagemaker } = as(range, 'admin');
    await watch(sagemaker, 'look', 'fraud-scorer', type);
    await watch(sagemaker, 'quiet', 'assistant', type);
    clock.advance(HOUR + 1200);
    expect((await runsOf(sagemaker, 'look'))[0]?.MonitoringExecutionStatus).toBe('CompletedWithViolations');
    expect((await runsOf(sagemaker, 'quiet'))[0]?.MonitoringExecutionStatus).toBe('Completed');
    const { MonitoringScheduleSummaries } = await sagemaker.send(
      new ListMonitoringSchedulesCommand({ MonitoringTypeEquals: type, EndpointName: 'assistant' }),
    );
    expect(MonitoringScheduleSummaries?.map(({ MonitoringScheduleName }) => MonitoringScheduleName)).toEqual(['quiet']);
  },
);

test('a job definition can be used by a schedule', async () => {
  const { range, clock } = stillRange();
  const { sagemaker } = as(range, 'admin');
  const JobDefinitionName = 'fraud-data';
  const make = (EndpointName: string) =>
    sagemaker.send(
      new CreateDataQualityJobDefinitionCommand({
        JobDefinitionName,
        RoleArn: ROLE,
        DataQualityAppSpecification: { ImageUri: 'image', Environment: { publish_cloudwatch_metrics: 'Disabled' } },
        DataQualityJobInput: { EndpointInput: { EndpointName, LocalPath: '/in' } },
        DataQualityJobOutputConfig: { MonitoringOutputs: [{ S3Output: { S3Uri: 's3://nb-capture/m', LocalPath: '/out' } }] },
        JobResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.xlarge', VolumeSizeInGB: 20 } },
      }),
    );
  expect((await refusal(make('nobody'))).message).toMatch(/^Could not find endpoint/);
  await make('fraud-scorer');
  expect((await refusal(make('fraud-scorer'))).name).toBe('ResourceInUse');
  const found = await sagemaker.send(new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName }));
  expect(found).toMatchObject({ RoleArn: ROLE, DataQualityJobInput: { EndpointInput: { EndpointName: 'fraud-scorer' } } });
  const { JobDefinitionSummaries } = await sagemaker.send(new ListDataQualityJobDefinitionsCommand({ EndpointName: 'fraud-scorer' }));
  expect(JobDefinitionSummaries?.map(({ MonitoringJobDefinitionName }) => MonitoringJobDefinitionName)).toEqual([JobDefinitionName]);
  expect((await sagemaker.send(new ListModelBiasJobDefinitionsCommand({}))).JobDefinitionSummaries).toEqual([]);
  const schedule = (name: string) =>
    sagemaker.send(
      new CreateMonitoringScheduleCommand({
        MonitoringScheduleName: 'by-name',
        MonitoringScheduleConfig: {
          MonitoringJobDefinitionName: name,
          MonitoringType: 'DataQuality',
          ScheduleConfig: { ScheduleExpression: 'cron(0 * ? * * *)' },
        },
      }),
    );
  expect((await refusal(schedule('other'))).message).toMatch(/^Could not find monitoring job definition/);
  await schedule(JobDefinitionName);
  clock.advance(HOUR + 1200);
  expect(await runsOf(sagemaker, 'by-name')).toMatchObject([
    { MonitoringExecutionStatus: 'CompletedWithViolations', MonitoringJobDefinitionName: JobDefinitionName },
  ]);
  await sagemaker.send(new DeleteDataQualityJobDefinitionCommand({ JobDefinitionName }));
  expect((await refusal(sagemaker.send(new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName })))).name).toBe('ResourceNotFound');
});

test('what AWS would not take is refused', async () => {
  const { sagemaker } = as(stillRange().range, 'admin');
  expect((await refusal(watch(sagemaker, 'x', 'nobody'))).message).toMatch(/^Could not find endpoint/);
  const odd = { ...config(), ScheduleConfig: { ScheduleExpression: 'cron(5 * ? * * *)' } };
  const call = sagemaker.send(new CreateMonitoringScheduleCommand({ MonitoringScheduleName: 'x', MonitoringScheduleConfig: odd }));
  expect((await refusal(call)).name).toBe('ValidationException');
  await watch(sagemaker, 'twice');
  expect((await refusal(watch(sagemaker, 'twice'))).name).toBe('ResourceInUse');
  const foreign = as(stillRange().range, 'mlops').sagemaker.send(
    new CreateMonitoringScheduleCommand({
      MonitoringScheduleName: 'x',
      MonitoringScheduleConfig: {
        ...config(),
        MonitoringJobDefinition: { ...config().MonitoringJobDefinition, RoleArn: `arn:aws:iam::${WORKLOAD}:role/admin` },
      },
    }),
  );
  expect((await refusal(foreign)).message).toMatch(/iam:PassRole/);
});
