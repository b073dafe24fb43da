import { EFFECTS } from './workflow.ts';
import { killedRun, referenceRun, SLACK, twoAtATime, type Mode } from './kill.ts';

/** Every 17th hook, another offset each time; `npm run test:crash` kills at every one. */
const STRIDE = 17;
const seed = Number(process.env['CORDON_SEED'] ?? Math.floor(Math.random() * STRIDE));

test.each<Mode>(['approve', 'silence'])(
  `killed at every ${STRIDE}th hook (CORDON_SEED=${seed}), %s: same final state, keyed effects exactly once`,
  async (mode) => {
    const reference = await referenceRun(mode);
    expect(reference.points.length).toBeGreaterThan(200);
    expect(reference.state.executions).toHaveLength(4);
    const killAt = reference.points.flatMap((_, i) => (i % STRIDE === seed % STRIDE ? [i + 1] : []));
    const outcomes = await twoAtATime(killAt, async (at) => ({ at, outcome: await killedRun(mode, at) }));
    for (const { at, outcome } of outcomes) {
      if (outcome === undefined && at > reference.points.length - SLACK) continue;
      expect({ at, ...outcome }).toMatchObject({ at, state: reference.state, keyed: EFFECTS });
    }
  },
  180_000,
);
