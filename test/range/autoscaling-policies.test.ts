import {
  type ApplicationAutoScalingClient,
  DescribeScheduledActionsCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { clamped, stepAt, stepped, tracked } from '../../tabletop/range/application-auto-scaling/adjust.ts';
import { nextCron, parseCron } from '../../tabletop/range/application-auto-scaling/cron.ts';
import { refusal } from './clients.ts';
import { CREDIT, scaling } from './scaling.ts';

describe('scheduled actions', () => {
  const put = (autoscaling: ApplicationAutoScalingClient, Schedule: string, ScalableTargetAction: object, more: object = {}) =>
    autoscaling.send(new PutScheduledActionCommand({ ...CREDIT, ScheduledActionName: 'plan', Schedule, ScalableTargetAction, ...more }));
  test.each([
    ['at(2026-11-20T04:00:00)', 3600],
    ['rate(1 hour)', 3600],
    ['cron(30 4 * * ? *)', 5400],
  ])('%s changes the bounds and the capacity with them', async (schedule, seconds) => {
    const { clock, autoscaling, register, target, instances } = scaling();
    await register();
    await put(autoscaling, schedule, { MinCapacity: 6 });
    clock.advance(seconds - 1);
    expect((await target())?.MinCapacity).toBe(2);
    clock.advance(1);
    expect((await target())?.MinCapacity).toBe(6);
    expect((await instances()).desired).toBe(6);
    const left = await autoscaling.send(new DescribeScheduledActionsCommand({ ...CREDIT }));
    expect(left.ScheduledActions).toHaveLength(schedule.startsWith('at') ? 0 : 1);
  });
  test('suspended, it waits for the next time', async () => {
    const { clock, autoscaling, register, target } = scaling();
    await register({ SuspendedState: { ScheduledScalingSuspended: true } });
    await put(autoscaling, 'rate(1 hour)', { MinCapacity: 6 });
    clock.advance(3600);
    expect((await target())?.MinCapacity).toBe(2);
    await register({ SuspendedState: { ScheduledScalingSuspended: false } });
    clock.advance(3600);
    expect((await target())?.MinCapacity).toBe(6);
  });
  test('what cannot be read, or is of another time zone, is refused', async () => {
    const { autoscaling, register } = scaling();
    await register();
    expect((await refusal(put(autoscaling, 'cron(61 * * * ? *)', { MinCapacity: 3 }))).message).toContain('Invalid schedule expression');
    expect((await refusal(put(autoscaling, 'rate(1 hour)', { MinCapacity: 3 }, { Timezone: 'Europe/Berlin' }))).name).toBe(
      'NotImplemented',
    );
    expect((await refusal(put(autoscaling, 'rate(1 hour)', { MinCapacity: 30 }))).message).toContain('cannot be less');
  });
});

describe('step scaling', () => {
  test('acts as far as the alarm is over its threshold', async () => {
    const { clock, cloudwatch, autoscaling, register, instances, activities } = scaling();
    await register();
    const { PolicyARN = '' } = await autoscaling.send(
      new PutScalingPolicyCommand({
        ...CREDIT,
        PolicyName: 'steps',
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          StepAdjustments: [
            { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 500, ScalingAdjustment: 1 },
            { MetricIntervalLowerBound: 500, ScalingAdjustment: 3 },
          ],
        },
      }),
    );
    // 1200 calls a minute.
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'busy',
        Namespace: 'AWS/SageMaker',
        MetricName: 'Invocations',
        Dimensions: [
          { Name: 'EndpointName', Value: 'credit' },
          { Name: 'VariantName', Value: 'AllTraffic' },
        ],
        Period: 60,
        EvaluationPeriods: 1,
        Statistic: 'Sum',
        Threshold: 600,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [PolicyARN],
      }),
    );
    clock.advance(120);
    expect((await instances()).desired).toBe(7);
    expect((await activities())[0]?.Cause).toBe('monitor alarm busy in state ALARM triggered policy steps');
  });
  test.each([
    [{ AdjustmentType: 'ChangeInCapacity' }, 'required'],
    [{ AdjustmentType: 'ChangeInCapacity', StepAdjustments: [{ ScalingAdjustment: 1 }] }, 'bounds'],
    [
      {
        AdjustmentType: 'ExactCapacity',
        StepAdjustments: [{ MetricIntervalLowerBound: 2, MetricIntervalUpperBound: 1, ScalingAdjustment: 1 }],
      },
      'greater',
    ],
  ] as const)('%j is refused', async (StepScalingPolicyConfiguration, message) => {
    const { autoscaling, register } = scaling();
    await register();
    const put = autoscaling.send(
      new PutScalingPolicyCommand({
        ...CREDIT,
        PolicyName: 'p',
        // Deliberately incomplete.
        StepScalingPolicyConfiguration: StepScalingPolicyConfiguration as unknown as object,
      }),
    );
    expect((await refusal(put)).message).toContain(message);
  });
});

