import { createHash, createPublicKey, verify } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  CreateTrailCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  LookupEventsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { DeleteBucketPolicyCommand, GetObjectCommand, PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AddTagsCommand, DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import type { Range } from '../../tabletop/range/range-api.ts';
import { as, FRAUD, stillRange, WORKLOAD } from './clients.ts';

const SECURITY = 'NORTHBANK-SECURITY-ADMIN';
const MANAGEMENT = 'NORTHBANK-MANAGEMENT-ADMIN';
const TRAIL = 'northbank-organisation';
const tag = new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'a', Value: 'b' }] });
const setup = () => {
  const { range, clock } = stillRange();
  const events: RangeEvent[] = [];
  range.events.subscribe((event) => {
    if (event['detail-type'] === 'AWS API Call via CloudTrail') events.push(event);
  });
  return { range, clock, events, owner: as(range, MANAGEMENT), ...as(range, 'admin') };
};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const keysIn = (range: Range, part: string): readonly string[] =>
  Object.keys(range.exportState())
    .filter((row) => row.startsWith('s3.object/nb-cloudtrail/') && row.includes(part))
    .map((row) => row.slice('s3.object/nb-cloudtrail/'.length));
const read = async (range: Range, Key: string) => {
  const { Body, Metadata } = await as(range, SECURITY).s3.send(new GetObjectCommand({ Bucket: 'nb-cloudtrail', Key }));
  const text = gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString();
  const json: unknown = JSON.parse(text);
  if (!isObject(json)) throw new Error('no object');
  return { text, json, metadata: Metadata ?? {} };
};
const recordsOf = async (range: Range, key: string): Promise<readonly JsonObject[]> => {
  const { json } = await read(range, key);
  return Array.isArray(json['Records']) ? json['Records'].filter(isObject) : [];
};

test('a log file holds five minutes of an account and a Region', async () => {
  const { range, clock, sagemaker, owner } = setup();
  const before = keysIn(range, '/CloudTrail/');
  await sagemaker.send(tag);
  clock.advance(200);
  await sagemaker.send(tag);
  clock.advance(99);
  expect(keysIn(range, '/CloudTrail/')).toEqual(before);
  clock.advance(1);
  const [key = ''] = keysIn(range, `${WORKLOAD}_CloudTrail_eu-west-1_20261120T0305Z_`);
  expect(key).toMatch(/^AWSLogs\/o-[a-z0-9]+\/111122223333\/CloudTrail\/eu-west-1\/2026\/11\/20\/.*_[A-Z0-9]{16}\.json\.gz$/);
  expect((await recordsOf(range, key)).map(({ eventName }) => eventName)).toEqual(['AddTags', 'AddTags']);
  const status = await owner.cloudtrail.send(new GetTrailStatusCommand({ Name: TRAIL }));
  expect(status).toMatchObject({ IsLogging: true, LatestDeliveryTime: new Date('2026-11-20T03:05:00Z') });
});

test('digests are chained, and whoever has the public key can check the files', async () => {
  const { range, clock, sagemaker, owner } = setup();
  for (let hour = 0; hour < 2; hour += 1) {
    await sagemaker.send(tag);
    clock.advance(4500);
  }
  const digests = keysIn(range, `${WORKLOAD}_CloudTrail-Digest_eu-west-1_${TRAIL}_eu-west-1_`).toSorted();
  expect(digests.length).toBeGreaterThanOrEqual(2);
  const { PublicKeyList = [] } = await owner.cloudtrail.send(new ListPublicKeysCommand({}));
  let previous = 'null';
  for (const key of digests) {
    const { text: whole, json, metadata } = await read(range, key);
    const published = PublicKeyList.find(({ Fingerprint }) => Fingerprint === json['digestPublicKeyFingerprint']);
    const publicKey = createPublicKey({ key: Buffer.from(published?.Value ?? []), format: 'der', type: 'pkcs1' });
    const hash = createHash('sha256').update(whole).digest('hex');
    const signed = [text(json['digestEndTime']), `nb-cloudtrail/${key}`, hash, previous].join('\n');
    const signature = metadata['signature'] ?? '';
    expect(verify('sha256', Buffer.from(signed), publicKey, Buffer.from(signature, 'hex'))).toBe(true);
    expect(verify('sha256', Buffer.from(`${signed}x`), publicKey, Buffer.from(signature, 'hex'))).toBe(false);
    expect(json['previousDigestSignature']).toBe(previous === 'null' ? null : previous);
    previous = signature;
    const files = Array.isArray(json['logFiles']) ? json['logFiles'].filter(isObject) : [];
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const content = (await read(range, text(file['s3Object']))).text;
      expect(createHash('sha256').update(content).digest('hex')).toBe(file['hashValue']);
    }
  }
});

