import type { World } from '../../world.ts';
import { valuesOf, type Frame } from '../queries.ts';
import { windowsOf } from '../series.ts';
import type { Place, Watch } from '../state.ts';
import { statistic } from '../summary.ts';
import { LOOKS_FURTHER } from '../verdict.ts';

/** How far back an evaluation looks, in milliseconds of the clock. */
export const reachOf = (world: World, { period, periods }: Watch): number => ((periods + LOOKS_FURTHER) * period * 1000) / world.time.pace;

export interface Looked {
  readonly at: number;
  readonly value: number | undefined;
}
/** The datapoints that an alarm looks at when it is evaluated at `end`, oldest first. The periods end then: they are not aligned to the clock. */
export const lookedAt = (world: World, place: Place, watch: Watch, end: number): readonly Looked[] => {
  const count = watch.periods + LOOKS_FURTHER;
  const step = (watch.period * 1000) / world.time.pace;
  const from = end - count * step;
  const grid = Array.from({ length: count }, (_, index) => from + index * step);
  const frame: Frame = {
    grid: () => grid,
    points: (metric, period, stat) => {
      const summaries = windowsOf(world, place, metric, { from, period, count, now: end });
      return new Map(
        summaries.flatMap((summary, index) => {
          const value = summary === undefined ? undefined : statistic(summary, stat);
          return value === undefined ? [] : [[grid[index] ?? from, value] as const];
        }),
      );
    },
  };
  const returned = watch.queries.find((query) => query.returned);
  const points = returned === undefined ? undefined : valuesOf(watch.queries, frame).get(returned.id)?.[0]?.points;
  return grid.map((at) => ({ at, value: points?.get(at) }));
};
