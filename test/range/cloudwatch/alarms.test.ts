import {
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { AddTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-sagemaker';
import { virtualClock } from '../../../tabletop/range/clock.ts';
import type { RangeEvent } from '../../../tabletop/range/events.ts';
import { createRange } from '../../../tabletop/range/range.ts';
import { as, FRAUD, NOW, refusal, stillRange, WORKLOAD } from '../clients.ts';
import { ERRORS, FEW, watching } from './asking.ts';

const TAG = 'cordon:quarantine';
const TOPIC = `arn:aws:sns:eu-west-1:${WORKLOAD}:on-call`;
const arn = (name: string) => `arn:aws:cloudwatch:eu-west-1:${WORKLOAD}:alarm:${name}`;

describe('a metric alarm', () => {
  test('has too little data first, and is looked at on the next full minute', async () => {
    const { clock, put, state } = watching();
    clock.advance(30);
    await put();
    expect(await state()).toBe('INSUFFICIENT_DATA');
    clock.advance(29);
    expect(await state()).toBe('INSUFFICIENT_DATA');
    clock.advance(1);
    expect(await state()).toBe('OK');
  });

  test('a deny that takes effect raises it, lifting the deny clears it, each at its minute', async () => {
    const { range, clock, put, state } = watching();
    const { sagemaker } = as(range, 'admin');
    await put({ Threshold: 7000 });
    clock.advance(120);
    await sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: TAG, Value: 'x' }] }));
    // Denied from 02:20 on: the minute that ends at 03:00 has 20 seconds of traffic.
    clock.advance(59);
    expect(await state()).toBe('OK');
    clock.advance(1);
    expect(await state()).toBe('ALARM');
    await sagemaker.send(new DeleteTagsCommand({ ResourceArn: FRAUD, TagKeys: [TAG] }));
    clock.advance(60);
    expect(await state()).toBe('ALARM');
    clock.advance(60);
    expect(await state()).toBe('OK');
  });

  test('tells the bus and the history, once per change, with what it saw', async () => {
    const { range, clock, client, put } = watching();
    const events: RangeEvent[] = [];
    await put({ Threshold: 8000, AlarmActions: [TOPIC], AlarmDescription: 'too few' });
    range.events.subscribe((event) => events.push(event));
    clock.advance(600);
    const changes = events.filter((event) => event['detail-type'] === 'CloudWatch Alarm State Change');
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      source: 'aws.cloudwatch',
      account: WORKLOAD,
      resources: [arn('few-requests')],
      detail: {
        alarmName: 'few-requests',
        previousState: { value: 'INSUFFICIENT_DATA' },
        state: { value: 'ALARM', timestamp: '2026-11-20T03:01:00.000+0000' },
        configuration: {
          description: 'too few',
          metrics: [
            {
              returnData: true,
              metricStat: {
                period: 60,
                stat: 'Sum',
                metric: {
                  namespace: 'AWS/SageMaker',
                  name: 'Invocations',
                  dimensions: { EndpointName: 'fraud-scorer', VariantName: 'AllTraffic' },
                },
              },
            },
          ],
        },
      },
    });
    const state: { reason?: string; reasonData?: string } = Object(changes[0]?.detail['state']);
    expect(state.reason).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoint [7200 (20/11/26 03:00:00)] was less than the threshold (8000) (minimum 1 datapoint for INSUFFICIENT_DATA -> ALARM transition).',
    );
    expect(JSON.parse(state.reasonData ?? '')).toMatchObject({
      version: '1.0',
      statistic: 'Sum',
      period: 60,
      threshold: 8000,
      recentDatapoints: [7200],
    });
    const { AlarmHistoryItems = [] } = await client.send(
      new DescribeAlarmHistoryCommand({ AlarmName: 'few-requests', ScanBy: 'TimestampAscending' }),
    );
    expect(AlarmHistoryItems.map(({ HistoryItemType, HistorySummary }) => `${HistoryItemType}: ${HistorySummary}`)).toEqual([
      'ConfigurationUpdate: Alarm "few-requests" created',
      'StateUpdate: Alarm updated from INSUFFICIENT_DATA to ALARM',
      `Action: Successfully executed action ${TOPIC}`,
    ]);
  });

  test('what is set by hand holds until the next look', async () => {
    const { clock, client, put, state } = watching();
    await put();
    clock.advance(90);
    await client.send(new SetAlarmStateCommand({ AlarmName: 'few-requests', StateValue: 'ALARM', StateReason: 'a drill' }));
    expect(await state()).toBe('ALARM');
    clock.advance(29);
    expect(await state()).toBe('ALARM');
    clock.advance(1);
    expect(await state()).toBe('OK');
    expect(await refusal(client.send(new SetAlarmStateCommand({ AlarmName: 'gone', StateValue: 'OK', StateReason: 'x' })))).toMatchObject({
      name: 'ResourceNotFound',
      status: 404,
    });
    expect(
      (
        await refusal(
          client.send(new SetAlarmStateCommand({ AlarmName: 'few-requests', StateValue: 'OK', StateReason: 'x', StateReasonData: '{' })),
        )
      ).name,
    ).toBe('InvalidFormatFault');
  });

  test('two of three, over values that were put', async () => {
    const { clock, client, put, state } = watching();
    const value = (Value: number) =>
      client.send(new PutMetricDataCommand({ Namespace: 'Own', MetricData: [{ MetricName: 'queue', Value }] }));
    await put({
      Namespace: 'Own',
      MetricName: 'queue',
      Dimensions: [],
      Statistic: 'Maximum',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'missing',
    });
    const seen: (string | undefined)[] = [];
    for (const next of [1, 11, 1, 11, 1, 1]) {
      await value(next);
      clock.advance(60);
      seen.push(await state());
    }
    expect(seen).toEqual(['OK', 'OK', 'OK', 'ALARM', 'OK', 'OK']);
    clock.advance(600);
    expect(await state()).toBe('INSUFFICIENT_DATA');
  });

  test('an expression is watched like a metric', async () => {
    const { range, clock, put, state } = watching();
    const metric = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { ...ERRORS, MetricName }, Period: 60, Stat: 'Sum' },
    });
    const { AlarmName } = FEW;
    const none = { Namespace: undefined, MetricName: undefined, Dimensions: undefined, Statistic: undefined, Period: undefined };
    await put({
      AlarmName,
      ...none,
      Threshold: 50,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      Metrics: [{ Id: 'rate', Expression: '100 * good / all' }, metric('good', 'Invocations'), metric('all', 'Invocations')],
    });
    clock.advance(60);
    expect(await state()).toBe('ALARM');
    await as(range, 'admin').sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: TAG, Value: 'x' }] }));
    clock.advance(600);
    expect(await state()).toBe('OK');
  });

  test('goes on after an export, however late, with every change at its own minute', async () => {
    const { range, clock, client, put } = watching();
    await put({ Threshold: 7000 });
    clock.advance(120);
    await as(range, 'admin').sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: TAG, Value: 'x' }] }));
    const late = virtualClock(clock.now() + 3_600_000);
    const resumed = createRange({ clock: late, state: range.exportState() });
    late.advance(1);
    const [found] =
      (await as(resumed, 'admin').cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['few-requests'] }))).MetricAlarms ?? [];
    clock.advance(3600);
    const [here] = (await client.send(new DescribeAlarmsCommand({ AlarmNames: ['few-requests'] }))).MetricAlarms ?? [];
    expect(found).toMatchObject({ StateValue: 'ALARM', StateUpdatedTimestamp: new Date(Date.parse(NOW) + 180_000) });
    expect(here?.StateUpdatedTimestamp).toEqual(found?.StateUpdatedTimestamp);
  });

  test('twenty alarms on a quiet company cost a few looks, not one a minute', async () => {
    const { range, clock, put } = watching();
    for (let n = 0; n < 20; n += 1) await put({ AlarmName: `quiet-${n}` });
    clock.advance(600);
    const looks = () => Number(range.exportState()['ids/timer']);
    const before = looks();
    clock.advance(3600);
    expect(looks() - before).toBeLessThan(5);
  });
});

