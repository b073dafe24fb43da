import * as z from 'zod';
import { lookedAt } from '../cloudwatch/alarms/values.ts';
import { alarmsOf, type Alarm } from '../cloudwatch/state.ts';
import type { World } from '../world.ts';
import { stepAt, stepped, tracked } from './adjust.ts';
import { cooldown, retry } from './behaviours.ts';
import { capacityOf } from './capacity.ts';
import { outside, scaleTo, startActivities, targetKeyed } from './scale-to.ts';
import { startSchedules } from './schedules.ts';
import { keyOf, ofTarget, policiesOf, targetsOf, type Policy, type Target } from './state.ts';

const Tracking = z.object({
  TargetValue: z.number(),
  DisableScaleIn: z.boolean().default(false),
  ScaleOutCooldown: z.number().optional(),
  ScaleInCooldown: z.number().optional(),
});
const Stepping = z.object({
  AdjustmentType: z.enum(['ChangeInCapacity', 'PercentChangeInCapacity', 'ExactCapacity']),
  StepAdjustments: z.array(
    z.object({
      MetricIntervalLowerBound: z.number().optional(),
      MetricIntervalUpperBound: z.number().optional(),
      ScalingAdjustment: z.number(),
    }),
  ),
  MinAdjustmentMagnitude: z.number().default(0),
  Cooldown: z.number().optional(),
});

/** The newest value that the alarm looked at. */
const valueOf = (world: World, alarm: Alarm, at: number): number | undefined =>
  alarm.watch === undefined ? undefined : lookedAt(world, alarm, alarm.watch, at).findLast(({ value }) => value !== undefined)?.value;

interface Decision {
  readonly wanted: number;
  readonly pause: number;
}
const decided = (world: World, target: Target, policy: Policy, alarm: Alarm, at: number): Decision | undefined => {
  const capacity = capacityOf(world, target);
  const value = valueOf(world, alarm, at);
  if (capacity === undefined || value === undefined) return undefined;
  const { desired } = capacity;
  const usual = world.lasts(cooldown);
  if (policy.type === 'TargetTrackingScaling') {
    const { TargetValue, DisableScaleIn, ScaleOutCooldown, ScaleInCooldown } = Tracking.parse(policy.configuration);
    const wanted = tracked(desired, value, TargetValue, target);
    if (wanted < desired && DisableScaleIn) return undefined;
    return { wanted, pause: (wanted > desired ? ScaleOutCooldown : ScaleInCooldown) ?? usual };
  }
  const { AdjustmentType, StepAdjustments, MinAdjustmentMagnitude, Cooldown } = Stepping.parse(policy.configuration);
  const step = stepAt(StepAdjustments, value - (alarm.watch?.threshold ?? 0));
  if (step === undefined) return undefined;
  return { wanted: stepped(desired, AdjustmentType, step.ScalingAdjustment, MinAdjustmentMagnitude, target), pause: Cooldown ?? usual };
};

/** The alarm of a policy is in ALARM: acts, unless that is suspended, too early, or changes nothing; comes back while it stays so. */
const execute = (world: World, policy: Policy, alarm: Alarm, at: number): void => {
  const target = targetsOf(world).get(keyOf(policy));
  const decision = target === undefined ? undefined : decided(world, target, policy, alarm, at);
  const desired = target === undefined ? undefined : capacityOf(world, target)?.desired;
  if (target === undefined || decision === undefined || desired === undefined || decision.wanted === desired) return;
  const { DynamicScalingInSuspended: noIn, DynamicScalingOutSuspended: noOut } = target.suspended;
  if (decision.wanted > desired ? noOut : noIn) return;
  const again = { policy: policy.arn, alarm: alarm.arn };
  const until = (target.actedAt ?? 0) + (decision.pause * 1000) / world.time.pace;
  if (until > at && target.actedAt !== undefined) {
    const awsSeconds = ((until - at) * world.time.pace) / 1000;
    world.timers.add('scaling-alarm', awsSeconds, again);
    return;
  }
  const cause = `monitor alarm ${alarm.name} in state ALARM triggered policy ${policy.name}`;
  const outcome = scaleTo(world, target, decision.wanted, cause, at);
  if (outcome === 'done') {
    const awsSeconds = Math.max(1, decision.pause);
    world.timers.add('scaling-alarm', awsSeconds, again);
  } else if (outcome === 'busy') world.timers.add('scaling-alarm', world.lasts(retry), again);
};
/** Policies whose alarms are in ALARM act now: after a suspension, or when somebody else changed the capacity. */
export const runPolicies = (world: World, target: Target, at: number): void => {
  for (const policy of ofTarget(policiesOf(world), target))
    for (const alarm of alarmsOf(world).values())
      if (alarm.state === 'ALARM' && alarm.actionsEnabled && alarm.alarmActions.includes(policy.arn)) execute(world, policy, alarm, at);
};

export const startScaling = (world: World): void => {
  startActivities(world);
  startSchedules(world);
  world.timers.on('scaling-alarm', ({ policy: arn, alarm: of }, at) => {
    const policy = policiesOf(world)
      .values()
      .find((known) => known.arn === arn);
    const alarm = typeof of === 'string' ? alarmsOf(world).get(of) : undefined;
    if (policy !== undefined && alarm?.state === 'ALARM') execute(world, policy, alarm, at);
  });
  world.timers.on('scaling-look', ({ target: key }, at) => {
    const target = targetKeyed(world, key);
    if (target === undefined) return;
    const found = outside(world, target);
    if (found === undefined) return runPolicies(world, target, at);
    if (found.isSuspended) return;
    const bound = found.wanted === target.min ? 'minimum' : 'maximum';
    scaleTo(world, target, found.wanted, `${bound} capacity was set to ${found.wanted}`, at);
  });
};