test('whoever stops the trail blinds the bus, and is seen doing it; the event history sees on', async () => {
  const { clock, events, sagemaker, cloudtrail, owner } = setup();
  await owner.cloudtrail.send(new StopLoggingCommand({ Name: TRAIL }));
  await sagemaker.send(tag);
  clock.advance(120);
  expect(events.map(({ detail }) => detail['eventName'])).toEqual(['StopLogging']);
  const { Events } = await cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }));
  expect(Events?.[0]?.EventName).toBe('AddTags');
  await owner.cloudtrail.send(new StartLoggingCommand({ Name: TRAIL }));
  await sagemaker.send(tag);
  clock.advance(120);
  expect(events.map(({ detail }) => detail['eventName'])).toEqual(['StopLogging', 'StartLogging', 'AddTags']);
});

test('data events are recorded for the trail that asks for them, and nowhere else', async () => {
  const { range, clock, events, s3, owner, cloudtrail } = setup();
  const act = async () => {
    await as(range, 'crm').runtime.send(new InvokeEndpointCommand({ EndpointName: 'churn', Body: 'secret' }));
    await s3.send(new PutObjectCommand({ Bucket: 'nb-train', Key: 'partner/x', Body: 'x' }));
    clock.advance(300);
  };
  await act();
  expect(events).toEqual([]);
  const data = (type: string) => ({
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: [type] },
    ],
  });
  await owner.cloudtrail.send(
    new PutEventSelectorsCommand({
      TrailName: TRAIL,
      AdvancedEventSelectors: [
        { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
        data('AWS::SageMaker::Endpoint'),
        data('AWS::S3::Object'),
      ],
    }),
  );
  await act();
  const [, invoked, put] = events.map(({ detail }) => detail);
  expect(invoked).toMatchObject({
    eventName: 'InvokeEndpoint',
    requestParameters: null,
    managementEvent: false,
    eventCategory: 'Data',
    resources: [{ type: 'AWS::SageMaker::Endpoint', ARN: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:endpoint/churn` }],
  });
  expect(put).toMatchObject({
    eventName: 'PutObject',
    readOnly: false,
    requestParameters: { bucketName: 'nb-train', key: 'partner/x', Host: 'nb-train.s3.eu-west-1.amazonaws.com' },
    resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::nb-train/partner/x' }, { type: 'AWS::S3::Bucket' }],
  });
  const [key = ''] = keysIn(range, `${WORKLOAD}_CloudTrail_eu-west-1_20261120T0310Z_`);
  expect((await recordsOf(range, key)).map(({ eventName }) => eventName)).toEqual(['InvokeEndpoint', 'PutObject']);
  const { Events = [] } = await cloudtrail.send(new LookupEventsCommand({ MaxResults: 2 }));
  expect(Events.map(({ EventName }) => EventName)).not.toContain('PutObject');
});

test('reads are kept in the history on request, in their order, and only the newest', async () => {
  const { range, clock } = stillRange({ readEvents: true });
  const { sagemaker, cloudtrail } = as(range, 'admin');
  await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' }));
  await sagemaker.send(tag);
  clock.advance(120);
  const { Events = [] } = await cloudtrail.send(new LookupEventsCommand({ MaxResults: 2 }));
  expect(Events.map(({ EventName, ReadOnly }) => [EventName, ReadOnly])).toEqual([
    ['AddTags', 'false'],
    ['DescribeEndpoint', 'true'],
  ]);
});

test('a trail of one account hears its own; a bucket that lets CloudTrail in no longer is told by its status', async () => {
  const { range, clock, sagemaker, cloudtrail, s3, owner } = setup();
  await owner.cloudtrail.send(new StopLoggingCommand({ Name: TRAIL }));
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: ['s3:GetBucketAcl', 's3:PutObject'],
    Resource: ['arn:aws:s3:::nb-capture', 'arn:aws:s3:::nb-capture/*'],
  };
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'nb-capture', Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  await cloudtrail.send(new CreateTrailCommand({ Name: 'own', S3BucketName: 'nb-capture' }));
  await cloudtrail.send(new StartLoggingCommand({ Name: 'own' }));
  clock.advance(300);
  const files = () => Object.keys(range.exportState()).filter((row) => row.startsWith('s3.object/nb-capture/AWSLogs/'));
  expect(files()).toHaveLength(1);
  await s3.send(new DeleteBucketPolicyCommand({ Bucket: 'nb-capture' }));
  await sagemaker.send(tag);
  clock.advance(300);
  expect(files()).toHaveLength(1);
  const status = await cloudtrail.send(new GetTrailStatusCommand({ Name: 'own' }));
  expect(status).toMatchObject({ LatestDeliveryError: 'AccessDenied', LatestDeliveryAttemptSucceeded: '' });
});
