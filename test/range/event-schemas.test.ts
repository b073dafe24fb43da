import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
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
  CreateModelCommand,
  CreateMonitoringScheduleCommand,
  CreateProcessingJobCommand,
  CreateTransformJobCommand,
  DeleteMonitoringScheduleCommand,
  StartPipelineExecutionCommand,
  UpdateEndpointCommand,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject } from '../../core/json.ts';
import { CLOUDTRAIL_CALL } from '../../tabletop/range/delivery.ts';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, stillRange, WORKLOAD } from './clients.ts';

/** The shapes of the EventBridge schema registry, as the CDK publishes them. */
const db = loadAwsServiceSpecSync();
type EventType = ReturnType<typeof rootOf>;
const rootOf = (source: string, detailType: string) => {
  const event = db.all('event').find((candidate) => candidate.source === source && candidate.detailType === detailType);
  return event === undefined ? undefined : db.get('eventTypeDefinition', event.rootProperty.$ref);
};
type Property = NonNullable<EventType>['properties'][string]['type'];

/** Disagreements with the registry, each known: the registry was inferred from samples and is not complete. */
const KNOWN: readonly string[] = [
  // A map in AWS's documentation and in captured events, a list in the registry.
  'Tags is not array',
  // Only in records of calls that a service made, or of web identities.
  'userIdentity.sessionContext.webIdFederationData is missing',
  'userIdentity.invokedBy is missing',
  // Optional in CreateModel, and so in the event.
  'PrimaryContainer.ContainerHostname is missing',
  // Optional in the calls that made the jobs and the run, and so in their events.
  'pipelineExecutionDescription is missing',
  'TransformOutput.AssembleWith is missing',
  'TransformInput.ContentType is missing',
  'TransformInput.SplitType is missing',
  'TransformInput.CompressionType is missing',
  'InputDataConfig[].ContentType is missing',
  'InputDataConfig[].RecordWrapperType is missing',
  'InputDataConfig[].CompressionType is missing',
  // Only of steps that failed, were found in a cache, or were processing jobs.
  'cacheHitResult is missing',
  'failureReason is missing',
  'metadata.processingJob is missing',
  // S3 names the owner of the bucket, not of the object; ECR's resource has no type.
  'resources[].accountId is missing',
  'resources[].type is missing',
];
const disagreements = (type: Property, value: unknown, path: string): readonly string[] => {
  if (value === null || value === undefined || type.type === 'json') return [];
  if (type.type === 'ref') {
    const definition = db.get('eventTypeDefinition', type.reference.$ref);
    return isObject(value) ? inside(definition, value, path) : [`${path} is not an object`];
  }
  if (type.type === 'array')
    return Array.isArray(value)
      ? value.flatMap((item: unknown) => disagreements(type.element, item, `${path}[]`))
      : [`${path} is not array`];
  if (type.type === 'union')
    return type.types.some((option) => disagreements(option, value, path).length === 0) ? [] : [`${path} is none of its types`];
  if (type.type === 'date-time') return typeof value === 'string' ? [] : [`${path} is not a time`];
  if (type.type === 'map' || type.type === 'tag') return isObject(value) ? [] : [`${path} is not a map`];
  const expected = type.type === 'integer' ? 'number' : type.type;
  return typeof value === expected ? [] : [`${path} is not ${type.type}`];
};
/** What was asked and answered differs by operation, and the registry has samples of some; under another service's schema it does not count at all. */
const isForeign = (own: EventType, text: string): boolean =>
  /^(requestParameters|responseElements)\b.* is missing$/.test(text) ||
  (own === undefined && /^(requestParameters|responseElements|resources|additionalEventData|tlsDetails)/.test(text));
const inside = (definition: NonNullable<EventType>, value: JsonObject, path: string): readonly string[] =>
  Object.entries(definition.properties).flatMap(([name, property]) => {
    const at = path === '' ? name : `${path}.${name}`;
    if (!(name in value)) return property.required === true ? [`${at} is missing`] : [];
    return disagreements(property.type, value[name], at);
  });

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
