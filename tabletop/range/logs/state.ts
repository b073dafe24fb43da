import { putMetric, sortedDimensions } from '../cloudwatch/state.ts';
import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';
import { matcherOf, valueAt } from './patterns/compile.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}
export interface LogGroup extends Place {
  readonly name: string;
  readonly createdAt: number;
  /** Days. */
  readonly retention?: number;
}
export interface LogStream extends Place {
  readonly group: string;
  readonly name: string;
  readonly createdAt: number;
  readonly ingestedAt?: number;
}
export interface LogLine {
  readonly at: number;
  readonly message: string;
  readonly ingestedAt: number;
}
export interface MetricFilter extends Place {
  readonly group: string;
  readonly name: string;
  readonly pattern: string;
  readonly createdAt: number;
  readonly metric: string;
  readonly namespace: string;
  /** A number, or `$.field` of the line. */
  readonly value: string;
  readonly otherwise?: number;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly unit?: string;
}
export const groupKey = ({ account, region }: Place, group: string): string => `${account}|${region}|${group}`;
export const streamKey = (place: Place, group: string, stream: string): string => `${groupKey(place, group)}|${stream}`;
export const groupArn = ({ account, region }: Place, group: string): string => `arn:aws:logs:${region}:${account}:log-group:${group}`;

export const groupsOf = (world: World): Table<LogGroup> => world.store.table<LogGroup>('logs.group');
export const streamsOf = (world: World): Table<LogStream> => world.store.table<LogStream>('logs.stream');
/** By stream and hour, in the order of their arrival. */
export const linesOf = (world: World): Table<readonly LogLine[]> => world.store.table<readonly LogLine[]>('logs.lines');
export const metricFiltersOf = (world: World): Table<MetricFilter> => world.store.table<MetricFilter>('logs.metric-filter');
export const logTagsOf = (world: World): Table<TagMap> => world.store.table<TagMap>('logs.tags');

const hourOf = (world: World, at: number): string => String(Math.floor((at * world.time.pace) / 3_600_000)).padStart(9, '0');

/** Feeds the metric filters of a group: a match counts, and where a filter has a default, a line without a match counts as that. */
const feed = (world: World, place: Place, group: string, lines: readonly LogLine[]): void => {
  const filters = metricFiltersOf(world)
    .values()
    .filter((filter) => filter.group === group && filter.account === place.account && filter.region === place.region);
  for (const filter of filters) {
    const matches = matcherOf(filter.pattern);
    for (const { at, message } of lines) {
      const found = matches(message)
        ? filter.value.startsWith('$')
          ? Number(valueAt(message, filter.value))
          : Number(filter.value)
        : filter.otherwise;
      if (found === undefined || !Number.isFinite(found)) continue;
      const dimensions = Object.entries(filter.dimensions ?? {}).map(([name, path]) => [name, valueAt(message, path)] as const);
      // A line that lacks a dimension's field is not counted.
      if (dimensions.some(([, value]) => value === undefined)) continue;
      const metric = {
        namespace: filter.namespace,
        name: filter.metric,
        dimensions: sortedDimensions(Object.fromEntries(dimensions.map(([name, value]) => [name, String(value)]))),
      };
      const minute = 60_000 / world.time.pace;
      putMetric(world, place, metric, {
        at: Math.floor(at / minute) * minute,
        values: [[found, 1]],
        ...(filter.unit === undefined ? {} : { unit: filter.unit }),
      });
    }
  }
};

/** What PutLogEvents does, for other simulators: group and stream are made where they are missing. */
export const putLogEvents = (
  world: World,
  place: Place,
  { group, stream }: { readonly group: string; readonly stream: string },
  events: readonly { readonly at: number; readonly message: string }[],
): void => {
  const now = world.time.now();
  const { account, region } = place;
  const own = groupKey(place, group);
  if (groupsOf(world).get(own) === undefined) groupsOf(world).put(own, { account, region, name: group, createdAt: now });
  const key = streamKey(place, group, stream);
  const known = streamsOf(world).get(key) ?? { account, region, group, name: stream, createdAt: now };
  streamsOf(world).put(key, { ...known, ingestedAt: now });
  for (const { at, message } of events) {
    const row = `${key}|${hourOf(world, at)}`;
    linesOf(world).put(row, [...(linesOf(world).get(row) ?? []), { at, message, ingestedAt: now }]);
  }
  feed(
    world,
    place,
    group,
    events.map(({ at, message }) => ({ at, message, ingestedAt: now })),
  );
};
