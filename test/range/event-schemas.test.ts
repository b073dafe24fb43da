import { PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { DeleteAlarmsCommand, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { BatchDeleteImageCommand, StartImageScanCommand } from '@aws-sdk/client-ecr';
import { CreateKeyCommand, RotateKeyOnDemandCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import {
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import {
  CreateEndpointConfigCommand,
  CreateModelCardCommand,
  CreateModelCommand,
  CreateMonitoringScheduleCommand,
  CreateProcessingJobCommand,
  CreateTransformJobCommand,
  DeleteMonitoringScheduleCommand,
  StartPipelineExecutionCommand,
  StopNotebookInstanceCommand,
  UpdateEndpointCommand,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOUDTRAIL_CALL } from '../../tabletop/range/delivery.ts';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, stillRange, WORKLOAD } from './clients.ts';
import { db, inside, isForeign, KNOWN, rootOf } from './event-registry.ts';

const { range, clock } = stillRange();
const events: RangeEvent[] = [];
range.events.subscribe((event) => events.push(event));
const { sagemaker, s3, ecr, cloudwatch, ssm, kms } = as(range, 'admin');
/** The whole trail, with what happens to objects and endpoints. */
const data = (type: string) => ({
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: [type] },
  ],
});
await as(range, 'NORTHBANK-MANAGEMENT-ADMIN').cloudtrail.send(
  new PutEventSelectorsCommand({
    TrailName: 'northbank-organisation',
    AdvancedEventSelectors: [
      { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
      data('AWS::SageMaker::Endpoint'),
      data('AWS::S3::Object'),
    ],
  }),
);
await sagemaker.send(
  new CreateModelCommand({
    ModelName: 'm',
    PrimaryContainer: {
      Image: `${WORKLOAD}.dkr.ecr.eu-west-1.amazonaws.com/fraud-model:6`,
      ModelDataUrl: 's3://nb-models/fraud/6/model.tar.gz',
    },
    ExecutionRoleArn: `arn:aws:iam::${WORKLOAD}:role/sagemaker-execution`,
  }),
);
await sagemaker.send(
  new CreateEndpointConfigCommand({
    EndpointConfigName: 'c',
    ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'm', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
  }),
);
await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
await sagemaker.send(
  new UpdateModelPackageCommand({
    ModelPackageArn: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model-package/fraud-model/7`,
    ModelApprovalStatus: 'Rejected',
  }),
);
await s3.send(
  new PutBucketNotificationConfigurationCommand({ Bucket: 'nb-train', NotificationConfiguration: { EventBridgeConfiguration: {} } }),
);
const object = { Bucket: 'nb-train', Key: 'partner/x' };
await s3.send(new PutObjectCommand({ ...object, Body: 'x' }));
await s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
await s3.send(new DeleteObjectTaggingCommand(object));
await s3.send(new DeleteObjectCommand(object));
const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
await kms.send(new RotateKeyOnDemandCommand({ KeyId: KeyMetadata?.KeyId }));
await as(range, 'crm').runtime.send(new InvokeEndpointCommand({ EndpointName: 'churn', Body: 'x' }));
await ssm.send(new PutParameterCommand({ Name: '/northbank/x', Type: 'String', Value: 'x' }));
await cloudwatch.send(
  new PutMetricAlarmCommand({
    AlarmName: 'schema',
    Namespace: 'AWS/SageMaker',
    MetricName: 'Invocations',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Statistic: 'Sum',
    Dimensions: [
      { Name: 'EndpointName', Value: 'fraud-scorer' },
      { Name: 'VariantName', Value: 'AllTraffic' },
    ],
  }),
);
const image = { repositoryName: 'fraud-model', imageId: { imageTag: '6' } };
await ecr.send(new StartImageScanCommand(image));
await ecr.send(new BatchDeleteImageCommand({ repositoryName: 'fraud-model', imageIds: [{ imageTag: '4' }] }));
await sagemaker.send(new StartPipelineExecutionCommand({ PipelineName: 'nightly-retrain' }));
await sagemaker.send(
  new CreateTransformJobCommand({
    TransformJobName: 't',
    ModelName: 'm',
    TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://nb-train/partner/' } } },
    TransformOutput: { S3OutputPath: 's3://nb-models/out/' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  }),
);
await sagemaker.send(
  new CreateProcessingJobCommand({
    ProcessingJobName: 'p',
    RoleArn: `arn:aws:iam::${WORKLOAD}:role/sagemaker-execution`,
    AppSpecification: { ImageUri: 'image' },
    ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 10 } },
  }),
);
await sagemaker.send(
  new CreateMonitoringScheduleCommand({
    MonitoringScheduleName: 'watch',
    MonitoringScheduleConfig: {
      ScheduleConfig: { ScheduleExpression: 'cron(0 * ? * * *)' },
      MonitoringType: 'DataQuality',
      MonitoringJobDefinition: {
        RoleArn: `arn:aws:iam::${WORKLOAD}:role/sagemaker-execution`,
        MonitoringAppSpecification: { ImageUri: 'image' },
        MonitoringInputs: [{ EndpointInput: { EndpointName: 'fraud-scorer', LocalPath: '/opt/ml/processing/input' } }],
        MonitoringOutputConfig: {
          MonitoringOutputs: [{ S3Output: { S3Uri: 's3://nb-models/watch', LocalPath: '/opt/ml/processing/output' } }],
        },
        MonitoringResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 20 } },
      },
    },
  }),
);
await sagemaker.send(new CreateModelCardCommand({ ModelCardName: 'card', Content: '{}', ModelCardStatus: 'Draft' }));
await sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName: 'fraud-research' }));
clock.advance(5 * 3600);
// A key waits a week; alarms would be looked at every minute of it.
const { MetricAlarms = [], CompositeAlarms = [] } = await cloudwatch.send(
  new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
);
for (const alarms of [CompositeAlarms, MetricAlarms])
  await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: alarms.map(({ AlarmName = '' }) => AlarmName) }));
await sagemaker.send(new DeleteMonitoringScheduleCommand({ MonitoringScheduleName: 'watch' }));
await kms.send(new ScheduleKeyDeletionCommand({ KeyId: KeyMetadata?.KeyId, PendingWindowInDays: 7 }));
clock.advance(8 * 86_400);

/** Detail types that the registry does not have, each from AWS's own documentation or a published sample. */
const UNREGISTERED: readonly string[] = [
  'Parameter Store Change',
  'SageMaker Endpoint Deployment State Change',
  'SageMaker Model Card State Change',
  'SageMaker Monitoring Schedule State Change',
  'SageMaker Processing Job State Change',
];
/** Every detail type that stands in the range's code. A new one fails here until it is emitted above. */
const folder = new URL('../../tabletop/range/', import.meta.url).pathname;
const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n');
const registered = new Set(db.all('event').map(({ detailType }) => detailType));
const literals = [...code.matchAll(/'((?:[A-Z][A-Za-z0-9]*|via)(?: (?:[A-Z][A-Za-z0-9]*|via))+)'/g)].map((found) => found[1] ?? '');
const emitted = [...new Set(literals)].filter((text) => registered.has(text) || / (Change|Action|Scan|Notification)$/.test(text)).sort();

const kinds = new Map(events.map((event) => [`${event.source} ${event['detail-type']}`, event]));
test('every kind of event that the range can emit was emitted', () => {
  expect([...new Set(events.map((event) => event['detail-type']))].sort()).toEqual(emitted);
});

test('calls of several services were told', () => {
  expect([...kinds.keys()]).toEqual(
    expect.arrayContaining(
      ['aws.sagemaker', 'aws.s3', 'aws.ecr', 'aws.ssm', 'aws.monitoring'].map((source) => `${source} AWS API Call via CloudTrail`),
    ),
  );
});

test.each([...kinds])('%s agrees with the registry', (_kind, event) => {
  const root = rootOf(event.source, event['detail-type']);
  // Calls of some services have no schema of their own; all records have the same frame.
  const frame = event['detail-type'] === CLOUDTRAIL_CALL ? rootOf('aws.sagemaker', CLOUDTRAIL_CALL) : undefined;
  const schema = root ?? frame;
  if (schema === undefined) expect(UNREGISTERED).toContain(event['detail-type']);
  else expect(inside(schema, event.detail, '').filter((text) => !KNOWN.includes(text) && !isForeign(root, text))).toEqual([]);
});

test('the check itself notices a wrong type', () => {
  const root = rootOf('aws.sagemaker', 'SageMaker Endpoint State Change');
  if (root === undefined) throw new Error('the registry lost the endpoint event');
  expect(inside(root, { EndpointArn: 5 }, '')).toEqual(['EndpointArn is not string']);
});
