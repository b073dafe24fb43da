import type { World } from '../world.ts';
import { datapointDelay } from './behaviours.ts';
import { sourcesOf } from './sources.ts';
import type { MetricName, Place } from './state.ts';
import { storedSource } from './stored.ts';
import { merged, type Summary } from './summary.ts';

export interface SummaryAt {
  readonly at: number;
  readonly summary: Summary;
}
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long datapoints are kept, by period. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html */
const keptFor = (period: number): number => (period < 60 ? 3 * HOUR : period < 300 ? 15 * DAY : period < 3600 ? 63 * DAY : 455 * DAY);

/** Summaries of consecutive windows of `period` AWS seconds from exactly `from` on. */
export const windowsOf = (
  world: World,
  place: Place,
  metric: MetricName,
  { from, period, count, now }: { readonly from: number; readonly period: number; readonly count: number; readonly now: number },
): readonly (Summary | undefined)[] => {
  const step = (period * 1000) / world.time.pace;
  const visible = now - (world.lasts(datapointDelay) * 1000) / world.time.pace;
  const found = [storedSource, ...sourcesOf(world)].flatMap((source) => {
    const answer = source.read(world, { place, metric, from, step, count, now: visible });
    return answer === undefined ? [] : [answer];
  });
  return Array.from({ length: count }, (_, index) => merged(found.flatMap((answer) => answer[index] ?? [])));
};

/** The metric between two instants, in periods that are aligned to the clock. Metrics are kept per minute: a shorter period has a point at each full one. */
export const summariesOf = (
  world: World,
  place: Place,
  metric: MetricName,
  { from, until, period, now }: { readonly from: number; readonly until: number; readonly period: number; readonly now: number },
): readonly SummaryAt[] => {
  const real = Math.max(period, 60);
  const step = (real * 1000) / world.time.pace;
  const oldest = now - keptFor(period) / world.time.pace;
  const first = Math.max(Math.floor(from / step), Math.floor(oldest / step)) * step;
  const count = Math.ceil((Math.min(until, now) - first) / step);
  if (count <= 0) return [];
  return windowsOf(world, place, metric, { from: first, period: real, count, now }).flatMap((summary, index) =>
    summary === undefined ? [] : [{ at: first + index * step, summary }],
  );
};
/** The unit in which a metric's values are written. */
export const unitIn = (world: World, place: Place, metric: MetricName): string =>
  [storedSource, ...sourcesOf(world)].map((source) => source.unit?.(world, place, metric)).find((unit) => unit !== undefined) ?? 'None';