test('alarms are listed by name, prefix, state, metric and in pages', async () => {
  const { clock, client, put } = watching();
  for (const AlarmName of ['x-1', 'x-2', 'x-3']) await put({ AlarmName });
  clock.advance(60);
  const names = async (input: DescribeAlarmsCommandInput) =>
    (await client.send(new DescribeAlarmsCommand(input))).MetricAlarms?.map(({ AlarmName }) => AlarmName);
  expect(await names({ AlarmNamePrefix: 'x-', StateValue: 'OK' })).toEqual(['x-1', 'x-2', 'x-3']);
  expect(await names({ AlarmNamePrefix: 'x-', StateValue: 'ALARM' })).toEqual([]);
  const first = await client.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'x-', MaxRecords: 2 }));
  expect(first.MetricAlarms).toHaveLength(2);
  expect(await names({ AlarmNamePrefix: 'x-', MaxRecords: 2, NextToken: first.NextToken })).toEqual(['x-3']);
  expect((await refusal(names({ NextToken: 'nonsense' }))).name).toBe('InvalidNextToken');
  const onMetric = await client.send(new DescribeAlarmsForMetricCommand(ERRORS));
  expect(onMetric.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(expect.arrayContaining(['x-1', 'x-2', 'x-3']));
});

test('actions can be switched off, and alarms carry tags', async () => {
  const { clock, client, put, described } = watching();
  await put({ Threshold: 8000, AlarmActions: [TOPIC], Tags: [{ Key: 'team', Value: 'fraud' }] });
  await client.send(new DisableAlarmActionsCommand({ AlarmNames: ['few-requests', 'gone'] }));
  clock.advance(120);
  expect((await described()).MetricAlarms?.[0]).toMatchObject({ ActionsEnabled: false, StateValue: 'ALARM' });
  const history = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: 'few-requests', HistoryItemType: 'Action' }));
  expect(history.AlarmHistoryItems).toEqual([]);
  const ResourceARN = arn('few-requests');
  await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'a', Value: 'b' }] }));
  await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] }));
  expect((await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  expect((await refusal(client.send(new ListTagsForResourceCommand({ ResourceARN: arn('gone') })))).name).toBe('ResourceNotFoundException');
});

test('the sample company watches itself, and nothing is wrong that anybody saw', async () => {
  const { range } = stillRange();
  const { MetricAlarms = [], CompositeAlarms = [] } = await as(range, 'admin').cloudwatch.send(
    new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  );
  const own = [...MetricAlarms, ...CompositeAlarms].filter(({ AlarmName }) => /^(fraud-scorer|assistant)-/.test(AlarmName ?? ''));
  expect(own.map(({ AlarmName, StateValue }) => `${AlarmName} ${StateValue}`).sort()).toEqual([
    'assistant-guardrail OK',
    'assistant-tokens OK',
    'fraud-scorer-approvals OK',
    'fraud-scorer-errors OK',
    'fraud-scorer-health OK',
    'fraud-scorer-latency OK',
  ]);
});
