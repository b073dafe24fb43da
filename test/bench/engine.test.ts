import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inTurn } from './in-turn.ts';
import { median, short, table } from './table.ts';
import { STEPS, type Engine } from './ten-steps.ts';

/** Far more than it takes; nothing here is about time. */
const MOST_MS = 120_000;

test(
  'the benchmark of the engine runs, and has every row that it promises',
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['test/bench/engine.ts', '--small'], { timeout: MOST_MS });
    const numbers = String.raw`( +[0-9.]+x?)`;
    for (const row of [
      String.raw`\d+ cores .*, Node v24\..*, load [0-9. ]+`,
      String.raw`  Cordon, with fsync${numbers}{5}  all, also after a power cut`,
      String.raw`  Cordon, without fsync${numbers}{5}  all, unless the power is cut`,
      String.raw`  AWS's local runner 1\.1\.4${numbers}{5}  nothing: in memory`,
      String.raw`  aws-local-stepfunctions 3\.0\.0${numbers}{5}  nothing: it has no persistence`,
      String.raw`  SQLite alone, \d+ fsyncs${numbers}{5}  .no run`,
      String.raw`  Limit: 0\.3 ms/step with fsync: (met|MISSED).*Typical .* best .* without fsync `,
      String.raw`  5${numbers}{8}`,
      String.raw`  20${numbers}{8}`,
      String.raw`.*aws-local-stepfunctions has nothing to replay: no persistence`,
      String.raw`  Cordon, with fsync${numbers}{4}`,
      String.raw`  A run is 72 durable operations, \d+ facts in the ledger and \d+ transactions\.`,
    ])
      expect(stdout).toMatch(new RegExp(`^${row}`, 'm'));
    expect(stdout).not.toMatch(/NaN|undefined/);
  },
  MOST_MS,
);

describe('an engine that does something else is no peer', () => {
  const doing = (steps: number, closed: string[]): Engine => ({
    name: `does ${steps}`,
    keeps: 'nothing',
    run: async () => steps,
    close: () => void closed.push(`does ${steps}`),
  });
  test('too few steps: no number, and everything is closed', async () => {
    const closed: string[] = [];
    await expect(inTurn([doing(STEPS, closed), doing(STEPS - 1, closed)], 1)).rejects.toThrow('does 9 did 9 steps, not 10');
    expect(closed).toEqual(['does 10', 'does 9']);
  });
  test('each is measured as often as the others, and only after it is warm', async () => {
    const order: number[] = [];
    const counting = (n: number): Engine => ({ ...doing(STEPS, []), run: async () => (order.push(n), STEPS) });
    const taken = await inTurn([counting(1), counting(2)], 4);
    expect(order).toEqual(Array.from({ length: 7 }, () => [1, 2]).flat());
    expect(taken).toHaveLength(2);
  });
});

test('medians and columns', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
  expect([short(1234.5), short(0.01234)]).toEqual(['1235', '0.0123']);
  expect(table(['a', 'ms', 'why'], [['long', '1', 'x']], 1)).toEqual(['  a     ms  why', '  long   1  x']);
});
