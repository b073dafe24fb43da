import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../core/action/cloud.ts';
import type { Target } from '../../core/asset/resource.ts';
import type { Instant } from '../../core/time.ts';
import { refuse } from '../refuse.ts';

/** SageMaker publishes per minute. https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html */
const PERIOD_SECONDS = 60;

interface Answered {
  readonly total: number;
  /** Mean over the whole minutes in which it answered at all; the newest point is still being counted. */
  readonly perSecond: number;
}

/** Requests that the endpoint answered between two instants, all variants. A denied request never reaches the endpoint and is not counted. */
export const invocations = async (
  cloud: Cloud<typeof GetMetricDataCommand>,
  target: Target,
  variants: readonly string[],
  from: Instant,
  until: Instant,
): Promise<Answered> => {
  const { MetricDataResults = [] } = await cloud.call(GetMetricDataCommand, {
    StartTime: new Date(from),
    EndTime: new Date(until),
    MetricDataQueries: variants.map((variant, index) => ({
      Id: `v${index}`,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/SageMaker',
          MetricName: 'Invocations',
          Dimensions: [
            { Name: 'EndpointName', Value: target.name },
            { Name: 'VariantName', Value: variant },
          ],
        },
        Period: PERIOD_SECONDS,
        Stat: 'Sum',
      },
    })),
  });
  const partial = MetricDataResults.find(({ StatusCode }) => StatusCode !== undefined && StatusCode !== 'Complete');
  if (partial !== undefined)
    throw refuse(
      'unavailable',
      `CloudWatch did not say how many requests ${target.name} answered`,
      `status ${partial.StatusCode ?? 'unknown'}`,
      'npx cordon status',
    );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const rates = MetricDataResults.map(({ Timestamps = [], Values = [] }) => {
    const newest = Math.max(...Timestamps.map(Number));
    const whole = Values.filter((_, index) => Number(Timestamps[index]) !== newest);
    return whole.length === 0 ? 0 : sum(whole) / (whole.length * PERIOD_SECONDS);
  });
  return { total: sum(MetricDataResults.flatMap(({ Values = [] }) => Values)), perSecond: sum(rates) };
};
