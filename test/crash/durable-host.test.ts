import { EFFECTS } from '../adapters/durable-host/workflow.ts';
import { killedRun, referenceRun, SLACK, twoAtATime, type Mode } from '../adapters/durable-host/kill.ts';

/** About half a second per death; a matrix has some 280. */
const MOST_MS = 20 * 60_000;
/** Where recovery dies as well: spread over its first 60 hooks. */
const secondDeath = (at: number): number => 1 + ((at * 13) % 60);

interface Row {
  readonly mode: Mode;
  readonly recovery: 'recovers' | 'is killed while recovering';
}
const rows: readonly Row[] = [
  { mode: 'approve', recovery: 'recovers' },
  { mode: 'silence', recovery: 'recovers' },
  { mode: 'approve', recovery: 'is killed while recovering' },
  { mode: 'silence', recovery: 'is killed while recovering' },
];

test.each(rows)(
  'killed at every hook, $mode, $recovery: same final state, keyed effects exactly once',
  async ({ mode, recovery }) => {
    const reference = await referenceRun(mode);
    const points = reference.points.map((_, i) => i + 1);
    let [killed, repeats] = [0, 0];
    await twoAtATime(points, async (at) => {
      const outcome = await killedRun(mode, at, recovery === 'recovers' ? 0 : secondDeath(at));
      if (outcome === undefined) return expect(at).toBeGreaterThan(points.length - SLACK);
      killed += 1;
      // A call repeats only when the process dies between the side effect and the commit that records it.
      if (outcome.repeated > 0) repeats += 1;
      const { point, state, keyed } = outcome;
      expect({ at, point, state, keyed }).toEqual({ at, point, state: reference.state, keyed: EFFECTS });
    });
    process.stderr.write(
      `${mode}, ${recovery}: ${killed} kill points of ${points.length}, ${repeats} runs repeated a call without a key\n`,
    );
    expect(killed).toBeGreaterThan(points.length - SLACK);
    expect(killed).toBeGreaterThan(200);
  },
  MOST_MS,
);
