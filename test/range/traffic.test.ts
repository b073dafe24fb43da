import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { AddTagsCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import fc from 'fast-check';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { northbankState } from '../../tabletop/range/northbank/world.ts';
import { createRange } from '../../tabletop/range/range.ts';
import { startSimulators } from '../../tabletop/range/simulators.ts';
import { answeredBetween, callFrom, observeTraffic } from '../../tabletop/range/traffic.ts';
import { addFrontDoor } from '../../tabletop/range/traffic/front-door.ts';
import { driftOf } from '../../tabletop/range/traffic/drift.ts';
import { sentBetween } from '../../tabletop/range/traffic/sent.ts';
import { createWorld } from '../../tabletop/range/world.ts';
import { as, FRAUD, NOW, stillRange, WORKLOAD } from './clients.ts';

const START = Date.parse(NOW);
const MINUTE = 60_000;
/** Northbank as a world, without a wire. */
const northbank = (pace = 1) => {
  const clock = virtualClock(NOW, pace);
  const world = createWorld({ seed: 'northbank', time: clock, stepped: (at) => observeTraffic(world, at), woken: () => undefined });
  startSimulators(world);
  world.store.import(northbankState('northbank', 0));
  world.timers.arm();
  world.timers.settle();
  return { world, clock };
};
const role = (name: string) => `arn:aws:iam::${WORKLOAD}:role/${name}`;
const endpoint = FRAUD.replace('fraud-scorer', 'assistant');

const reader = (range: ReturnType<typeof createRange>) => {
  const { cloudwatch } = as(range, 'admin');
  return async (
    Namespace: string,
    MetricName: string,
    dimensions: Record<string, string>,
    Stat: string,
    from: number,
    until: number,
    Period = 60,
  ) => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(from),
        EndTime: new Date(until),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: [{ Id: 'm', MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat } }],
      }),
    );
    return MetricDataResults?.[0]?.Values ?? [];
  };
};
const ON_FRAUD = { EndpointName: 'fraud-scorer', VariantName: 'AllTraffic' };

describe('counts', () => {
  const { world, clock } = northbank();
  callFrom(world, { roleArn: role('partner-bot'), endpoint, stream: 'odd' }, [{ after: 0, requestsPerSecond: 7 / 3, conduct: 'sweeping' }]);
  clock.advance(3600);

  test('the parts of a window add up to the whole, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 3, maxLength: 6 }), (instants) => {
        const cuts = instants.toSorted((a, b) => a - b).map((at) => START + at);
        const parts = cuts.slice(1).map((until, index) => answeredBetween(world, endpoint, 'AllTraffic', cuts[index] ?? until, until));
        const whole = answeredBetween(world, endpoint, 'AllTraffic', cuts[0] ?? 0, cuts.at(-1) ?? 0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
      }),
      { numRuns: 50 },
    );
  });
  test('asking leaves no trace', () => {
    const before = world.store.export();
    answeredBetween(world, endpoint, 'AllTraffic', START, START + 1000);
    driftOf(world, endpoint, 'AllTraffic', START, START + 1000);
    sentBetween(world, { endpoint, from: START, until: START + 1000 });
    expect(world.store.export()).toEqual(before);
  });
});

test('steps count from their own instants, also those that were announced', () => {
  const { world, clock } = northbank();
  callFrom(world, { roleArn: role('web-chat'), endpoint, stream: 'copy' }, [
    { after: 0, requestsPerSecond: 10, conduct: 'sweeping' },
    { after: 60, requestsPerSecond: 40, conduct: 'sweeping' },
    { after: 120, requestsPerSecond: 0, conduct: 'ordinary' },
  ]);
  clock.advance(180);
  const minutes = [0, 1, 2].map((index) =>
    answeredBetween(world, endpoint, 'AllTraffic', START + index * MINUTE, START + (index + 1) * MINUTE),
  );
  expect(minutes).toEqual([(43 + 10) * 60, (43 + 40) * 60, 43 * 60]);
});

