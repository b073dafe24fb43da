import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { stillRange } from '../clients.ts';

export const ERRORS = {
  Namespace: 'AWS/SageMaker',
  MetricName: 'Invocations',
  Dimensions: [
    { Name: 'EndpointName', Value: 'fraud-scorer' },
    { Name: 'VariantName', Value: 'AllTraffic' },
  ],
};
/** An alarm that is quiet while the fraud scorer answers its 7200 requests a minute. */
export const FEW: PutMetricAlarmCommandInput = {
  AlarmName: 'few-requests',
  ...ERRORS,
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 5000,
  ComparisonOperator: 'LessThanThreshold',
  TreatMissingData: 'breaching',
};
export const watching = () => {
  const { range, clock } = stillRange();
  const client = new CloudWatchClient(range.clientConfig('admin'));
  return {
    range,
    clock,
    client,
    put: (more: Partial<PutMetricAlarmCommandInput> = {}) => client.send(new PutMetricAlarmCommand({ ...FEW, ...more })),
    described: async (name = 'few-requests') =>
      await client.send(new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })),
    state: async (name = 'few-requests') => {
      const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
        new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
      );
      return [...MetricAlarms, ...CompositeAlarms][0]?.StateValue;
    },
  };
};
