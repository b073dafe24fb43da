import type { CompositeAlarm, MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Alarm, MetricName, Query, Watch } from '../state.ts';

const shownMetric = ({ namespace, name, dimensions }: MetricName) => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
});
const shownQuery = ({ id, label, returned, stat, expression, period }: Query): MetricDataQuery => ({
  Id: id,
  Label: label,
  ReturnData: returned,
  Expression: expression,
  Period: period,
  ...(stat === undefined ? {} : { MetricStat: { Metric: shownMetric(stat.metric), Period: stat.period, Stat: stat.stat } }),
});
const shownWatch = (watch: Watch): MetricAlarm => {
  const stat = watch.isSimple ? watch.queries[0]?.stat : undefined;
  const isExtended = stat?.stat.startsWith('p') === true;
  return {
    ...(stat === undefined
      ? { Metrics: watch.queries.map(shownQuery) }
      : {
          ...shownMetric(stat.metric),
          Period: stat.period,
          // Checked when it was put: either one of the five names or a percentile.
          ...(isExtended ? { ExtendedStatistic: stat.stat } : { Statistic: stat.stat as MetricAlarm['Statistic'] }),
        }),
    EvaluationPeriods: watch.periods,
    DatapointsToAlarm: watch.datapointsGiven ? watch.datapoints : undefined,
    Threshold: watch.threshold,
    // Checked when it was put: one of the operators that the range knows.
    ComparisonOperator: watch.operator as MetricAlarm['ComparisonOperator'],
    TreatMissingData: watch.missingGiven ? watch.missing : undefined,
    EvaluateLowSampleCountPercentile: watch.lowSamples,
  };
};
const common = (alarm: Alarm) => ({
  AlarmName: alarm.name,
  AlarmArn: alarm.arn,
  AlarmDescription: alarm.description,
  AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
  ActionsEnabled: alarm.actionsEnabled,
  OKActions: [...alarm.okActions],
  AlarmActions: [...alarm.alarmActions],
  InsufficientDataActions: [...alarm.insufficientActions],
  StateValue: alarm.state,
  StateReason: alarm.reason,
  StateReasonData: alarm.reasonData === '' ? undefined : alarm.reasonData,
  StateUpdatedTimestamp: new Date(alarm.updatedAt),
  StateTransitionedTimestamp: new Date(alarm.transitionedAt),
});
export const shownAlarm = (alarm: Alarm): MetricAlarm => ({
  ...common(alarm),
  ...(alarm.watch === undefined ? {} : shownWatch(alarm.watch)),
});
export const shownComposite = (alarm: Alarm): CompositeAlarm => ({ ...common(alarm), AlarmRule: alarm.rule });