describe('arithmetic', () => {
  const bounds = fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
    .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
  test('whatever is wanted lies between the bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: -100, max: 200 }), bounds, (desired, by, limit) => {
        for (const type of ['ChangeInCapacity', 'PercentChangeInCapacity', 'ExactCapacity'] as const) {
          const wanted = stepped(desired, type, by, 0, limit);
          expect(wanted).toBe(clamped(wanted, limit));
          expect(Number.isInteger(wanted)).toBe(true);
        }
      }),
    );
  });
  test('a tracked metric at its target changes nothing; above it more is wanted, below it never more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (desired, value, target) => {
          const wanted = tracked(desired, value, target, { min: 0, max: 1e9 });
          expect(tracked(desired, target, target, { min: 0, max: 1e9 })).toBe(desired);
          if (value > target) expect(wanted).toBeGreaterThan(desired);
          else expect(wanted).toBeLessThanOrEqual(desired);
        },
      ),
    );
  });
  test.each([
    [10, 25, 0, 12],
    [10, -25, 0, 8],
    [2, 10, 0, 3],
    [10, 10, 4, 14],
  ])('of %i, %i percent and at least %i make %i', (desired, percent, least, wanted) => {
    expect(stepped(desired, 'PercentChangeInCapacity', percent, least, { min: 0, max: 100 })).toBe(wanted);
  });
  test('a step begins at its lower bound above the threshold and ends at its upper bound below it', () => {
    const steps = [
      { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
      { MetricIntervalLowerBound: 10, ScalingAdjustment: 2 },
      { MetricIntervalUpperBound: 0, ScalingAdjustment: -1 },
    ];
    expect([0, 9, 10, 99, -1].map((difference) => stepAt(steps, difference)?.ScalingAdjustment)).toEqual([1, 1, 2, 2, -1]);
  });
  test.each([
    ['0 22 * * ? *', '2026-11-20T03:00:00Z', '2026-11-20T22:00:00.000Z'],
    ['0/15 8-17 ? * MON-FRI *', '2026-11-20T17:45:00Z', '2026-11-23T08:00:00.000Z'],
    ['5 0 1 JAN,JUL ? 2027', '2026-11-20T03:00:00Z', '2027-01-01T00:05:00.000Z'],
    ['0 0 29 2 ? *', '2026-11-20T03:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('cron(%s) comes after %s at %s', (text, after, next) => {
    const cron = parseCron(text);
    if (cron === undefined) throw new Error('not read');
    expect(new Date(nextCron(cron, Date.parse(after)) ?? 0).toISOString()).toBe(next);
  });
  test.each(['* * * * *', '60 * * * ? *', '* * * * ? 1', 'a * * * ? *', '5-1 * * * ? *', '*/0 * * * ? *'])(
    'cron(%s) cannot be read',
    (text) => {
      expect(parseCron(text)).toBeUndefined();
    },
  );
});
