import { killPoints, spread } from '../crash/sandbox-check.ts';
import { openStage } from '../crash/sandbox-kill.ts';
import { matrix } from '../crash/sandbox-matrix.ts';

/** The same dozen every time; `npm run test:crash` kills at every durable operation. */
const seed = Number(process.env['CORDON_SEED'] ?? 20_261_120);

test(`killed at a dozen of the hooks (CORDON_SEED=${seed}): recovers to the same end, nothing twice, never weaker`, async () => {
  const stage = await openStage();
  try {
    const reference = await stage.reference();
    const effects = reference.points.flatMap((point, index) => (point === 'after call apply' || point === 'after call undo' ? [index + 1] : []));
    const points = [...spread(killPoints(reference.points, seed, false), 9, seed), ...effects.slice(1, 4)];
    const { killed, repeats, problems } = await matrix({ stage, reference, points, width: 2 });
    process.stderr.write(`CORDON_SEED=${seed}: killed at hooks ${points.join(', ')} of ${reference.points.length}; ${repeats} repeated a call\n`);
    expect(problems).toEqual([]);
    expect([killed, repeats >= 3]).toEqual([12, true]);
  } finally {
    stage.close();
  }
}, 180_000);
