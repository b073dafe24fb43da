import { instantOf } from '../../../../core/time.ts';
import type { AlarmState, Watch } from '../state.ts';
import { breaches } from '../verdict.ts';
import type { Looked } from './values.ts';

const OPERATORS: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};
/** `20/11/26 03:00:00`. */
const short = (at: number): string => {
  const [date = '', time = ''] = instantOf(at).split('T');
  const [year = '', month, day] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
};
/** `2026-11-20T03:00:00.000+0000`. */
export const long = (at: number): string => instantOf(at).replace('Z', '+0000');
const points = (count: number): string => `${count} datapoint${count === 1 ? '' : 's'}`;

/** The sentence that CloudWatch gives as the reason of a state. */
export const reasonOf = (watch: Watch, looked: readonly Looked[], before: AlarmState, after: AlarmState): string => {
  const real = looked.flatMap(({ at, value }) => (value === undefined ? [] : [{ at, value }])).slice(-watch.periods);
  if (after === 'INSUFFICIENT_DATA') return `Insufficient Data: ${points(watch.periods - real.length)} were unknown.`;
  const words = OPERATORS[watch.operator] ?? watch.operator;
  if (real.length === 0)
    return `Threshold Crossed: no datapoints were received for ${watch.periods} period${watch.periods === 1 ? '' : 's'} and ${watch.periods} missing datapoint${watch.periods === 1 ? ' was' : 's were'} treated as [${watch.missing === 'breaching' ? 'Breaching' : 'NonBreaching'}].`;
  const wanted = real.filter(({ value }) => breaches(watch.operator, value, watch.threshold) === (after === 'ALARM'));
  const shown = wanted.map(({ at, value }) => `${value} (${short(at)})`).join(', ');
  const not = after === 'ALARM' ? '' : 'not ';
  const least = after === 'ALARM' ? watch.datapoints : watch.periods - watch.datapoints + 1;
  return `Threshold Crossed: ${wanted.length} out of the last ${points(real.length)} [${shown}] ${wanted.length === 1 ? 'was' : 'were'} ${not}${words} the threshold (${watch.threshold}) (minimum ${points(least)} for ${before} -> ${after} transition).`;
};

/** JSON in a string: what the evaluation saw. */
export const reasonDataOf = (watch: Watch, looked: readonly Looked[], at: number): string => {
  const seen = looked.slice(-watch.periods);
  const stat = watch.isSimple ? watch.queries[0]?.stat?.stat : undefined;
  return JSON.stringify({
    version: '1.0',
    queryDate: long(at),
    ...(seen[0] === undefined ? {} : { startDate: long(seen[0].at) }),
    ...(stat === undefined ? {} : { statistic: stat }),
    period: watch.period,
    recentDatapoints: seen.flatMap(({ value }) => value ?? []),
    threshold: watch.threshold,
    evaluatedDatapoints: seen
      .toReversed()
      .map((point) => ({ timestamp: long(point.at), ...(point.value === undefined ? {} : { value: point.value }) })),
  });
};
