import { availableParallelism, cpus } from 'node:os';
import { runSuite } from '../../tabletop/exercise/suite.ts';
import { ROOT } from './northbank.ts';

/** Every seed, every policy, twice: `npm run test:exercise -- [seeds] [scenario]`. Minutes, so it is no part of `npm test`. */
const count = Number(process.argv[2] ?? 200);
const id = process.argv[3] ?? 'poisoned-retrain';
const begun = performance.now();
let done = 0;
const verdicts = await runSuite({
  root: ROOT,
  id,
  seeds: Array.from({ length: count }, (_, index) => index + 1),
  playbooks: `${ROOT}/playbooks`,
  playbooksName: 'shipped',
  onVerdict: () => {
    done += 1;
    if (done % 10 === 0) process.stderr.write(`${done} of ${count}, ${Math.round((performance.now() - begun) / 1000)} s\n`);
  },
});
const faults = verdicts.flatMap((verdict) => verdict.faults);
const seconds = (performance.now() - begun) / 1000;
const span = (of: (verdict: (typeof verdicts)[number]) => number): string =>
  `${Math.min(...verdicts.map(of))} to ${Math.max(...verdicts.map(of))}`;
process.stdout.write(
  [
    `${id}: ${count} seeds, ${count * 8} runs in ${seconds.toFixed(0)} s on ${availableParallelism()} processors (${cpus()[0]?.model ?? ''}): ${((seconds * 1000) / count / 8).toFixed(0)} ms a run`,
    `points: idle ${span(({ points }) => points.idle)}, trap ${span(({ points }) => points.trap)}, hasty ${span(({ points }) => points.hasty)}, perfect ${span(({ points }) => points.perfect)}`,
    ...faults.map(({ seed, policy, sentence }) => `seed ${seed}, ${policy}: ${sentence}`),
    faults.length === 0 ? 'idle < trap < hasty < perfect in every seed, and every run twice the same' : `${faults.length} faults`,
    '',
  ].join('\n'),
);
process.exitCode = faults.length === 0 ? 0 : 3;
