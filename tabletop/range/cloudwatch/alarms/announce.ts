import type { JsonObject } from '../../../../core/json.ts';
import type { World } from '../../world.ts';
import { alarmEvent } from '../behaviours.ts';
import type { Alarm, Query } from '../state.ts';
import { long } from './reason.ts';

const metricOf = ({ id, returned, stat, expression, label }: Query): JsonObject => ({
  id,
  returnData: returned,
  ...(label === undefined ? {} : { label }),
  ...(expression === undefined ? {} : { expression }),
  ...(stat === undefined
    ? {}
    : {
        metricStat: {
          metric: {
            namespace: stat.metric.namespace,
            name: stat.metric.name,
            dimensions: Object.fromEntries(stat.metric.dimensions),
          },
          period: stat.period,
          stat: stat.stat,
        },
      }),
});
const configurationOf = ({ watch, rule, description }: Alarm): JsonObject => ({
  ...(description === undefined ? {} : { description }),
  ...(watch === undefined ? {} : { metrics: watch.queries.map(metricOf) }),
  ...(rule === undefined ? {} : { alarmRule: rule }),
});
type Stated = Pick<Alarm, 'state' | 'reason' | 'reasonData' | 'updatedAt'>;
const stateOf = ({ state, reason, reasonData, updatedAt }: Stated): JsonObject => ({
  value: state,
  reason,
  reasonData,
  timestamp: long(updatedAt),
});
const emit = (world: World, { arn, account, region }: Alarm, detailType: string, detail: JsonObject, at: number): void =>
  void world.bus.emit({ source: 'aws.cloudwatch', detailType, account, region, resources: [arn], detail, at }, world.lasts(alarmEvent));

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export const announceState = (world: World, before: Alarm, after: Alarm, at: number): void =>
  emit(
    world,
    after,
    'CloudWatch Alarm State Change',
    {
      alarmName: after.name,
      configuration: configurationOf(after),
      previousState: stateOf(before),
      state: stateOf(after),
    },
    at,
  );
export const announceConfiguration = (world: World, alarm: Alarm, operation: 'create' | 'update' | 'delete', at: number): void =>
  emit(
    world,
    alarm,
    'CloudWatch Alarm Configuration Change',
    {
      alarmName: alarm.name,
      operation,
      configuration: {
        ...configurationOf(alarm),
        alarmName: alarm.name,
        actionsEnabled: alarm.actionsEnabled,
        timestamp: long(alarm.configuredAt),
        okActions: alarm.okActions,
        alarmActions: alarm.alarmActions,
        insufficientDataActions: alarm.insufficientActions,
        ...(alarm.watch === undefined
          ? {}
          : {
              evaluationPeriods: alarm.watch.periods,
              datapointsToAlarm: alarm.watch.datapoints,
              threshold: alarm.watch.threshold,
              comparisonOperator: alarm.watch.operator,
              treatMissingData: alarm.watch.missing,
            }),
      },
      state: stateOf(alarm),
    },
    at,
  );
