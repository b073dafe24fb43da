/** What a policy makes of a metric: arithmetic only, so that every bound can be tested. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}
export const clamped = (count: number, { min, max }: Bounds): number => Math.min(max, Math.max(min, count));

/** In proportion to how far the metric is from its target. https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html */
export const tracked = (desired: number, value: number, target: number, bounds: Bounds): number =>
  clamped(Math.ceil((desired * value) / target - 1e-9), bounds);

export interface Step {
  readonly MetricIntervalLowerBound?: number | undefined;
  readonly MetricIntervalUpperBound?: number | undefined;
  readonly ScalingAdjustment: number;
}
/** The step in whose interval the difference to the alarm's threshold lies; a bound that is missing is infinite. */
export const stepAt = (steps: readonly Step[], difference: number): Step | undefined =>
  steps.find(({ MetricIntervalLowerBound: lower = -Infinity, MetricIntervalUpperBound: upper = Infinity }) =>
    difference >= 0 ? lower <= difference && difference < upper : lower < difference && difference <= upper,
  );
export type AdjustmentType = 'ChangeInCapacity' | 'PercentChangeInCapacity' | 'ExactCapacity';
/** https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html */
export const stepped = (desired: number, type: AdjustmentType, adjustment: number, least: number, bounds: Bounds): number => {
  if (type === 'ExactCapacity') return clamped(adjustment, bounds);
  if (type === 'ChangeInCapacity') return clamped(desired + adjustment, bounds);
  const exact = (desired * adjustment) / 100;
  // Rounded away from nothing below one, towards it above.
  const whole = Math.abs(exact) < 1 ? Math.sign(exact) : Math.trunc(exact);
  const change = Math.sign(whole) * Math.max(Math.abs(whole), least);
  return clamped(desired + change, bounds);
};
