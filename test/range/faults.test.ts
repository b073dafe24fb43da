import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { AddTagsCommand, DescribeEndpointCommand, SageMakerClient, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { createRange } from '../../tabletop/range/range.ts';
import { as, FRAUD, NOW, refusal, stillRange, WORKLOAD } from './clients.ts';

const update = new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' });
const status = async (range: ReturnType<typeof stillRange>['range']) =>
  (await as(range, 'admin').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }))).EndpointStatus;

test.each([
  ['throttled', 'ThrottlingException', 400],
  ['unavailable', 'ServiceUnavailable', 503],
  ['denied', 'AccessDeniedException', 400],
] as const)('%s hits as often as planned, before anything happened', async (kind, name, code) => {
  const { range } = stillRange();
  const { sagemaker } = as(range, 'admin');
  range.faults.add({ operation: 'sagemaker:UpdateEndpoint', kind, times: 2 });
  expect(await refusal(sagemaker.send(update))).toMatchObject({ name, status: code });
  expect(range.faults.pending()).toMatchObject([{ times: 1 }]);
  expect(await refusal(sagemaker.send(update))).toMatchObject({ name });
  expect(await status(range)).toBe('InService');
  await sagemaker.send(update);
  expect(range.faults.pending()).toEqual([]);
});

test('timed out after the effect: the caller hears nothing, the change and its record are there', async () => {
  const { range, clock } = stillRange();
  range.faults.add({ operation: 'sagemaker:UpdateEndpoint', kind: 'timed-out-after-effect' });
  expect((await refusal(as(range, 'admin').sagemaker.send(update))).name).toBe('TimeoutError');
  expect(await status(range)).toBe('Updating');
  clock.advance(120);
  const { Events } = await as(range, 'admin').cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }));
  expect(Events?.[0]?.EventName).toBe('UpdateEndpoint');
});

test('over HTTP the socket breaks', async () => {
  const { range } = stillRange();
  const listening = await range.listen();
  const { endpoint } = listening;
  range.faults.add({ operation: 'sagemaker:UpdateEndpoint', kind: 'timed-out-after-effect' });
  const client = new SageMakerClient({ region: 'eu-west-1', endpoint, credentials: range.credentialsFor('admin'), maxAttempts: 1 });
  expect((await refusal(client.send(update))).message).toMatch(/socket hang up|ECONNRESET/);
  client.destroy();
  await listening.close();
  expect(await status(range)).toBe('Updating');
});

test('a plan can be for one role, one service or everything', async () => {
  const { range } = stillRange();
  range.faults.add({ operation: 'sagemaker:*', kind: 'throttled', role: `arn:aws:iam::${WORKLOAD}:role/cordon-member` });
  await as(range, 'admin').sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [] }));
  expect((await refusal(as(range, 'cordon-member').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' })))).name).toBe(
    'ThrottlingException',
  );
  range.faults.add({ operation: '*', kind: 'throttled' });
  expect((await refusal(as(range, 'admin').s3.send(new HeadBucketCommand({ Bucket: 'nb-train' })))).status).toBe(503);
  range.faults.add({ operation: '*', kind: 'throttled' });
  range.faults.clear();
  await as(range, 'admin').s3.send(new HeadBucketCommand({ Bucket: 'nb-train' }));
});

