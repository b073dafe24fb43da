import type { World } from '../world.ts';
import type { MetricSource, Question } from './sources.ts';
import { dataKey, dataOf, hourOf, metricKey, metricsOf, type Datum } from './state.ts';
import { merged, summaryOf, type Summary } from './summary.ts';

const summaryOfDatum = ({ values, set }: Datum): Summary | undefined => {
  if (set === undefined) return summaryOf(values ?? []);
  // A set of one sample, or of equal ones, hides nothing.
  return set.min === set.max ? summaryOf([[set.min, set.count]]) : set;
};
const between = (world: World, key: string, from: number, until: number): readonly Datum[] => {
  const hours = Array.from({ length: hourOf(world, until) - hourOf(world, from) + 1 }, (_, index) => hourOf(world, from) + index);
  return hours.flatMap((hour) => dataOf(world).get(dataKey(key, hour)) ?? []);
};
const read = (world: World, { place, metric, from, step, count }: Question): readonly (Summary | undefined)[] | undefined => {
  const key = metricKey(place, metric);
  if (metricsOf(world).get(key) === undefined) return undefined;
  const buckets: Summary[][] = Array.from({ length: count }, () => []);
  for (const datum of between(world, key, from, from + step * count)) {
    const summary = summaryOfDatum(datum);
    if (summary !== undefined) buckets[Math.floor((datum.at - from) / step)]?.push(summary);
  }
  return buckets.map(merged);
};

/** Values that were put. */
export const storedSource: MetricSource = {
  list: (world, place) =>
    metricsOf(world)
      .values()
      .filter(({ account, region }) => account === place.account && region === place.region)
      .map(({ namespace, name, dimensions }) => ({ namespace, name, dimensions })),
  read,
  unit: (world, place, metric) => metricsOf(world).get(metricKey(place, metric))?.unit,
  // A minute with a value differs from the one after it; values may lie ahead, so every minute up to the newest counts.
  nextCut: (world, after) => {
    const minute = 60_000 / world.time.pace;
    const newest = Math.max(
      0,
      ...metricsOf(world)
        .values()
        .map((metric) => metric.newest + minute),
    );
    return newest > after ? Math.min(newest, after + minute) : undefined;
  },
};
