import { join } from 'node:path';
import { virtualClock } from '../../adapters/clock.ts';
import { makeDiskEvidence } from '../../adapters/evidence-disk.ts';
import { playbooksFromFiles } from '../../adapters/playbooks-files.ts';
import { makeLocalSigner } from '../../adapters/signer-local.ts';
import { openDatabase } from '../../adapters/sqlite.ts';
import type { LogEntry } from '../../core/exercise/outcome.ts';
import type { ReadScenario } from '../../core/exercise/read-scenario.ts';
import type { Debrief } from '../../core/exercise/report.ts';
import type { PolicyName } from '../../core/exercise/scenario.ts';
import type { Policy } from '../../engine/desk.ts';
import { startExercise, type Exercise } from './exercise.ts';
import { newFolder, writeDebrief, type Written } from './folder.ts';
import { START_MS } from './night.ts';
import { fastPlayer, sampleOf } from './play-fast.ts';

export interface SessionOptions {
  readonly root: string;
  readonly dataDir: string;
  readonly scenario: ReadScenario;
  readonly policy: Policy;
  readonly seed: number;
  readonly played?: PolicyName;
  readonly playbooks: string;
  readonly playbooksName: string;
  readonly onEntry: (entry: LogEntry) => void;
}
export interface Session {
  readonly number: number;
  readonly exercise: Exercise;
  /** Lets the night go on, to so many seconds after its start, or to its end. */
  readonly passTo: (seconds: number) => Promise<void>;
  readonly passAll: () => Promise<void>;
  /** Ends it, plays the two runs that bound it in the same seed, and writes the reports. */
  readonly debrief: () => Promise<{ readonly debrief: Debrief; readonly written: Written }>;
}

/** An exercise that is kept: everything under one folder of its own. */
export const openSession = async (options: SessionOptions): Promise<Session> => {
  const { root, dataDir, scenario, seed } = options;
  const { number, folder } = await newFolder(dataDir);
  const clock = virtualClock(START_MS);
  const database = openDatabase(join(folder, 'state.db'), 'NORMAL');
  const signer = await makeLocalSigner(join(folder, 'keys'), 'cordon');
  const shared = { ...options, signer, sample: sampleOf(root), library: playbooksFromFiles(options.playbooks) };
  const evidence = makeDiskEvidence({ directory: join(folder, 'evidence'), signer });
  const exercise = await startExercise({
    ...shared,
    scenario: scenario.scenario,
    digest: scenario.digest,
    clock,
    database,
    evidence,
    keep: true,
  });
  return {
    number,
    exercise,
    passTo: (seconds) => Promise.race([clock.advanceTo(START_MS + Math.round(seconds * 1000)), exercise.ended]),
    passAll: () => clock.during(exercise.ended),
    debrief: async () => {
      const outcome = await exercise.outcome();
      await exercise.close();
      database.close();
      const play = fastPlayer({
        root,
        scenario,
        signer,
        policy: options.policy,
        playbooks: options.playbooks,
        playbooksName: options.playbooksName,
      });
      const debrief: Debrief = { number, outcome, idle: await play('idle', seed), perfect: await play('perfect', seed) };
      return { debrief, written: await writeDebrief(dataDir, debrief) };
    },
  };
};
