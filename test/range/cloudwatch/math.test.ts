import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { refusal } from '../clients.ts';
import { MINUTE, own, START } from './asking.ts';

describe('metric math', () => {
  /** m: 2, 4, -, 8 and n: 1, 2, 4, 0 in consecutive minutes. */
  const filled = async () => {
    const made = own();
    const at = (minute: number) => new Date(START - (4 - minute) * MINUTE);
    await made.put(
      ...[2, 4, undefined, 8].flatMap((Value, minute) => (Value === undefined ? [] : [{ MetricName: 'm', Value, Timestamp: at(minute) }])),
    );
    await made.put(...[1, 2, 4, 0].map((Value, minute) => ({ MetricName: 'n', Value, Timestamp: at(minute) })));
    const math = async (Expression: string) => {
      const hidden = (query: MetricDataQuery) => ({ ...query, ReturnData: false });
      const queries = [{ Id: 'e', Expression }, hidden(made.metric('m', 'm')), hidden(made.metric('n', 'n'))];
      const { MetricDataResults } = await made.ask(queries, 0, { StartTime: new Date(START - 4 * MINUTE), EndTime: new Date(START) });
      return MetricDataResults?.map(({ Values }) => Values);
    };
    return { ...made, math };
  };
  test.each([
    ['m + n', [[3, 6, 8]]],
    ['2 * m - n / 2', [[3.5, 7, 16]]],
    ['m / n', [[2, 2]]],
    ['-m', [[-2, -4, -8]]],
    ['2 ^ n % 3', [[2, 1, 1, 1]]],
    ['m > 2 AND n < 2', [[0, 0, 1]]],
    ['m == 2 || n == 4', [[1, 0, 0]]],
    ['SUM([m, n])', [[3, 6, 4, 8]]],
    ['AVG(METRICS())', [[1.5, 3, 4, 4]]],
    ['MAX(METRICS("n")) + MIN(n)', [[1, 2, 4, 0]]],
    ['m - AVG(m)', [[2 - 14 / 3, 4 - 14 / 3, 8 - 14 / 3]]],
    ['FILL(m, 0)', [[2, 4, 0, 8]]],
    ['FILL(m, REPEAT)', [[2, 4, 4, 8]]],
    ['RATE(m)', [[2 / 60, 4 / 120]]],
    ['IF(n > 1, m, n)', [[1, 4, 0]]],
    [
      '[m, n]',
      [
        [2, 4, 8],
        [1, 2, 4, 0],
      ],
    ],
    ['CEIL(m / PERIOD(m))', [[1, 1, 1]]],
  ])('%s', async (expression, expected) => {
    const { math } = await filled();
    expect(await math(expression)).toEqual(expected.map((line) => line.map((value) => expect.closeTo(value, 9))));
  });
  test.each([
    ['m +', /^Validation/],
    ['m n', /^Validation/],
    ['x + m', /^Validation/],
    ['e + m', /^Validation/],
    ['SUM(m)', /^Validation/],
    ['NOISE(m)', /^Validation/],
    ['m ! n', /^Validation/],
    [`${'('.repeat(300)}m${')'.repeat(300)}`, /^Validation/],
    ['ANOMALY_DETECTION_BAND(m)', /^NotImplemented/],
    ['FILL(m, LINEAR)', /^NotImplemented/],
    ['SELECT AVG(m) FROM "Own"', /^NotImplemented/],
  ])('%s is refused', async (expression, name) => {
    const { math } = await filled();
    expect((await refusal(math(expression))).name).toMatch(name);
  });
  test('lines of different periods are not mixed', async () => {
    const { ask, metric } = await filled();
    expect((await refusal(ask([{ Id: 'e', Expression: 'm + n' }, metric('m', 'm'), metric('n', 'n', 'Sum', 300)]))).name).toBe(
      'NotImplemented',
    );
  });
});
