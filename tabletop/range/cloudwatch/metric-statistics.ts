import type { GetMetricStatisticsCommandInput, GetMetricStatisticsCommandOutput, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { operation } from '../operation.ts';
import { conflicting, missingParameter } from './faults.ts';
import { metricOf, periodOf, statOf, unitOf } from './given.ts';
import { windowOf } from './metric-data.ts';
import { summariesOf, unitIn } from './series.ts';
import { statistic } from './summary.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
const MOST_DATAPOINTS = 1440;

export const getMetricStatistics = operation<GetMetricStatisticsCommandInput, GetMetricStatisticsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'cloudwatch:GetMetricStatistics', resource: '*' }],
  run: (input, { world, account, region, now }) => {
    const { from, until } = windowOf(input);
    const statistics = input.Statistics ?? [];
    const extended = (input.ExtendedStatistics ?? []).map(statOf);
    if (statistics.length + extended.length === 0)
      throw missingParameter('At least one of the parameters Statistics and ExtendedStatistics must be specified.');
    unitOf(input.Unit);
    const period = periodOf(input.Period);
    const asked = Math.ceil(((until - from) * world.time.pace) / (period * 1000));
    if (asked > MOST_DATAPOINTS)
      throw conflicting(
        `You have requested up to ${asked} datapoints, which exceeds the limit of ${MOST_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
      );
    const metric = metricOf(input);
    const place = { account, region };
    // The service's own names of units; nothing else is ever stored.
    const Unit = unitIn(world, place, metric) as StandardUnit;
    return {
      Label: input.MetricName,
      Datapoints: summariesOf(world, place, metric, { from, until, period, now }).map(({ at, summary }) => ({
        Timestamp: new Date(at),
        Unit,
        ...Object.fromEntries(statistics.map((name) => [name, statistic(summary, name)])),
        ...(extended.length === 0
          ? {}
          : {
              ExtendedStatistics: Object.fromEntries(
                extended.flatMap((name) => {
                  const value = statistic(summary, name);
                  return value === undefined ? [] : [[name, value] as const];
                }),
              ),
            }),
      })),
    };
  },
});
