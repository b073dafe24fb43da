import type { World } from '../world.ts';
import type { MetricName, Place } from './state.ts';
import type { Summary } from './summary.ts';

/** What a metric was in `count` windows of `step` milliseconds; nothing after `now` has happened yet. */
export interface Question {
  readonly place: Place;
  readonly metric: MetricName;
  readonly from: number;
  readonly step: number;
  readonly count: number;
  readonly now: number;
}
/** Metrics that a simulator computes instead of storing values of them. */
export interface MetricSource {
  list(world: World, place: Place): readonly MetricName[];
  /** One entry per window, undefined where there is no datapoint; undefined altogether: not a metric of this source. */
  read(world: World, question: Question): readonly (Summary | undefined)[] | undefined;
  /** The first instant after `after` at which one of its series may change, as far as is known now. */
  nextCut(world: World, after: number): number | undefined;
  /** By how much of itself the metric's value wavers from minute to minute between two cuts. @default 0 */
  readonly waver?: (metric: MetricName) => number;
  /** One of CloudWatch's units. @default None */
  readonly unit?: (world: World, place: Place, metric: MetricName) => string | undefined;
}

/** Not in the store: sources are code, and every start of a range names them again. */
const sources = new WeakMap<World, readonly MetricSource[]>();
export const sourcesOf = (world: World): readonly MetricSource[] => sources.get(world) ?? [];
export const addSource = (world: World, source: MetricSource): void => void sources.set(world, [...sourcesOf(world), source]);
