import fc from 'fast-check';
import type { AlarmState, Watch } from '../../../tabletop/range/cloudwatch/state.ts';
import { breaches, verdict } from '../../../tabletop/range/cloudwatch/verdict.ts';

const values = (row: string) => row.split(' ').map((sign) => (sign === 'X' ? 9 : sign === '0' ? 1 : undefined));
const rule = (datapoints: number, missing: Watch['missing']) => ({
  operator: 'GreaterThanThreshold',
  threshold: 5,
  periods: 3,
  datapoints,
  missing,
});
const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** The tables of AWS: newest on the right. "before": the state stays what it was. */
const TABLE: readonly (readonly [row: string, datapoints: number, states: readonly (AlarmState | 'before')[]])[] = [
  ['0 - X - X', 3, ['OK', 'OK', 'OK', 'OK']],
  ['0 - - - -', 3, ['OK', 'OK', 'OK', 'OK']],
  ['- - - - -', 3, ['INSUFFICIENT_DATA', 'before', 'ALARM', 'OK']],
  ['0 X X - X', 3, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['- - X - -', 3, ['ALARM', 'before', 'ALARM', 'OK']],
  ['- - - - X', 3, ['OK', 'OK', 'ALARM', 'OK']],
  ['0 - X - X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 0 X 0 X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 - X - -', 2, ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - - 0', 2, ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - X -', 2, ['ALARM', 'before', 'ALARM', 'OK']],
];
test.each(TABLE)('%s, %i of 3', (row, datapoints, states) => {
  for (const before of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const)
    TREATMENTS.forEach((missing, index) =>
      expect({ missing, state: verdict(rule(datapoints, missing), values(row), before) }).toEqual({
        missing,
        state: states[index] === 'before' ? before : states[index],
      }),
    );
});

test('with nothing missing only the newest periods count, and how missing data is treated does not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 }),
      fc.integer({ min: 1, max: 3 }),
      (seen, datapoints) => {
        const breaching = seen.slice(-3).filter((value) => value > 5).length;
        for (const missing of TREATMENTS)
          expect(verdict(rule(datapoints, missing), seen, 'OK')).toBe(breaching >= datapoints ? 'ALARM' : 'OK');
      },
    ),
  );
});

test.each([
  ['GreaterThanThreshold', false, true],
  ['GreaterThanOrEqualToThreshold', true, true],
  ['LessThanThreshold', false, false],
  ['LessThanOrEqualToThreshold', true, false],
])('%s', (operator, same, larger) => {
  expect([breaches(operator, 5, 5), breaches(operator, 6, 5), breaches(operator, 4, 5)]).toEqual([same, larger, !larger]);
});
