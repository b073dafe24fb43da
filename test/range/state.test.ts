import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { AddTagsCommand, DescribeEndpointCommand, UpdateEndpointCommand, UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { digestOf } from '../../core/json.ts';
import { virtualClock } from '../../tabletop/range/clock.ts';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { createRange } from '../../tabletop/range/range.ts';
import type { Range } from '../../tabletop/range/range-api.ts';
import { as, FRAUD, HUB, NOW, refusal, stillRange, WORKLOAD } from './clients.ts';

/** A little of everything that changes something. */
const script = async (range: Range, advance: (seconds: number) => void) => {
  const { sagemaker, s3 } = as(range, 'admin');
  await as(range, HUB).sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${WORKLOAD}:role/cordon-member`, RoleSessionName: 'run-1' }),
  );
  await sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'cordon:quarantine', Value: 'INC-1' }] }));
  advance(30);
  await s3.send(new PutObjectCommand({ Bucket: 'nb-train', Key: 'partner/x', Body: 'poison' }));
  await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
  await as(range, 'crm').runtime.send(new InvokeEndpointCommand({ EndpointName: 'churn', Body: 'x' }));
  advance(500);
  await sagemaker.send(
    new UpdateModelPackageCommand({
      ModelPackageArn: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model-package/fraud-model/7`,
      ModelApprovalStatus: 'Rejected',
      ClientToken: 'token',
    }),
  );
  await refusal(sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'nope', EndpointConfigName: 'fraud-cfg-6' })));
  advance(600);
};
const run = async (seed: string) => {
  const { range, clock } = stillRange({ seed });
  await script(range, (seconds) => clock.advance(seconds));
  return digestOf(range.exportState());
};

test('the state is a function of seed, calls and time', async () => {
  const first = await run('one');
  expect(await run('one')).toBe(first);
  expect(await run('two')).not.toBe(first);
});

test('an export in the middle of an update resumes: it finishes on time and its events arrive', async () => {
  const { range, clock } = stillRange();
  await as(range, 'admin').sagemaker.send(
    new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6', RetainAllVariantProperties: true }),
  );
  clock.advance(400);
  const state = range.exportState();
  range.close();

  const later = virtualClock(clock.now());
  const resumed = createRange({ clock: later, state });
  const events: RangeEvent[] = [];
  resumed.events.subscribe((event) => events.push(event));
  const { sagemaker } = as(resumed, 'admin');
  expect((await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }))).EndpointStatus).toBe('Updating');
  later.advance(20);
  expect(await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }))).toMatchObject({
    EndpointStatus: 'InService',
    EndpointConfigName: 'fraud-cfg-6',
    LastModifiedTime: new Date(Date.parse(NOW) + 420_000),
  });
  later.advance(5);
  const states = events.filter((event) => event['detail-type'] === 'SageMaker Endpoint State Change');
  expect(states.map((event) => event.detail.EndpointStatus)).toEqual(['IN_SERVICE']);
});

test('what came due while nothing ran is done first, at its own instant', async () => {
  const { range } = stillRange();
  await as(range, 'admin').sagemaker.send(
    new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6', RetainAllVariantProperties: true }),
  );
  const resumed = createRange({ clock: virtualClock(Date.parse(NOW) + 3_600_000), state: range.exportState() });
  const found = await as(resumed, 'admin').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
  expect(found).toMatchObject({ EndpointStatus: 'InService', LastModifiedTime: new Date(Date.parse(NOW) + 420_000) });
});

test('and what follows from it at its own instant, too: auto scaling restored the fleet long ago', async () => {
  const { range } = stillRange();
  await as(range, 'admin').sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
  const resumed = createRange({ clock: virtualClock(Date.parse(NOW) + 3_600_000), state: range.exportState() });
  const found = await as(resumed, 'admin').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
  // Seven minutes of update, one until it is noticed, two of scaling.
  expect(found).toMatchObject({ EndpointStatus: 'InService', LastModifiedTime: new Date(Date.parse(NOW) + 600_000) });
  expect(found.ProductionVariants?.[0]?.CurrentInstanceCount).toBe(12);
});

