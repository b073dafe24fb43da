import { DeleteAlarmsCommand, DescribeAlarmsCommand, PutCompositeAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { as, refusal, stillRange, WORKLOAD } from '../clients.ts';
import { watching, type FEW } from './asking.ts';

describe('what CloudWatch refuses in an alarm', () => {
  test.each([
    ['neither statistic', { Statistic: undefined }, 'Validation'],
    ['two statistics', { ExtendedStatistic: 'p99' }, 'Validation'],
    ['no threshold', { Threshold: undefined }, 'Validation'],
    ['more datapoints than periods', { DatapointsToAlarm: 2 }, 'Validation'],
    ['more than a day', { Period: 3540, EvaluationPeriods: 30 }, 'Validation'],
    ['an unknown treatment', { TreatMissingData: 'forget' }, 'Validation'],
    ['a metric and a list', { Metrics: [{ Id: 'e', Expression: '1' }] }, 'Validation'],
    ['an action that is no ARN', { AlarmActions: ['on-call'] }, 'Validation'],
    ['a period of 90 seconds', { Period: 90 }, 'InvalidParameterValueException'],
    ['an action that the range does not run', { AlarmActions: [`arn:aws:lambda:eu-west-1:${WORKLOAD}:function:f`] }, 'NotImplemented'],
    ['an anomaly band', { ThresholdMetricId: 'b' }, 'NotImplemented'],
    ['a trimmed mean', { Statistic: undefined, ExtendedStatistic: 'tm90' }, 'NotImplemented'],
  ] as const)('%s', async (_what, more, name) => {
    const { client, put } = watching();
    expect((await refusal(put(more as Partial<typeof FEW>))).name).toMatch(new RegExp(`^${name}`));
    expect((await client.send(new DescribeAlarmsCommand({ AlarmNames: ['few-requests'] }))).MetricAlarms).toEqual([]);
  });
  test('who may not', async () => {
    const { range } = stillRange();
    const call = as(range, 'crm').cloudwatch.send(new DescribeAlarmsCommand({}));
    expect(await refusal(call)).toMatchObject({ name: 'AccessDenied', status: 403 });
  });
});

describe('a composite alarm', () => {
  const composite = (AlarmName: string, AlarmRule: string) => new PutCompositeAlarmCommand({ AlarmName, AlarmRule });
  test('follows its rule, also over other composite alarms', async () => {
    const { clock, client, put, state } = watching();
    await put();
    await put({ AlarmName: 'other' });
    await client.send(composite('both', 'ALARM("few-requests") AND ALARM(other)'));
    await client.send(composite('top', 'NOT (ALARM(both) OR INSUFFICIENT_DATA("few-requests")) AND TRUE'));
    expect(await state('top')).toBe('OK');
    clock.advance(60);
    expect([await state('both'), await state('top')]).toEqual(['OK', 'ALARM']);
    for (const AlarmName of ['few-requests', 'other'])
      await client.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'x' }));
    expect([await state('both'), await state('top')]).toEqual(['ALARM', 'OK']);
  });
  test.each(['ALARM(few-requests', 'AND', 'ALARM(few-requests) ALARM(few-requests)', 'ALARM()', 'LOUD(few-requests)'])(
    '%s is no rule',
    async (rule) => {
      const { client, put } = watching();
      await put();
      expect((await refusal(client.send(composite('c', rule)))).name).toMatch(/^Validation/);
    },
  );
  test('names only alarms that exist, and none that leads back', async () => {
    const { client, put } = watching();
    await put();
    expect((await refusal(client.send(composite('a', 'ALARM(gone)')))).message).toContain('do not exist');
    await client.send(composite('a', 'ALARM(few-requests)'));
    await client.send(composite('b', 'ALARM(a)'));
    expect((await refusal(client.send(composite('a', 'ALARM(b)')))).message).toContain('circular');
  });
  test('holds the alarms that it names, and goes alone', async () => {
    const { client, put } = watching();
    await put();
    await put({ AlarmName: 'free' });
    await client.send(composite('c', 'ALARM(few-requests)'));
    const remove = (...AlarmNames: string[]) => client.send(new DeleteAlarmsCommand({ AlarmNames }));
    expect((await refusal(remove('few-requests'))).name).toMatch(/^Validation/);
    expect((await refusal(remove('c', 'free'))).name).toMatch(/^Validation/);
    expect((await refusal(remove('free', 'gone'))).name).toBe('ResourceNotFound');
    await remove('c');
    await remove('few-requests', 'free');
    expect(
      (await client.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'f', AlarmTypes: ['MetricAlarm'] }))).MetricAlarms?.some(
        ({ AlarmName }) => AlarmName === 'free',
      ),
    ).toBe(false);
  });
});
