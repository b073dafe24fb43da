import { killPoints, spread } from '../crash/sandbox-check.ts';
import { openStage } from '../crash/sandbox-kill.ts';
import { matrix } from '../crash/sandbox-matrix.ts';

/** The same dozen every time; `npm run test:crash` kills at every durable operation. */
const seed = Number(process.env['CORDON_SEED'] ?? 20_261_120);

/** Where an effect is there and nobody knows: AWS has it and its answer is not read, or the answer is read and not yet written down. */
const effectPoints = (points: readonly string[]): readonly number[] =>
  points.flatMap((point, index) => {
    if (point !== 'after call apply' && point !== 'after call undo') return [];
    const saved = points.lastIndexOf('after range', index);
    const began = points.lastIndexOf(point.replace('after', 'before'), index);
    return saved > began ? [saved + 1, index + 1] : [];
  });

test(`killed at a dozen of the hooks (CORDON_SEED=${seed}): recovers to the same end, nothing twice, never weaker`, async () => {
  const stage = await openStage();
  try {
    const reference = await stage.reference();
    const [saved = 0, answered = 0, , updated = 0] = effectPoints(reference.points);
    const points = [...spread(killPoints(reference.points, seed, false), 9, seed), saved, answered, updated];
    const { killed, repeats, problems } = await matrix({ stage, reference, points, width: 2 });
    const where = points.map((at) => `${at} (${reference.points[at - 1] ?? ''})`).join(', ');
    process.stderr.write(`CORDON_SEED=${seed}: killed at ${where} of ${reference.points.length} hooks; ${repeats} repeated a call\n`);
    expect(problems).toEqual([]);
    expect(killed).toBe(12);
    expect(repeats).toBeGreaterThanOrEqual(3);
  } finally {
    stage.close();
  }
}, 180_000);
