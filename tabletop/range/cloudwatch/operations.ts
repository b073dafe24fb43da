import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation, type Context, type Service } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { arnOf, endpointsOf } from '../sagemaker/state.ts';
import { answeredBetween } from '../traffic.ts';
import { CLOUDWATCH_BEHAVIOURS } from './behaviours.ts';

const invalid = (message: string): AwsFault => new AwsFault('InvalidParameterValueException', message);
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MOST_DATAPOINTS = 100_800;

interface Metric {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}
interface Point {
  readonly at: number;
  readonly sum: number;
}

/** Which variants a metric's dimensions mean: exactly both dimensions, as SageMaker publishes them. */
const variantsOf = (context: Context, metric: Metric): { readonly endpoint: string; readonly variant: string } | undefined => {
  if (metric.Namespace !== 'AWS/SageMaker' || metric.MetricName !== 'Invocations' || metric.Dimensions?.length !== 2) return undefined;
  const value = (name: string) => metric.Dimensions?.find(({ Name }) => Name === name)?.Value;
  const [endpoint, variant] = [value('EndpointName'), value('VariantName')];
  if (endpoint === undefined || variant === undefined) return undefined;
  const arn = arnOf(context, 'endpoint', endpoint);
  return endpointsOf(context.world).get(arn) === undefined ? undefined : { endpoint: arn, variant };
};

const pointsOf = (context: Context, metric: Metric, from: number, until: number, periodSeconds: number): readonly Point[] => {
  const of = variantsOf(context, metric);
  const step = (periodSeconds * 1000) / context.world.time.pace;
  const [first, last] = [Math.floor(from / step) * step, Math.min(until, context.now)];
  if ((until - from) / step > MOST_DATAPOINTS) throw invalid(`You have requested more than ${MOST_DATAPOINTS} datapoints`);
  if (of === undefined) return [];
  const points: Point[] = [];
  for (let at = first; at < last; at += step) {
    const sum = answeredBetween(context.world, of.endpoint, of.variant, at, at + step);
    if (sum > 0) points.push({ at, sum });
  }
  return points;
};
/** Every call counts 1, so the average is 1 and the sample count is the sum. */
const valueOf = (stat: string, sum: number): number => {
  if (stat === 'Sum' || stat === 'SampleCount') return sum;
  if (stat === 'Average' || stat === 'Minimum' || stat === 'Maximum') return 1;
  throw invalid(`The range knows Sum, SampleCount, Average, Minimum and Maximum, not ${stat}`);
};
const windowOf = (input: { readonly StartTime: Date; readonly EndTime: Date }): { readonly from: number; readonly until: number } => {
  const [from, until] = [input.StartTime.getTime(), input.EndTime.getTime()];
  if (from >= until) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  return { from, until };
};
const periodOf = (period: number): number => {
  if (period < 1 || (period > 30 && period % 60 !== 0)) throw invalid('The parameter Period must be 1, 5, 10, 30, or a multiple of 60.');
  return period;
};

const getMetricData = operation<GetMetricDataCommandInput, GetMetricDataCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
  run: (input, context) => {
    const { from, until } = windowOf(input);
    const results = input.MetricDataQueries.map((query) => {
      if (query.MetricStat === undefined) throw invalid('The range evaluates no metric math: MetricStat is required');
      const { Metric, Period, Stat } = query.MetricStat;
      const points = pointsOf(context, Metric, from, until, periodOf(Period));
      const ordered = input.ScanBy === 'TimestampAscending' ? points : points.toReversed();
      const page = pageOf(ordered, input.MaxDatapoints ?? MOST_DATAPOINTS, input.NextToken);
      if (page === undefined) throw invalid('Invalid NextToken');
      return {
        next: page.next,
        result: {
          Id: query.Id,
          Label: query.Label ?? Metric.MetricName,
          Timestamps: page.page.map(({ at }) => new Date(at)),
          Values: page.page.map(({ sum }) => valueOf(Stat, sum)),
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

const getMetricStatistics = operation<GetMetricStatisticsCommandInput, GetMetricStatisticsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'cloudwatch:GetMetricStatistics', resource: '*' }],
  run: (input, context) => {
    const { from, until } = windowOf(input);
    const statistics = input.Statistics ?? [];
    if (statistics.length === 0) throw invalid('At least one of the parameters Statistics and ExtendedStatistics must be specified.');
    return {
      Label: input.MetricName,
      Datapoints: pointsOf(context, input, from, until, periodOf(input.Period)).map(({ at, sum }) => ({
        Timestamp: new Date(at),
        Unit: 'None' as const,
        ...Object.fromEntries(statistics.map((statistic) => [statistic, valueOf(statistic, sum)])),
      })),
    };
  },
});

export const cloudwatchService: Service = {
  prefix: 'cloudwatch',
  signingName: 'monitoring',
  eventSource: 'monitoring.amazonaws.com',
  load: () => import('@aws-sdk/client-cloudwatch'),
  operations: { GetMetricData: getMetricData, GetMetricStatistics: getMetricStatistics },
  documented: {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
    'MetricDataQuery.Id': { pattern: '^[a-z][A-Za-z0-9_]*$' },
  },
  behaviours: CLOUDWATCH_BEHAVIOURS,
  denied: { code: 'AccessDenied', status: 403 },
};
