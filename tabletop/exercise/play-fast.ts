import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { virtualClock } from '../../adapters/clock.ts';
import { playbooksFromFiles } from '../../adapters/playbooks-files.ts';
import type { LocalSigner } from '../../adapters/signer-local.ts';
import { openDatabase } from '../../adapters/sqlite.ts';
import type { Outcome } from '../../core/exercise/outcome.ts';
import type { ReadScenario } from '../../core/exercise/read-scenario.ts';
import type { PolicyName } from '../../core/exercise/scenario.ts';
import type { Policy } from '../../engine/desk.ts';
import { memoryEvidence } from './evidence-memory.ts';
import { startExercise } from './exercise.ts';
import { START_MS } from './night.ts';

export interface FastOptions {
  readonly root: string;
  readonly scenario: ReadScenario;
  readonly signer: LocalSigner;
  readonly policy: Policy;
  readonly playbooks: string;
  readonly playbooksName: string;
}

const samples = new Map<string, Promise<string>>();
export const sampleOf =
  (root: string) =>
  (name: string): Promise<string> => {
    const known = samples.get(name) ?? readFile(join(root, 'samples', `${name}.json`), 'utf8');
    samples.set(name, known);
    return known;
  };

/** Plays one policy in memory, without waiting for anything: what is left of it is its outcome. */
export const fastPlayer = (options: FastOptions): ((played: PolicyName, seed: number) => Promise<Outcome>) => {
  const { scenario, digest } = options.scenario;
  const library = playbooksFromFiles(options.playbooks);
  return async (played, seed) => {
    const clock = virtualClock(START_MS);
    const database = openDatabase(':memory:', 'NORMAL');
    const evidence = memoryEvidence(options.signer);
    const exercise = await startExercise({
      ...options,
      scenario,
      digest,
      seed,
      played,
      clock,
      database,
      evidence,
      library,
      keep: false,
      sample: sampleOf(options.root),
    });
    try {
      await clock.during(exercise.ended);
      return await exercise.outcome();
    } finally {
      await exercise.close();
      database.close();
    }
  };
};
