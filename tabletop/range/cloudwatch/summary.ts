import type { Weighted } from './state.ts';

/** What a period holds: enough for every statistic. */
export interface Summary {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Absent where only sums are known: there are no percentiles then. */
  readonly values?: readonly Weighted[];
}

export const summaryOf = (values: readonly Weighted[]): Summary | undefined => {
  const seen = values.filter(([, times]) => times > 0);
  if (seen.length === 0) return undefined;
  return {
    count: seen.reduce((total, [, times]) => total + times, 0),
    sum: seen.reduce((total, [value, times]) => total + value * times, 0),
    min: Math.min(...seen.map(([value]) => value)),
    max: Math.max(...seen.map(([value]) => value)),
    values: seen,
  };
};

export const merged = (parts: readonly Summary[]): Summary | undefined => {
  if (parts.length < 2) return parts[0];
  const values = parts.flatMap((part) => part.values ?? []);
  return {
    count: parts.reduce((total, { count }) => total + count, 0),
    sum: parts.reduce((total, { sum }) => total + sum, 0),
    min: Math.min(...parts.map(({ min }) => min)),
    max: Math.max(...parts.map(({ max }) => max)),
    ...(parts.every((part) => part.values !== undefined) ? { values } : {}),
  };
};

/** The smallest value that at least this share of the samples does not exceed. */
const percentile = ({ values, count, min }: Summary, percent: number): number | undefined => {
  // CloudWatch has none of negative values, nor of sets. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
  if (values === undefined || min < 0) return undefined;
  const sorted = values.toSorted(([a], [b]) => a - b);
  let left = (percent / 100) * count;
  for (const [value, times] of sorted) {
    left -= times;
    if (left <= 1e-9) return value;
  }
  return sorted.at(-1)?.[0];
};

const SIMPLE: Readonly<Record<string, (summary: Summary) => number>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};
const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

/** `unknown`: CloudWatch has no such statistic; `trimmed`: it has, the range has not. */
export const statisticKind = (stat: string): 'known' | 'trimmed' | 'unknown' => {
  if (Object.hasOwn(SIMPLE, stat) || PERCENTILE.test(stat)) return 'known';
  return /^(IQM|(tm|wm|tc|ts|TM|WM|TC|TS|PR).*)$/.test(stat) ? 'trimmed' : 'unknown';
};
/** Undefined: this period has no such value. */
export const statistic = (summary: Summary, stat: string): number | undefined => {
  const percent = PERCENTILE.exec(stat)?.[1];
  return percent === undefined ? SIMPLE[stat]?.(summary) : percentile(summary, Number(percent));
};
