import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { wakeAlarms } from './wake.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  /** Sorted by name: the order in a request means nothing. */
  readonly dimensions: readonly (readonly [string, string])[];
}
/** One line of an alarm's or a GetMetricData's queries: a metric's statistic, or an expression over other lines. */
export interface Query {
  readonly id: string;
  readonly label?: string;
  readonly returned: boolean;
  readonly stat?: { readonly metric: MetricName; readonly period: number; readonly stat: string; readonly unit?: string };
  readonly expression?: string;
  /** Of an expression over nothing but numbers, and of an alarm on an expression. Seconds. */
  readonly period?: number;
}
export interface Watch {
  readonly queries: readonly Query[];
  readonly operator: string;
  readonly threshold: number;
  /** Seconds. */
  readonly period: number;
  readonly periods: number;
  /** M of N: how many of `periods` must breach. */
  readonly datapoints: number;
  readonly missing: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  /** It was given as one metric and not as queries; answers repeat the form. */
  readonly isSimple: boolean;
  readonly datapointsGiven: boolean;
  readonly missingGiven: boolean;
  readonly lowSamples?: string;
}
export interface Alarm extends Place {
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  readonly actionsEnabled: boolean;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientActions: readonly string[];
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON in a string, as CloudWatch keeps it. */
  readonly reasonData: string;
  readonly updatedAt: number;
  readonly transitionedAt: number;
  readonly configuredAt: number;
  /** A metric alarm. */
  readonly watch?: Watch;
  /** A composite alarm: its rule, as it was written. */
  readonly rule?: string;
}
export const alarmsOf = (world: World): Table<Alarm> => world.store.table<Alarm>('cloudwatch.alarm');

export const alarmArn = ({ account, region }: Place, name: string): string => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

/** The state as it was when the alarm was last evaluated; undefined: there is no such alarm. */
export const alarmStateOf = (world: World, alarm: Place & { readonly name: string }): AlarmState | undefined =>
  alarmsOf(world).get(alarmArn(alarm, alarm.name))?.state;

/** A value and how often it was seen. */
export type Weighted = readonly [value: number, times: number];
/** What arrived at one instant: single values, or a set of which only the sums are known. */
export interface Datum {
  readonly at: number;
  readonly unit?: string;
  readonly values?: readonly Weighted[];
  readonly set?: { readonly count: number; readonly sum: number; readonly min: number; readonly max: number };
}
export interface StoredMetric extends MetricName, Place {
  readonly newest: number;
  readonly unit?: string;
}
export const metricsOf = (world: World): Table<StoredMetric> => world.store.table<StoredMetric>('cloudwatch.metric');
/** By metric and hour, so that one more datum rewrites an hour and not a year. */
export const dataOf = (world: World): Table<readonly Datum[]> => world.store.table<readonly Datum[]>('cloudwatch.data');

export const sortedDimensions = (given: Readonly<Record<string, string>>): MetricName['dimensions'] =>
  Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1));
export const metricKey = ({ account, region }: Place, { namespace, name, dimensions }: MetricName): string =>
  JSON.stringify([account, region, namespace, name, ...dimensions.flat()]);
export const hourOf = (world: World, at: number): number => Math.floor((at * world.time.pace) / 3_600_000);
export const dataKey = (metric: string, hour: number): string => `${metric}|${String(hour).padStart(9, '0')}`;

/** What PutMetricData does, for other simulators. */
export const putMetric = (world: World, place: Place, metric: MetricName, datum: Datum): void => {
  const key = metricKey(place, metric);
  const row = dataKey(key, hourOf(world, datum.at));
  dataOf(world).put(row, [...(dataOf(world).get(row) ?? []), datum]);
  const known = metricsOf(world).get(key);
  const newest = Math.max(datum.at, known?.newest ?? 0);
  const unit = datum.unit ?? known?.unit;
  const { account, region } = place;
  metricsOf(world).put(key, { account, region, ...metric, newest, ...(unit === undefined ? {} : { unit }) });
  wakeAlarms(world, world.time.now());
};