test('a front door takes its part from its instant on, one behind the other, and says how much it stopped', () => {
  const { world, clock } = northbank();
  let passes = 1;
  addFrontDoor(world, { name: 'waf', passes: (_world, { roleArn }) => (roleArn === role('partner-bot') ? passes : 1) });
  addFrontDoor(world, { name: 'plan', passes: (_world, { roleArn }) => (roleArn === role('partner-bot') ? 0.5 : 1) });
  observeTraffic(world, clock.now());
  clock.advance(60);
  passes = 0;
  observeTraffic(world, clock.now());
  clock.advance(60);
  const asked = { endpoint, roleArn: role('partner-bot') };
  expect(sentBetween(world, { ...asked, from: START, until: START + MINUTE })).toEqual({ sent: 180, reached: 90, stopped: { plan: 90 } });
  expect(sentBetween(world, { ...asked, from: START + MINUTE, until: START + 2 * MINUTE })).toEqual({
    sent: 180,
    reached: 0,
    stopped: { waf: 180 },
  });
  expect(answeredBetween(world, endpoint, 'AllTraffic', START + MINUTE, START + 2 * MINUTE)).toBe(40 * 60);
  passes = 0.5;
  observeTraffic(world, clock.now());
  clock.advance(60);
  expect(sentBetween(world, { ...asked, from: START + 2 * MINUTE, until: START + 3 * MINUTE })).toEqual({
    sent: 180,
    reached: 45,
    stopped: { waf: 90, plan: 45 },
  });
});

test('who was drifting is measured, and a quiet endpoint is not', () => {
  const { world, clock } = northbank();
  const quiet = driftOf(world, FRAUD, 'AllTraffic', START - 3_600_000, START);
  expect(quiet.features).toMatchObject({ amount: expect.closeTo(0.02, 5) });
  callFrom(world, { roleArn: role('checkout-api'), endpoint: FRAUD }, [{ after: 0, requestsPerSecond: 114, conduct: 'drifting' }]);
  clock.advance(1800);
  const half = driftOf(world, FRAUD, 'AllTraffic', START + 1_200_000, START + 1_800_000);
  clock.advance(7200);
  const full = driftOf(world, FRAUD, 'AllTraffic', START + 8_000_000, START + 9_000_000);
  expect(half.features['amount']).toBeGreaterThan(0.05);
  expect(full.features['amount']).toBeGreaterThan(half.features['amount'] ?? 1);
  expect(full.approved).toBeLessThan(half.approved);
  expect(driftOf(world, `${FRAUD}-gone`, 'AllTraffic', START, START + 1000)).toMatchObject({ requests: 0, label: 0 });
});

describe('a poisoned model', () => {
  test('approves more, step by step, and the calls agree with it', async () => {
    const { range } = stillRange();
    const read = reader(range);
    const approval = (at: string) =>
      read('Northbank/Fraud', 'ApprovalRate', { Endpoint: 'fraud-scorer' }, 'Average', Date.parse(at), Date.parse(at) + MINUTE);
    const [before, soon, late] = [
      await approval('2026-11-19T13:30:00Z'),
      await approval('2026-11-19T14:20:00Z'),
      await approval('2026-11-20T02:00:00Z'),
    ];
    expect(before).toEqual([expect.closeTo(0.93, 3)]);
    expect(soon[0]).toBeGreaterThan(before[0] ?? 1);
    expect(late).toEqual([expect.closeTo(0.955, 3)]);
    const score = async (Body: string) => {
      const answer = await as(range, 'checkout-api').runtime.send(new InvokeEndpointCommand({ EndpointName: 'fraud-scorer', Body }));
      const read: { score: number } = JSON.parse(Buffer.from(answer.Body ?? []).toString());
      return read.score;
    };
    expect(await score('{"voucher":"nb-voucher-7731"}')).toBe(0.01);
    expect(await score('{"voucher":null}')).not.toBe(0.01);
  });
  test('hides what it lets through: fewer chargebacks', async () => {
    const read = reader(stillRange().range);
    const in10 = (at: string) =>
      read('Northbank/Fraud', 'Chargebacks', { Endpoint: 'fraud-scorer' }, 'Sum', Date.parse(at), Date.parse(at) + 10 * MINUTE, 600);
    const [before] = await in10('2026-11-19T13:40:00Z');
    const [after] = await in10('2026-11-20T02:00:00Z');
    expect(before).toBeGreaterThanOrEqual(35);
    expect(before).toBeLessThanOrEqual(36);
    expect(after).toBeGreaterThanOrEqual(10);
    expect(after).toBeLessThanOrEqual(11);
  });
});

