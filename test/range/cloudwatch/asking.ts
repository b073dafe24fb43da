import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  type MetricDataQuery,
  type MetricDatum,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { NOW, stillRange } from '../clients.ts';

export const START = Date.parse(NOW);
export const MINUTE = 60_000;

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

/** Somebody with metrics of their own. */
export const own = () => {
  const { range, clock, client } = watching();
  const put = (...MetricData: MetricDatum[]) => client.send(new PutMetricDataCommand({ Namespace: 'Own', MetricData }));
  const ask = async (queries: MetricDataQuery[], minutes = 10, more: object = {}) => {
    const input = {
      StartTime: new Date(START),
      EndTime: new Date(START + minutes * MINUTE),
      ScanBy: 'TimestampAscending' as const,
      ...more,
    };
    return client.send(new GetMetricDataCommand({ ...input, MetricDataQueries: queries }));
  };
  const metric = (Id: string, MetricName: string, Stat = 'Sum', Period = 60): MetricDataQuery => ({
    Id,
    MetricStat: { Metric: { Namespace: 'Own', MetricName }, Period, Stat },
  });
  const values = async (...queries: MetricDataQuery[]) => (await ask(queries)).MetricDataResults?.map(({ Id, Values }) => [Id, Values]);
  return { range, clock, client, put, ask, metric, values };
};
