import type { AlarmState, Watch } from './state.ts';

const BREACHES: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};
export const isOperator = (operator: string): boolean => Object.hasOwn(BREACHES, operator);
export const breaches = (operator: string, value: number, threshold: number): boolean => BREACHES[operator]?.(value, threshold) === true;

/** How many periods beyond the evaluated ones are looked at for real datapoints. AWS does not say for every alarm; its example takes two. */
export const LOOKS_FURTHER = 2;

type Rule = Pick<Watch, 'operator' | 'threshold' | 'periods' | 'datapoints' | 'missing'>;

/** One old breach, and nothing since: it is not waited any longer. Only where the real points are too few. */
const isPremature = ({ operator, threshold, datapoints, periods }: Rule, newestFirst: readonly (number | undefined)[]): boolean => {
  const oldest = newestFirst.slice(0, periods).findLastIndex((value) => value !== undefined);
  return oldest + 1 >= datapoints && newestFirst.every((value) => value === undefined || breaches(operator, value, threshold));
};

/**
 * The state after an evaluation; `values` newest last, as many as are looked at, undefined where a datapoint is missing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const verdict = (rule: Rule, values: readonly (number | undefined)[], before: AlarmState): AlarmState => {
  const { operator, threshold, periods, datapoints, missing } = rule;
  const newestFirst = values.toReversed();
  const real = newestFirst.flatMap((value) => value ?? []).slice(0, periods);
  const breaching = real.filter((value) => breaches(operator, value, threshold)).length;
  if (breaching >= datapoints) return 'ALARM';
  const filled = periods - real.length;
  if (filled === 0) return 'OK';
  if (missing === 'breaching') return breaching + filled >= datapoints ? 'ALARM' : 'OK';
  if (missing === 'notBreaching') return 'OK';
  if (real.length === 0) return missing === 'ignore' ? before : 'INSUFFICIENT_DATA';
  if (!isPremature(rule, newestFirst)) return 'OK';
  return missing === 'ignore' ? before : 'ALARM';
};
