import { LookupEventsCommand, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { AttachRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AddTagsCommand, DescribeEndpointCommand, UpdateEndpointCommand, UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { isObject } from '../../core/json.ts';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, FRAUD, HUB, refusal, stillRange, WORKLOAD } from './clients.ts';

const setup = () => {
  const { range, clock } = stillRange();
  const events: RangeEvent[] = [];
  range.events.subscribe((event) => events.push(event));
  const latest = async (principal = 'admin') => {
    const { Events } = await as(range, principal).cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }));
    return JSON.parse(Events?.[0]?.CloudTrailEvent ?? '{}');
  };
  return { range, clock, events, latest, ...as(range, 'admin') };
};

test('a write is in the history and on the bus two minutes later, with who, what and its request id', async () => {
  const { clock, events, latest, sagemaker } = setup();
  const { $metadata } = await sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'a', Value: 'b' }] }));
  clock.advance(119);
  expect((await latest()).eventName).toBe('UpdateEndpoint');
  expect(events).toEqual([]);
  clock.advance(1);
  const record = await latest();
  expect(record).toMatchObject({
    eventSource: 'sagemaker.amazonaws.com',
    eventName: 'AddTags',
    awsRegion: 'eu-west-1',
    eventTime: '2026-11-20T03:00:00Z',
    requestID: $metadata.requestId,
    requestParameters: { resourceArn: FRAUD, tags: [{ key: 'a', value: 'b' }] },
    userIdentity: {
      type: 'AssumedRole',
      accountId: WORKLOAD,
      arn: `arn:aws:sts::${WORKLOAD}:assumed-role/admin/test-key`,
      sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${WORKLOAD}:role/admin` } },
    },
    readOnly: false,
    managementEvent: true,
    recipientAccountId: WORKLOAD,
  });
  expect(record.userAgent).toContain('aws-sdk-js');
  expect(events).toMatchObject([
    { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.sagemaker', account: WORKLOAD, detail: record },
  ]);
});

test('a refused write is recorded with its error', async () => {
  const { range, clock, latest } = setup();
  await refusal(
    as(range, 'crm').sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' })),
  );
  clock.advance(120);
  expect(await latest()).toMatchObject({
    eventName: 'UpdateEndpoint',
    errorCode: 'AccessDeniedException',
    errorMessage: expect.stringContaining('no identity-based policy'),
    responseElements: null,
  });
});

test('becoming a role is recorded in both accounts, without its secrets; reads and data events are not', async () => {
  const { range, clock, latest, sagemaker, s3 } = setup();
  await as(range, HUB).sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${WORKLOAD}:role/cordon-member`, RoleSessionName: 'run-1' }),
  );
  await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' }));
  await s3.send(new PutObjectCommand({ Bucket: 'nb-train', Key: 'x', Body: 'x' }));
  await as(range, 'crm').runtime.send(new InvokeEndpointCommand({ EndpointName: 'churn', Body: 'x' }));
  clock.advance(120);
  const assumed = await latest('NORTHBANK-SECURITY-ADMIN');
  expect(assumed).toMatchObject({
    eventName: 'AssumeRole',
    readOnly: true,
    responseElements: { credentials: { secretAccessKey: 'HIDDEN_DUE_TO_SECURITY_REASONS' } },
  });
  // The other account learns whose role came, and nothing of its session.
  expect(await latest()).toMatchObject({
    eventName: 'AssumeRole',
    userIdentity: { type: 'AWSAccount', accountId: '444455556666' },
    recipientAccountId: WORKLOAD,
    sharedEventID: assumed.sharedEventID,
    resources: [{ accountId: WORKLOAD, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${WORKLOAD}:role/cordon-member` }],
  });
  expect(assumed.sharedEventID).toMatch(/^[0-9a-f-]{36}$/);
});

test('the history goes back 90 days, comes in pages, and takes one attribute', async () => {
  const { cloudtrail } = setup();
  const names: string[] = [];
  for await (const { Events } of paginateLookupEvents({ client: cloudtrail, pageSize: 7 }, {}))
    names.push(...(Events ?? []).map(({ EventName = '' }) => EventName));
  expect(names.length).toBeGreaterThan(20);
  const two = new LookupEventsCommand({
    LookupAttributes: [
      { AttributeKey: 'EventName', AttributeValue: 'a' },
      { AttributeKey: 'Username', AttributeValue: 'b' },
    ],
  });
  expect((await refusal(cloudtrail.send(two))).name).toBe('InvalidLookupAttributesException');
  const byPipeline = await cloudtrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'nightly-retrain' }] }),
  );
  expect(byPipeline.Events?.map(({ EventName }) => EventName)).toEqual([
    'UpdateEndpoint',
    'CreateEndpointConfig',
    'CreateModel',
    'UpdateModelPackage',
  ]);
  const later = stillRange({ shiftDays: -100 }).range;
  expect((await as(later, 'admin').cloudtrail.send(new LookupEventsCommand({}))).Events).toEqual([]);
});

test('IAM is recorded in us-east-1, as IAM is', async () => {
  const { clock, events, iam, s3 } = setup();
  await iam.send(
    new AttachRolePolicyCommand({ RoleName: 'partner-upload', PolicyArn: `arn:aws:iam::${WORKLOAD}:policy/cordon-quarantine-deny` }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'nb-capture', VersioningConfiguration: { Status: 'Enabled' } }));
  clock.advance(120);
  expect(events.map(({ region, detail }) => [region, detail.eventSource, detail.eventName])).toEqual([
    ['us-east-1', 'iam.amazonaws.com', 'AttachRolePolicy'],
    ['eu-west-1', 's3.amazonaws.com', 'PutBucketVersioning'],
  ]);
});

test('an update tells its story on the bus', async () => {
  const { clock, events, sagemaker } = setup();
  await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
  clock.advance(425);
  const told = events
    .filter(({ source }) => source === 'aws.sagemaker')
    .map((event) => [event['detail-type'], event.detail.EndpointStatus ?? event.detail.eventName, event.detail.EndpointConfigName ?? null]);
  expect(told).toEqual([
    ['SageMaker Endpoint State Change', 'UPDATING', 'fraud-cfg-7'],
    ['SageMaker Endpoint Deployment State Change', 'UPDATING', 'fraud-cfg-7'],
    ['AWS API Call via CloudTrail', 'UpdateEndpoint', null],
    // Traffic is shifted, the new fleet is watched, the old one goes.
    ['SageMaker Endpoint Deployment State Change', 'UPDATING', 'fraud-cfg-7'],
    ['SageMaker Endpoint Deployment State Change', 'UPDATING', 'fraud-cfg-7'],
    ['SageMaker Endpoint Deployment State Change', 'UPDATING', 'fraud-cfg-7'],
    ['SageMaker Endpoint State Change', 'IN_SERVICE', 'fraud-cfg-6'],
  ]);
});

test('a rejected package says what changed', async () => {
  const { clock, events, sagemaker } = setup();
  const ModelPackageArn = `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model-package/fraud-model/7`;
  await sagemaker.send(
    new UpdateModelPackageCommand({ ModelPackageArn, ModelApprovalStatus: 'Rejected', ApprovalDescription: 'poisoned' }),
  );
  clock.advance(5);
  expect(events).toMatchObject([
    {
      'detail-type': 'SageMaker Model Package State Change',
      resources: [ModelPackageArn],
      detail: {
        ModelApprovalStatus: 'Rejected',
        ApprovalDescription: 'poisoned',
        UpdatedModelPackageFields: ['ModelApprovalStatus', 'ApprovalDescription'],
      },
    },
  ]);
  expect(isObject(events[0]?.detail)).toBe(true);
});

test("a subscriber's bug is told, and is neither the caller's error nor the next subscriber's", async () => {
  const told: unknown[] = [];
  const { range, clock } = stillRange({ subscriberFailed: (thrown) => told.push(thrown) });
  const bug = new Error('bug');
  const heard: unknown[] = [];
  range.events.subscribe(() => {
    throw bug;
  });
  const stop = range.events.subscribe(({ detail }) => heard.push(detail.eventName));
  const tag = () => as(range, 'admin').sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [] }));
  await tag();
  clock.advance(120);
  expect(told).toEqual([bug]);
  expect(heard).toEqual(['AddTags']);
  stop();
  await tag();
  clock.advance(120);
  expect(heard).toHaveLength(1);
});