test('a plan can be for a resource, for a time, and for a share of the calls', async () => {
  const { range, clock } = stillRange();
  const { sagemaker } = as(range, 'admin');
  const look = async (EndpointName: string): Promise<string> => {
    try {
      return (await sagemaker.send(new DescribeEndpointCommand({ EndpointName }))).EndpointStatus ?? '';
    } catch (thrown) {
      return thrown instanceof Error ? thrown.name : '';
    }
  };
  range.faults.add({ operation: 'sagemaker:*', kind: 'throttled', resource: '*:endpoint/churn*', times: 2 });
  expect([await look('credit'), await look('churn'), await look('churn-canary'), await look('churn')]).toEqual([
    'InService',
    'ThrottlingException',
    'ThrottlingException',
    'InService',
  ]);
  range.faults.add({ operation: '*', kind: 'unavailable', from: '2026-11-20T03:01:00Z', until: '2026-11-20T03:02:00Z' });
  const told: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    told.push(await look('credit'));
    clock.advance(30);
  }
  expect(told).toEqual(['InService', 'InService', 'ServiceUnavailable', 'ServiceUnavailable']);
  expect(await look('credit')).toBe('InService');
  range.faults.clear();
  range.faults.add({ operation: '*', kind: 'unavailable', share: 0.3 });
  expect(range.faults.pending()).toHaveLength(1);
  const shares = await Promise.all(Array.from({ length: 100 }, () => look('credit')));
  const hit = shares.filter((name) => name === 'ServiceUnavailable').length;
  expect(hit).toBeGreaterThan(15);
  expect(hit).toBeLessThan(45);
  expect(range.faults.pending()).toEqual([]);
  expect(() => range.faults.add({ operation: '*', kind: 'denied', share: 0 })).toThrow(RangeError);
  expect(() => range.faults.add({ operation: '*', kind: 'denied', from: 'soon' })).toThrow(RangeError);
});

test('plans are part of the state: they go on in an exported range', async () => {
  const { range, clock } = stillRange();
  range.faults.add({ operation: 'sagemaker:UpdateEndpoint', kind: 'throttled', times: 2 });
  await refusal(as(range, 'admin').sagemaker.send(update));
  const resumed = createRange({ clock, state: range.exportState() });
  expect(resumed.faults.pending()).toMatchObject([{ times: 1 }]);
  expect((await refusal(as(resumed, 'admin').sagemaker.send(update))).name).toBe('ThrottlingException');
  await as(resumed, 'admin').sagemaker.send(update);
});

test('a planned refusal is recorded as a real one is', async () => {
  const { range, clock } = stillRange();
  range.faults.add({ operation: 'sagemaker:UpdateEndpoint', kind: 'denied' });
  await refusal(as(range, 'admin').sagemaker.send(update));
  clock.advance(120);
  const { Events } = await as(range, 'admin').cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }));
  expect(JSON.parse(Events?.[0]?.CloudTrailEvent ?? '{}')).toMatchObject({
    eventName: 'UpdateEndpoint',
    errorCode: 'AccessDeniedException',
  });
});

test('of a batch every second entry fails by plan', async () => {
  const { range, clock } = stillRange();
  const client = new EventBridgeClient(range.clientConfig('admin'));
  const heard: unknown[] = [];
  range.events.subscribe((event) => heard.push(event.detail));
  range.faults.add({ operation: 'events:PutEvents', kind: 'partial' });
  const Entries = [0, 1, 2].map((n) => ({ Source: 'northbank.app', DetailType: 'x', Detail: JSON.stringify({ n }) }));
  const answer = await client.send(new PutEventsCommand({ Entries }));
  expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{}, { ErrorCode: 'InternalFailure' }, {}] });
  clock.advance(0);
  expect(heard).toEqual([{ n: 0 }, { n: 2 }]);
});

test('with limits the third LookupEvents of a second is too soon, and the bucket fills with time', async () => {
  const { range, clock } = stillRange({ limits: true });
  const { cloudtrail } = as(range, 'admin');
  const look = () => cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }));
  await look();
  await look();
  expect(await refusal(look())).toMatchObject({ name: 'ThrottlingException', status: 400 });
  await as(range, 'NORTHBANK-SECURITY-ADMIN').cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }));
  clock.advance(0.5);
  await look();
  expect((await refusal(look())).name).toBe('ThrottlingException');
  const unlimited = as(stillRange().range, 'admin').cloudtrail;
  for (let n = 0; n < 5; n += 1) await unlimited.send(new LookupEventsCommand({ MaxResults: 1 }));
});

test('a rate is per second of AWS, also on a clock with a pace', async () => {
  const clock = virtualClock(NOW, 60);
  const { cloudtrail } = as(createRange({ clock, limits: true }), 'admin');
  const look = () => cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }));
  await look();
  await look();
  clock.advance(1);
  await look();
  await look();
  expect((await refusal(look())).name).toBe('ThrottlingException');
});
