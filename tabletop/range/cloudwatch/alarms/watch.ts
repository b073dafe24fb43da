import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { Present } from '../../operation.ts';
import { notSimulated, refused } from '../faults.ts';
import { metricOf, periodOf, queriesOf, statOf, unitOf } from '../given.ts';
import { idsIn } from '../math/evaluate.ts';
import type { Query, Watch } from '../state.ts';
import { isOperator } from '../verdict.ts';

type Given = Present<PutMetricAlarmCommandInput>;

const alarmPeriod = (period: number): number => {
  if (periodOf(period) < 60) throw notSimulated('evaluate alarms more often than every minute');
  return period;
};
const simple = (given: Given): readonly Query[] => {
  const { MetricName, Namespace, Period, Statistic, ExtendedStatistic } = given;
  if (MetricName === undefined || Namespace === undefined) throw refused('MetricName and Namespace are required for an alarm on a metric.');
  if (Period === undefined) throw refused('Period must not be null');
  if ((Statistic === undefined) === (ExtendedStatistic === undefined))
    throw refused('Exactly one of Statistic and ExtendedStatistic must be specified.');
  unitOf(given.Unit);
  const stat = statOf(Statistic ?? ExtendedStatistic ?? '');
  return [{ id: 'm1', returned: true, stat: { metric: metricOf(given), period: alarmPeriod(Period), stat } }];
};
const listed = (given: Given): readonly Query[] => {
  const both = [given.MetricName, given.Namespace, given.Period, given.Statistic, given.ExtendedStatistic, given.Dimensions];
  if (both.some((member) => member !== undefined))
    throw refused('Metrics list cannot be used together with the members of a single metric.');
  const queries = queriesOf(given.Metrics ?? []);
  if (queries.filter(({ returned }) => returned).length !== 1) throw refused('Exactly one element of the metrics list should return data.');
  for (const { expression } of queries) {
    const unknown = idsIn(expression ?? '0').find((id) => !queries.some((query) => query.id === id));
    if (unknown !== undefined) throw refused(`Invalid metrics list: undefined variable ${unknown}`);
  }
  return queries;
};
const DAY = 86_400;

const operatorOf = (operator: string | undefined): string => {
  if (operator === undefined) throw refused('ComparisonOperator must not be null');
  if (operator.includes('UpperThreshold') || operator.includes('LowerThreshold')) throw notSimulated('know anomaly detection');
  if (!isOperator(operator)) throw refused(`Invalid ComparisonOperator: ${operator}`);
  return operator;
};
const MISSING: readonly Watch['missing'][] = ['breaching', 'notBreaching', 'ignore', 'missing'];
const missingOf = (given: string | undefined): Watch['missing'] => {
  const missing = MISSING.find((known) => known === (given ?? 'missing'));
  if (missing === undefined) throw refused(`Unsupported value for TreatMissingData: ${given ?? ''}`);
  return missing;
};
/** How many periods are looked at, and how many of them must breach. */
const countsOf = ({ EvaluationPeriods, DatapointsToAlarm }: Given, period: number): Pick<Watch, 'periods' | 'datapoints'> => {
  if (EvaluationPeriods === undefined) throw refused('EvaluationPeriods must not be null');
  const datapoints = DatapointsToAlarm ?? EvaluationPeriods;
  if (datapoints > EvaluationPeriods) throw refused('DatapointsToAlarm must not be greater than EvaluationPeriods.');
  if (EvaluationPeriods * period > (period >= 3600 ? 7 * DAY : DAY))
    throw refused('Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)');
  return { periods: EvaluationPeriods, datapoints };
};

/** What an alarm watches, if CloudWatch would take it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const watchOf = (given: Given): Watch => {
  const isSimple = given.Metrics === undefined;
  if (given.ThresholdMetricId !== undefined) throw notSimulated('know anomaly detection');
  if (given.EvaluateLowSampleCountPercentile === 'ignore') throw notSimulated('skip evaluations of few samples');
  const operator = operatorOf(given.ComparisonOperator);
  const queries = isSimple ? simple(given) : listed(given);
  if (given.Threshold === undefined) throw refused('Threshold must not be null');
  const period = alarmPeriod(queries.flatMap((query) => query.stat?.period ?? query.period ?? [])[0] ?? 60);
  return {
    queries,
    operator,
    threshold: given.Threshold,
    period,
    ...countsOf(given, period),
    missing: missingOf(given.TreatMissingData),
    isSimple,
    datapointsGiven: given.DatapointsToAlarm !== undefined,
    missingGiven: given.TreatMissingData !== undefined,
    ...(given.EvaluateLowSampleCountPercentile === undefined ? {} : { lowSamples: given.EvaluateLowSampleCountPercentile }),
  };
};
