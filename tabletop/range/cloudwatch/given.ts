import { invalid, notSimulated, refused } from './faults.ts';
import type { MetricName, Query } from './state.ts';
import { statisticKind } from './summary.ts';

/** As every request of CloudWatch names a metric. */
export interface GivenMetric {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}
export interface GivenQuery {
  readonly Id: string;
  readonly MetricStat?: { readonly Metric: GivenMetric; readonly Period: number; readonly Stat: string; readonly Unit?: string };
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly Period?: number;
  readonly AccountId?: string;
}

export const metricOf = ({ Namespace = '', MetricName = '', Dimensions = [] }: GivenMetric): MetricName => {
  const names = Dimensions.map(({ Name }) => Name);
  if (new Set(names).size < names.length) throw invalid('The parameter Dimensions contains a dimension name more than once.');
  return {
    namespace: Namespace,
    name: MetricName,
    dimensions: Dimensions.map(({ Name, Value }) => [Name, Value] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  };
};
export const periodOf = (period: number): number => {
  const isAllowed = [1, 5, 10, 20, 30].includes(period) || (period > 0 && period % 60 === 0);
  if (!isAllowed) throw invalid('The parameter Period must be 1, 5, 10, 20, 30, or a multiple of 60.');
  return period;
};
export const statOf = (stat: string): string => {
  const kind = statisticKind(stat);
  if (kind === 'unknown') throw invalid(`The value ${stat} for parameter Stat is not supported.`);
  if (kind === 'trimmed') throw notSimulated(`know the statistic ${stat}`);
  return stat;
};
/** Every metric here has one unit: asking for another would find nothing, and asking for its own changes nothing. */
export const unitOf = (unit: string | undefined): void => {
  if (unit !== undefined) throw notSimulated('choose by Unit; leave it out');
};

const queryOf = (given: GivenQuery): Query => {
  if ((given.MetricStat === undefined) === (given.Expression === undefined))
    throw refused(`Invalid metrics list: ${given.Id} must have either MetricStat or Expression.`);
  if (given.AccountId !== undefined) throw notSimulated('read the metrics of another account');
  if (given.Expression !== undefined && /^\s*SELECT\b/i.test(given.Expression)) throw notSimulated('know Metrics Insights');
  unitOf(given.MetricStat?.Unit);
  const common = {
    id: given.Id,
    returned: given.ReturnData ?? true,
    ...(given.Label === undefined ? {} : { label: given.Label }),
  };
  if (given.MetricStat === undefined)
    return { ...common, expression: given.Expression ?? '', ...(given.Period === undefined ? {} : { period: periodOf(given.Period) }) };
  const { Metric, Period, Stat } = given.MetricStat;
  return { ...common, stat: { metric: metricOf(Metric), period: periodOf(Period), stat: statOf(Stat) } };
};
export const queriesOf = (given: readonly GivenQuery[]): readonly Query[] => {
  const ids = given.map(({ Id }) => Id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw refused(`The values for parameter Id in MetricDataQueries are not unique: ${twice}`);
  return given.map(queryOf);
};
