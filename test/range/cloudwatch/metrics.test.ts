import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { createRange } from '../../../tabletop/range/range.ts';
import { merged, statistic, summaryOf } from '../../../tabletop/range/cloudwatch/summary.ts';
import { virtualClock } from '../../../tabletop/range/clock.ts';
import { as, NOW, refusal } from '../clients.ts';
import { ERRORS, MINUTE, own, START } from './asking.ts';

describe('values that are put', () => {
  test('singles, lists with counts and sets come together in a period', async () => {
    const { clock, client, put } = own();
    await put(
      { MetricName: 'm', Value: 2, Unit: 'Count' },
      { MetricName: 'm', Values: [4, 6], Counts: [1, 2] },
      { MetricName: 'm', StatisticValues: { SampleCount: 2, Sum: 20, Minimum: 5, Maximum: 15 } },
    );
    clock.advance(60);
    const asked = { Namespace: 'Own', MetricName: 'm', StartTime: new Date(START), EndTime: new Date(START + MINUTE), Period: 60 };
    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({
        ...asked,
        Statistics: ['Sum', 'Average', 'SampleCount', 'Minimum', 'Maximum'],
        ExtendedStatistics: ['p50'],
      }),
    );
    expect(Datapoints).toEqual([
      {
        Timestamp: new Date(START),
        Unit: 'Count',
        Sum: 38,
        Average: 38 / 6,
        SampleCount: 6,
        Minimum: 2,
        Maximum: 15,
        ExtendedStatistics: {},
      },
    ]);
  });
  test('percentiles where the values are known', async () => {
    const { clock, put, metric, values } = own();
    await put({ MetricName: 'm', Values: Array.from({ length: 100 }, (_, index) => index + 1) });
    clock.advance(60);
    expect(await values(metric('a', 'm', 'p50'), metric('b', 'm', 'p99'), metric('c', 'm', 'p100'), metric('d', 'm', 'p99.5'))).toEqual([
      ['a', [50]],
      ['b', [99]],
      ['c', [100]],
      ['d', [100]],
    ]);
  });
  test('dimensions are part of the name, in whatever order they are given', async () => {
    const { clock, client, put } = own();
    const Dimensions = [
      { Name: 'b', Value: '2' },
      { Name: 'a', Value: '1' },
    ];
    await put({ MetricName: 'm', Value: 1, Dimensions });
    clock.advance(60);
    const sum = async (dimensions: typeof Dimensions) => {
      const asked = {
        Namespace: 'Own',
        MetricName: 'm',
        StartTime: new Date(START),
        EndTime: new Date(START + MINUTE),
        Period: 60,
        Statistics: ['Sum' as const],
      };
      return (await client.send(new GetMetricStatisticsCommand({ ...asked, Dimensions: dimensions }))).Datapoints?.[0]?.Sum;
    };
    expect(await sum(Dimensions.toReversed())).toBe(1);
    expect(await sum(Dimensions.slice(0, 1))).toBeUndefined();
    const listed = await client.send(new ListMetricsCommand({ Namespace: 'Own', Dimensions: [{ Name: 'a' }] }));
    expect(listed.Metrics).toEqual([{ Namespace: 'Own', MetricName: 'm', Dimensions: Dimensions.toReversed() }]);
    expect((await client.send(new ListMetricsCommand({ Namespace: 'Own', Dimensions: [{ Name: 'a', Value: '2' }] }))).Metrics).toEqual([]);
  });
  test.each([
    ['nothing at all', {}, 'MissingRequiredParameter'],
    ['two kinds', { Value: 1, Values: [1] }, 'InvalidParameterCombination'],
    ['counts that do not fit', { Values: [1, 2], Counts: [1] }, 'InvalidParameterValue'],
    ['too long ago', { Value: 1, Timestamp: new Date(START - 15 * 86_400_000) }, 'InvalidParameterValue'],
    ['too far ahead', { Value: 1, Timestamp: new Date(START + 3 * 3_600_000) }, 'InvalidParameterValue'],
    ['out of range', { Value: 1e150 }, 'InvalidParameterValue'],
    ['an impossible set', { StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } }, 'InvalidParameterValue'],
    ['less than a minute', { Value: 1, StorageResolution: 1 }, 'NotImplemented'],
  ])('%s is refused, and nothing of the request is kept', async (_what, datum, name) => {
    const { clock, put, metric, values } = own();
    expect((await refusal(put({ MetricName: 'm', Value: 1 }, { MetricName: 'n', ...datum }))).name).toMatch(new RegExp(`^${name}`));
    clock.advance(60);
    expect(await values(metric('a', 'm'))).toEqual([['a', []]]);
  });
  test("AWS's own namespaces are not for others", async () => {
    const { client } = own();
    const call = client.send(new PutMetricDataCommand({ Namespace: 'AWS/SageMaker', MetricData: [{ MetricName: 'm', Value: 1 }] }));
    expect((await refusal(call)).name).toMatch(/^InvalidParameterValue/);
  });
});