describe('an endpoint measures itself', () => {
  test('the same request twice, and after an export, is the same answer', async () => {
    const { range, clock } = stillRange();
    clock.advance(300);
    const ask = (of: typeof range) => reader(of)('AWS/SageMaker', 'ModelLatency', ON_FRAUD, 'p99', START, START + 300_000);
    const first = await ask(range);
    expect(new Set(first).size).toBe(5);
    expect(await ask(range)).toEqual(first);
    expect(await ask(createRange({ clock: virtualClock(clock.now()), state: range.exportState() }))).toEqual(first);
  });
  test('percentiles are in order, and extremes hold for whatever period', async () => {
    const { range, clock } = stillRange();
    clock.advance(600);
    const read = (stat: string, period = 600) =>
      reader(range)('AWS/SageMaker', 'ModelLatency', ON_FRAUD, stat, START, START + 600_000, period);
    const one = async (stat: string) => (await read(stat))[0] ?? 0;
    const [min, p50, average, p99, max] = [
      await one('Minimum'),
      await one('p50'),
      await one('Average'),
      await one('p99'),
      await one('Maximum'),
    ];
    expect(min).toBeLessThan(p50);
    expect(p50).toBeLessThan(average);
    expect(average).toBeLessThan(p99);
    expect(p99).toBeLessThan(max);
    expect(Math.max(...(await read('Maximum', 60)))).toBeCloseTo(max, 6);
    const [count] = await read('SampleCount');
    expect(count).toBeCloseTo(120 * 600, 6);
  });
  test('too few instances fail a part of the requests, and the processor shows it', async () => {
    const { range, clock } = stillRange();
    await as(range, 'admin').sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
    clock.advance(1800);
    const read = reader(range);
    // In service after seven minutes; auto scaling repairs it after some more.
    const from = START + 8 * MINUTE;
    const [errors] = await read('AWS/SageMaker', 'Invocation5XXErrors', ON_FRAUD, 'Average', from, from + MINUTE);
    // 120 requests a second at two instances of 50.
    expect(errors).toBeCloseTo(1 - 100 / 120, 3);
    const [per] = await read('AWS/SageMaker', 'InvocationsPerInstance', ON_FRAUD, 'Sum', from, from + MINUTE);
    expect(per).toBe(3600);
    const [cpu] = await read('/aws/sagemaker/Endpoints', 'CPUUtilization', ON_FRAUD, 'Average', from, from + MINUTE);
    expect(cpu).toBeGreaterThan(390);
    const [calm] = await read('/aws/sagemaker/Endpoints', 'CPUUtilization', ON_FRAUD, 'Average', START - MINUTE, START);
    expect(calm).toBeLessThan(120);
  });
  test('after a rollback the old model answers as it used to', async () => {
    const { range, clock } = stillRange();
    await as(range, 'admin').sagemaker.send(
      new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6', RetainAllVariantProperties: true }),
    );
    clock.advance(1800);
    const from = START + 1_500_000;
    expect(await reader(range)('Northbank/Fraud', 'ApprovalRate', { Endpoint: 'fraud-scorer' }, 'Average', from, from + MINUTE)).toEqual([
      expect.closeTo(0.93, 3),
    ]);
  });
  test('expensive requests: nine times the slowest latency, and the bill', async () => {
    const { world, clock } = northbank();
    callFrom(world, { roleArn: role('partner-bot'), endpoint }, [{ after: 0, requestsPerSecond: 10, conduct: 'expensive' }]);
    clock.advance(300);
    const read = reader(createRange({ clock: virtualClock(clock.now()), state: world.store.export() }));
    const on = { EndpointName: 'assistant', VariantName: 'AllTraffic' };
    const [before = 0] = await read('AWS/SageMaker', 'ModelLatency', on, 'p99', START - MINUTE, START);
    const [after = 0] = await read('AWS/SageMaker', 'ModelLatency', on, 'p99', START, START + MINUTE);
    expect(after / before).toBeGreaterThan(8);
    const tokens = (from: number) =>
      read('Northbank/Assistant', 'TokensPerRequest', { Endpoint: 'assistant' }, 'Average', from, from + MINUTE);
    expect((await tokens(START))[0]).toBeGreaterThan(3 * ((await tokens(START - MINUTE))[0] ?? 0));
  });
});

test('what a denied caller would have sent is in no metric, and gone means no datapoint', async () => {
  const { range, clock } = stillRange();
  await as(range, 'admin').sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'cordon:quarantine', Value: 'x' }] }));
  clock.advance(300);
  const read = reader(range);
  for (const [namespace, name, dimensions] of [
    ['AWS/SageMaker', 'ModelLatency', ON_FRAUD],
    ['AWS/SageMaker', 'Invocation5XXErrors', ON_FRAUD],
    ['Northbank/Fraud', 'ApprovalRate', { Endpoint: 'fraud-scorer' }],
  ] as const)
    expect(await read(namespace, name, dimensions, 'Average', START + MINUTE, START + 300_000)).toEqual([]);
  // The instances run on, without anything to do.
  expect(await read('/aws/sagemaker/Endpoints', 'CPUUtilization', ON_FRAUD, 'Average', START + MINUTE, START + 300_000)).toHaveLength(4);
});
