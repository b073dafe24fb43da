import type { GetMetricDataCommandInput, GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { operation, type Context } from '../operation.ts';
import { pageOf } from '../page.ts';
import { badToken, invalid } from './faults.ts';
import { queriesOf } from './given.ts';
import { valuesOf, type Frame } from './queries.ts';
import { summariesOf } from './series.ts';
import { statistic } from './summary.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MOST_DATAPOINTS = 100_800;
const MOST_QUERIES = 500;

interface Window {
  readonly from: number;
  readonly until: number;
}
export const windowOf = (input: { readonly StartTime: Date; readonly EndTime: Date }): Window => {
  const [from, until] = [input.StartTime.getTime(), input.EndTime.getTime()];
  if (from >= until) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  return { from, until };
};
const frameOf = ({ world, account, region, now }: Context, { from, until }: Window): Frame => {
  const stepOf = (period: number): number => (period * 1000) / world.time.pace;
  const tooMany = (period: number): void => {
    if ((until - from) / stepOf(period) > MOST_DATAPOINTS) throw invalid(`You have requested more than ${MOST_DATAPOINTS} datapoints`);
  };
  return {
    grid: (period) => {
      tooMany(period);
      const step = stepOf(period);
      const first = Math.floor(from / step) * step;
      return Array.from({ length: Math.max(0, Math.ceil((Math.min(until, now) - first) / step)) }, (_, index) => first + index * step);
    },
    points: (metric, period, stat) => {
      tooMany(period);
      const found = summariesOf(world, { account, region }, metric, { from, until, period, now });
      return new Map(
        found.flatMap(({ at, summary }) => {
          const value = statistic(summary, stat);
          return value === undefined ? [] : [[at, value] as const];
        }),
      );
    },
  };
};

export const getMetricData = operation<GetMetricDataCommandInput, GetMetricDataCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
  run: (input, context) => {
    const window = windowOf(input);
    if (input.MetricDataQueries.length > MOST_QUERIES)
      throw invalid(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
    const queries = queriesOf(input.MetricDataQueries);
    if (!queries.some(({ returned }) => returned)) throw invalid('At least one query must return data.');
    const values = valuesOf(queries, frameOf(context, window));
    const lines = queries.filter(({ returned }) => returned).flatMap(({ id }) => (values.get(id) ?? []).map((series) => ({ id, series })));
    const size = Math.max(1, Math.floor((input.MaxDatapoints ?? MOST_DATAPOINTS) / Math.max(1, lines.length)));
    const results = lines.map(({ id, series: { label, points } }) => {
      const ascending = [...points].sort(([a], [b]) => a - b);
      const page = pageOf(input.ScanBy === 'TimestampAscending' ? ascending : ascending.toReversed(), size, input.NextToken);
      if (page === undefined) throw badToken();
      return {
        next: page.next,
        result: {
          Id: id,
          Label: label,
          Timestamps: page.page.map(([at]) => new Date(at)),
          Values: page.page.map(([, value]) => value),
          StatusCode: page.next === undefined ? ('Complete' as const) : ('PartialData' as const),
        },
      };
    });
    return {
      MetricDataResults: results.map(({ result }) => result),
      NextToken: results.find(({ next }) => next !== undefined)?.next,
      Messages: [],
    };
  },
});
