import type {
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  DescribeAlarmsForMetricCommandInput,
  DescribeAlarmsForMetricCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation, type Context, type Operation } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { badToken, conflicting, refused } from '../faults.ts';
import { metricOf } from '../given.ts';
import { alarmArn, alarmsOf, metricKey, type Alarm } from '../state.ts';
import { historyOf } from './history.ts';
import { alarmsIn, parseRule } from './rule.ts';
import { shownAlarm, shownComposite } from './shown.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const MOST_ALARMS = 50;
const MOST_HISTORY = 100;

const mine = ({ world, account, region }: Context): readonly Alarm[] =>
  alarmsOf(world)
    .values()
    .filter((alarm) => alarm.account === account && alarm.region === region);
const kindOf = ({ rule }: Pick<Alarm, 'rule'>) => (rule === undefined ? 'MetricAlarm' : 'CompositeAlarm');
const childrenOf = (context: Context, { rule }: Alarm): readonly string[] =>
  rule === undefined ? [] : alarmsIn(parseRule(rule)).map((name) => (name.startsWith('arn:') ? name : alarmArn(context, name)));
const named = (context: Context, name: string): Alarm => {
  const alarm = alarmsOf(context.world).get(alarmArn(context, name));
  if (alarm === undefined) throw refused(`Alarm ${name} does not exist`);
  return alarm;
};
const accessOf = (action: string, context: Context, names: readonly string[] = []) =>
  (names.length === 0 ? ['*'] : names).map((name) => ({ action: `cloudwatch:${action}`, resource: alarmArn(context, name) }));

const describe = operation<DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput>({
  trail: 'read',
  access: (input, context) => accessOf('DescribeAlarms', context, input.AlarmNames),
  run: (input, context) => {
    const { AlarmNames, AlarmNamePrefix, ChildrenOfAlarmName, ParentsOfAlarmName, StateValue, ActionPrefix } = input;
    if (AlarmNames !== undefined && AlarmNamePrefix !== undefined)
      throw conflicting('AlarmNamePrefix and AlarmNames cannot be specified together');
    const family = ChildrenOfAlarmName ?? ParentsOfAlarmName;
    if (family !== undefined && [AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix].some((member) => member !== undefined))
      throw conflicting('ChildrenOfAlarmName and ParentsOfAlarmName go with no other filter');
    const types: readonly string[] = input.AlarmTypes ?? ['MetricAlarm'];
    const relatives =
      ChildrenOfAlarmName === undefined
        ? (alarm: Alarm) => childrenOf(context, alarm).includes(alarmArn(context, ParentsOfAlarmName ?? ''))
        : (alarm: Alarm) => childrenOf(context, named(context, ChildrenOfAlarmName)).includes(alarm.arn);
    const found = mine(context).filter(
      (alarm) =>
        // Who asks for relatives gets both kinds.
        (family === undefined ? types.includes(kindOf(alarm)) : relatives(alarm)) &&
        (AlarmNames === undefined || AlarmNames.includes(alarm.name)) &&
        (AlarmNamePrefix === undefined || alarm.name.startsWith(AlarmNamePrefix)) &&
        (StateValue === undefined || alarm.state === StateValue) &&
        (ActionPrefix === undefined ||
          [...alarm.okActions, ...alarm.alarmActions, ...alarm.insufficientActions].some((action) => action.startsWith(ActionPrefix))),
    );
    const page = pageOf(found, input.MaxRecords ?? MOST_ALARMS, input.NextToken);
    if (page === undefined) throw badToken();
    return {
      MetricAlarms: page.page.filter(({ rule }) => rule === undefined).map(shownAlarm),
      CompositeAlarms: page.page.filter(({ rule }) => rule !== undefined).map(shownComposite),
      NextToken: page.next,
    };
  },
});

const forMetric = operation<DescribeAlarmsForMetricCommandInput, DescribeAlarmsForMetricCommandOutput>({
  trail: 'read',
  access: (_input, context) => accessOf('DescribeAlarmsForMetric', context),
  run: (input, context) => {
    const wanted = metricKey(context, metricOf(input));
    const stat = input.Statistic ?? input.ExtendedStatistic;
    const found = mine(context).filter(({ watch }) => {
      const seen = watch?.isSimple === true ? watch.queries[0]?.stat : undefined;
      return (
        seen !== undefined &&
        metricKey(context, seen.metric) === wanted &&
        (stat === undefined || seen.stat === stat) &&
        (input.Period === undefined || seen.period === input.Period)
      );
    });
    return { MetricAlarms: found.map(shownAlarm) };
  },
});

const history = operation<DescribeAlarmHistoryCommandInput, DescribeAlarmHistoryCommandOutput>({
  trail: 'read',
  access: (input, context) => accessOf('DescribeAlarmHistory', context, input.AlarmName === undefined ? [] : [input.AlarmName]),
  run: (input, context) => {
    const { AlarmName, HistoryItemType, StartDate, EndDate, ScanBy } = input;
    const types: readonly string[] = input.AlarmTypes ?? ['MetricAlarm'];
    const prefix = alarmArn(context, '');
    const found = historyOf(context.world)
      .values()
      .filter(
        (item) =>
          item.arn.startsWith(prefix) &&
          types.includes(item.isComposite ? 'CompositeAlarm' : 'MetricAlarm') &&
          (AlarmName === undefined || item.name === AlarmName) &&
          (HistoryItemType === undefined || item.type === HistoryItemType) &&
          (StartDate === undefined || item.at >= StartDate.getTime()) &&
          (EndDate === undefined || item.at <= EndDate.getTime()),
      );
    const page = pageOf(ScanBy === 'TimestampAscending' ? found : found.toReversed(), input.MaxRecords ?? MOST_HISTORY, input.NextToken);
    if (page === undefined) throw badToken();
    return {
      AlarmHistoryItems: page.page.map((item) => ({
        AlarmName: item.name,
        AlarmType: item.isComposite ? ('CompositeAlarm' as const) : ('MetricAlarm' as const),
        Timestamp: new Date(item.at),
        HistoryItemType: item.type,
        HistorySummary: item.summary,
        HistoryData: item.data,
      })),
      NextToken: page.next,
    };
  },
});
export const DESCRIBE_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeAlarms: describe,
  DescribeAlarmsForMetric: forMetric,
  DescribeAlarmHistory: history,
};