test('a deny that took effect while nothing ran stopped the traffic then, not when somebody looked', async () => {
  const { range } = stillRange();
  await as(range, 'admin').sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'cordon:quarantine', Value: 'INC-1' }] }));
  const late = Date.parse(NOW) + 3_600_000;
  const resumed = createRange({ clock: virtualClock(late), state: range.exportState() });
  const Dimensions = [
    { Name: 'EndpointName', Value: 'fraud-scorer' },
    { Name: 'VariantName', Value: 'AllTraffic' },
  ];
  const asked = {
    Namespace: 'AWS/SageMaker',
    MetricName: 'Invocations',
    Dimensions,
    Period: 60,
    StartTime: new Date(NOW),
    EndTime: new Date(late),
  };
  const { Datapoints } = await as(resumed, 'admin').cloudwatch.send(new GetMetricStatisticsCommand({ ...asked, Statistics: ['Sum'] }));
  expect(Datapoints).toEqual([expect.objectContaining({ Timestamp: new Date(NOW), Sum: 120 * 20 })]);
});

test('the rows handed to onChange are the whole difference, and are there before the answer', async () => {
  const { range, clock } = stillRange();
  const stored = new Map(Object.entries(range.exportState()));
  range.onChange((changes) => {
    for (const { key, json } of changes) {
      if (json === undefined) stored.delete(key);
      else stored.set(key, json);
    }
  });
  const calls = as(range, 'admin').sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'a', Value: 'b' }] }));
  await calls;
  expect(Object.fromEntries(stored)).toEqual(range.exportState());
  await script(range, (seconds) => clock.advance(seconds));
  expect(Object.fromEntries(stored)).toEqual(range.exportState());
});

test('reads change nothing, and one change is a few rows', async () => {
  const { range } = stillRange();
  const sizes: number[] = [];
  range.onChange((changes) => sizes.push(changes.reduce((sum, { json = '' }) => sum + json.length, 0)));
  const { sagemaker } = as(range, 'admin');
  for (let n = 0; n < 5; n += 1) await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' }));
  expect(sizes).toEqual([]);
  await sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'a', Value: 'b' }] }));
  expect(sizes).toHaveLength(1);
  expect(sizes[0]).toBeLessThan(10_000);
});

test('events that came due while nobody listened wait for the first subscriber of a resumed range', async () => {
  const { range } = stillRange();
  await as(range, 'admin').sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [] }));
  const late = virtualClock(Date.parse(NOW) + 3_600_000);
  const resumed = createRange({ clock: late, state: range.exportState() });
  late.advance(1);
  const again = createRange({ clock: late, state: resumed.exportState() });
  const heard: string[] = [];
  again.events.subscribe((event) => heard.push(event['detail-type']));
  expect(heard).toEqual([]);
  late.advance(1);
  expect(heard).toEqual(['AWS API Call via CloudTrail']);
  late.advance(1);
  expect(heard).toHaveLength(1);
});

test('what another version kept is refused, and the range stays as it is', () => {
  const { range } = stillRange();
  const before = range.exportState();
  const { 'range/format': _format, ...old } = before;
  expect(() => range.importState(old)).toThrow('another version');
  expect(() => createRange({ clock: virtualClock(NOW), state: { ...before, 'range/format': '1' } })).toThrow('another version');
  expect(range.exportState()).toEqual(before);
});

test('importState replaces everything', async () => {
  const { range } = stillRange();
  const before = range.exportState();
  const { sagemaker } = as(range, 'admin');
  await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
  range.importState(before);
  expect((await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }))).EndpointStatus).toBe('InService');
});

test('a restarted range does not repeat request ids', async () => {
  const { range } = stillRange();
  const id = async (of: Range) =>
    (await as(of, 'admin').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' }))).$metadata.requestId;
  const first = await id(range);
  expect(await id(createRange({ clock: virtualClock(NOW), state: range.exportState() }))).not.toBe(first);
});
