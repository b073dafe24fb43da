import { refused, notSimulated } from './faults.ts';
import { evaluateMath } from './math/evaluate.ts';
import type { Series, Value } from './math/value.ts';
import type { MetricName, Query } from './state.ts';

/** Where the numbers come from: aligned periods of a request, or the windows that an alarm looks at. */
export interface Frame {
  grid(period: number): readonly number[];
  points(metric: MetricName, period: number, stat: string): ReadonlyMap<number, number>;
}

/** The one period of everything that an expression works on. */
const commonPeriod = (queries: readonly Query[], given: number | undefined): number => {
  const periods = [...new Set(queries.flatMap(({ stat }) => stat?.period ?? []))];
  if (periods.length > 1) throw notSimulated('combine metrics of different periods in expressions');
  return periods[0] ?? given ?? 60;
};

/** What each line comes to. An expression may name any other line, but not itself, whatever the way. */
export const valuesOf = (queries: readonly Query[], frame: Frame): ReadonlyMap<string, readonly Series[]> => {
  const known = new Map<string, Value>();
  const under = new Set<string>();
  const hasMath = queries.some(({ expression }) => expression !== undefined);
  const period = hasMath ? commonPeriod(queries, queries.find((query) => query.period !== undefined)?.period) : 60;
  const metric = (query: Query): Series => {
    const { stat } = query;
    if (stat === undefined) return { label: query.id, points: new Map() };
    return { label: query.label ?? stat.metric.name, points: frame.points(stat.metric, stat.period, stat.stat) };
  };
  const valueOf = (id: string): Value | undefined => {
    const query = queries.find((candidate) => candidate.id === id);
    const before = known.get(id);
    if (query === undefined || before !== undefined) return before;
    if (under.has(id)) throw refused(`Error in expression '${id}': circular dependency`);
    under.add(id);
    const value: Value =
      query.expression === undefined ? { kind: 'series', series: metric(query) } : evaluateMath(query.expression, valueOf, scopeOf(query));
    under.delete(id);
    known.set(id, value);
    return value;
  };
  const scopeOf = (query: Query) => ({
    grid: frame.grid(period),
    period,
    label: query.label ?? query.id,
    metrics: queries
      .filter(({ stat, expression }) => stat !== undefined && expression === undefined)
      .flatMap((other) => {
        const value = query.expression?.toUpperCase().includes('METRICS') === true ? valueOf(other.id) : undefined;
        return value?.kind === 'series' ? [[other.id, value.series] as const] : [];
      }),
  });
  return new Map(
    queries.map((query) => {
      const value = valueOf(query.id);
      if (value?.kind === 'series') return [query.id, [{ ...value.series, label: query.label ?? value.series.label }]];
      if (value?.kind === 'array') return [query.id, value.series];
      // A number may be used by another line, but is no answer.
      if (query.returned) throw refused(`Error in expression '${query.id}': the result is not a time series`);
      return [query.id, []];
    }),
  );
};