describe('asking for datapoints', () => {
  const requests = (Period: number, Stat = 'Sum'): MetricDataQuery => ({ Id: 'm', MetricStat: { Metric: ERRORS, Period, Stat } });
  test('periods are aligned, newest first unless asked otherwise, in pages', async () => {
    const { clock, ask } = own();
    clock.advance(600);
    const from = { StartTime: new Date(START + 90_000) };
    const whole = await ask([requests(60)], 5, from);
    expect(whole.MetricDataResults?.[0]?.Timestamps?.[0]).toEqual(new Date(START + MINUTE));
    const first = await ask([requests(60)], 5, { ...from, ScanBy: undefined, MaxDatapoints: 3 });
    expect(first.MetricDataResults?.[0]).toMatchObject({
      StatusCode: 'PartialData',
      Timestamps: [4, 3, 2].map((minute) => new Date(START + minute * MINUTE)),
    });
    const rest = await ask([requests(60)], 5, { ...from, ScanBy: undefined, MaxDatapoints: 3, NextToken: first.NextToken });
    expect(rest.MetricDataResults?.[0]).toMatchObject({ StatusCode: 'Complete', Timestamps: [new Date(START + MINUTE)] });
    expect((await refusal(ask([requests(60)], 5, { NextToken: 'x' }))).name).toBe('InvalidNextToken');
  });
  test('a minute of minutes is gone after 15 days, its hours are not', async () => {
    const { ask } = own();
    const then = { StartTime: new Date(START - 20 * 86_400_000), EndTime: new Date(START - 20 * 86_400_000 + 3_600_000) };
    expect((await ask([requests(60)], 0, then)).MetricDataResults?.[0]?.Values).toEqual([]);
    expect((await ask([requests(3600)], 0, then)).MetricDataResults?.[0]?.Values).toEqual([432_000]);
  });
  test('datapoints can be made to come late', async () => {
    const clock = virtualClock(NOW);
    const range = createRange({ clock, measured: { 'cloudwatch.no-delay': { seconds: 60 } } });
    clock.advance(120);
    const input = { StartTime: new Date(START), EndTime: new Date(START + 120_000), MetricDataQueries: [requests(60)] };
    const { MetricDataResults } = await as(range, 'admin').cloudwatch.send(new GetMetricDataCommand(input));
    expect(MetricDataResults?.[0]?.Timestamps).toEqual([new Date(START)]);
  });
  test.each([
    ['a period of 7', [requests(7)], /^InvalidParameterValue/],
    ['an unknown statistic', [requests(60, 'Median')], /^InvalidParameterValue/],
    ['a trimmed one', [requests(60, 'tm99')], /^NotImplemented/],
    ['the same id twice', [requests(60), requests(60)], /^Validation/],
    ['neither metric nor expression', [{ Id: 'm' }], /^Validation/],
    ['nothing to return', [{ ...requests(60), ReturnData: false }], /^InvalidParameterValue/],
  ])('%s is refused', async (_what, queries, name) => {
    expect((await refusal(own().ask(queries))).name).toMatch(name);
  });
  test('GetMetricStatistics has a limit of its own', async () => {
    const asked = {
      ...ERRORS,
      StartTime: new Date(START - 2 * 86_400_000),
      EndTime: new Date(START),
      Period: 60,
      Statistics: ['Sum' as const],
    };
    expect((await refusal(own().client.send(new GetMetricStatisticsCommand(asked)))).name).toMatch(/^InvalidParameterCombination/);
  });
});

test('what the company has is listed, in pages of 500', async () => {
  const { client } = own();
  const { Metrics = [], NextToken } = await client.send(new ListMetricsCommand({ Namespace: 'AWS/SageMaker', MetricName: 'ModelLatency' }));
  expect(Metrics.map(({ Dimensions }) => Dimensions?.[0]?.Value)).toEqual(['assistant', 'churn', 'churn-canary', 'credit', 'fraud-scorer']);
  expect(NextToken).toBeUndefined();
});

test('a period is what its parts are', () => {
  const weighted = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(weighted, weighted, (a, b) => {
      const parts = [a, b].flatMap((values) => summaryOf(values) ?? []);
      const whole = merged(parts);
      const all = [...a, ...b].flatMap(([value, times]) => Array.from({ length: times }, () => value)).sort((x, y) => x - y);
      if (whole === undefined) throw new Error('nothing came of something');
      expect(statistic(whole, 'Sum')).toBe(all.reduce((sum, value) => sum + value, 0));
      expect(statistic(whole, 'SampleCount')).toBe(all.length);
      expect(statistic(whole, 'p90')).toBe(all[Math.ceil(0.9 * all.length) - 1]);
      expect(statistic(whole, 'Maximum')).toBe(all.at(-1));
    }),
  );
});
