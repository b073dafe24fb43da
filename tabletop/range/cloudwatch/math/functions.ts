import { each, number, series, type Series, type Value } from './value.ts';

export interface MathScope {
  /** The instants of all periods that were asked for, in order. */
  readonly grid: readonly number[];
  /** Seconds. */
  readonly period: number;
  readonly label: string;
  /** Every line that is a metric, by its id. */
  readonly metrics: readonly (readonly [id: string, series: Series])[];
}
type Function = (scope: MathScope, given: readonly Value[]) => Value | undefined;

const numbersOf = ({ points }: Series): readonly number[] => [...points.values()];
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
/** Of one series a number; of several a series of what they have at each instant. */
const reducing =
  (of: (values: readonly number[]) => number): Function =>
  ({ grid, label }, given) => {
    const [only] = given;
    if (given.length !== 1 || only === undefined) return undefined;
    if (only.kind === 'series') return number(only.series.points.size === 0 ? Number.NaN : of(numbersOf(only.series)));
    if (only.kind !== 'array') return only.kind === 'number' ? only : undefined;
    const points = grid.flatMap((at) => {
      const values = only.series.flatMap(({ points }) => points.get(at) ?? []);
      return values.length === 0 ? [] : [[at, of(values)] as const];
    });
    return series(label, new Map(points));
  };
const rounding =
  (of: (value: number) => number): Function =>
  (_scope, [only, ...more]) =>
    only === undefined || more.length > 0 ? undefined : each(only, of);

/** Change per second since the datapoint before. */
const rateOf = ({ label, points }: Series, grid: readonly number[], period: number): Series => {
  const present = grid.filter((at) => points.has(at));
  const place = new Map(grid.map((at, index) => [at, index]));
  const rates = present.slice(1).map((at, index) => {
    const before = present[index] ?? at;
    const seconds = ((place.get(at) ?? 0) - (place.get(before) ?? 0)) * period;
    return [at, ((points.get(at) ?? 0) - (points.get(before) ?? 0)) / seconds] as const;
  });
  return { label, points: new Map(rates) };
};
const overSeries = (value: Value | undefined, f: (one: Series) => Series): Value | undefined => {
  if (value?.kind === 'series') return { kind: 'series', series: f(value.series) };
  return value?.kind === 'array' ? { kind: 'array', series: value.series.map(f) } : undefined;
};
const fill: Function = ({ grid }, [value, filler]) => {
  const repeats = filler?.kind === 'text' && filler.value.toUpperCase() === 'REPEAT';
  return overSeries(value, ({ label, points }) => {
    let last: number | undefined;
    const filled = grid.flatMap((at) => {
      const known = points.get(at);
      const other = repeats
        ? last
        : filler?.kind === 'number'
          ? filler.value
          : filler?.kind === 'series'
            ? filler.series.points.get(at)
            : undefined;
      last = known ?? last;
      const made = known ?? other;
      return made === undefined ? [] : [[at, made] as const];
    });
    return { label, points: new Map(filled) };
  });
};
const at = (value: Value | undefined, instant: number): number | undefined =>
  value?.kind === 'number' ? value.value : value?.kind === 'series' ? value.series.points.get(instant) : undefined;
const choose: Function = ({ grid, label }, [condition, then, otherwise]) => {
  if (condition === undefined || then === undefined) return undefined;
  if ([condition, then, otherwise].some((value) => value?.kind === 'array' || value?.kind === 'text')) return undefined;
  if ([condition, then, otherwise].every((value) => value === undefined || value.kind === 'number'))
    return (at(condition, 0) ?? 0) !== 0 ? then : otherwise;
  const points = grid.flatMap((instant) => {
    const isTrue = at(condition, instant);
    const value = isTrue === undefined ? undefined : at(isTrue !== 0 ? then : otherwise, instant);
    return value === undefined ? [] : [[instant, value] as const];
  });
  return series(label, new Map(points));
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export const FUNCTIONS: Readonly<Record<string, Function>> = {
  SUM: reducing(total),
  AVG: reducing((values) => total(values) / values.length),
  MIN: reducing((values) => Math.min(...values)),
  MAX: reducing((values) => Math.max(...values)),
  ABS: rounding(Math.abs),
  CEIL: rounding(Math.ceil),
  FLOOR: rounding(Math.floor),
  RATE: ({ grid, period }, [value]) => overSeries(value, (one) => rateOf(one, grid, period)),
  PERIOD: ({ period }, [value]) => (value?.kind === 'series' ? number(period) : undefined),
  FILL: fill,
  IF: choose,
  METRICS: ({ metrics }, [filter]) => {
    if (filter !== undefined && filter.kind !== 'text') return undefined;
    return { kind: 'array', series: metrics.filter(([id]) => filter === undefined || id.includes(filter.value)).map(([, one]) => one) };
  },
};
/** CloudWatch has them, the range has not. */
export const UNKNOWN_HERE: readonly string[] = [
  'ANOMALY_DETECTION_BAND',
  'DATAPOINT_COUNT',
  'DAY',
  'HOUR',
  'MINUTE',
  'MONTH',
  'YEAR',
  'DATE',
  'EPOCH',
  'DB_PERF_INSIGHTS',
  'DIFF',
  'DIFF_TIME',
  'FIRST',
  'LAST',
  'INSIGHT_RULE_METRIC',
  'LAMBDA',
  'LOG',
  'LOG10',
  'METRIC_COUNT',
  'REMOVE_EMPTY',
  'RUNNING_SUM',
  'SEARCH',
  'SERVICE_QUOTA',
  'SLICE',
  'SORT',
  'STDDEV',
  'TIME_SERIES',
];
