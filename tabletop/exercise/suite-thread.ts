import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { makeLocalSigner } from '../../adapters/signer-local.ts';
import type { Outcome } from '../../core/exercise/outcome.ts';
import type { PolicyName } from '../../core/exercise/scenario.ts';
import { verdictOn, type SeedVerdict } from '../../core/exercise/verdict.ts';
import { northbankPolicy } from '../northbank-policy.ts';
import { knownWorld, loadScenario, scenarioFiles } from './files.ts';
import { fastPlayer } from './play-fast.ts';
import { Job } from './suite.ts';

/** Runs at once in one thread: whenever a run suspends, the durable SDK first waits 20 real milliseconds, and meanwhile another one works. */
const AT_ONCE = 8;

/** Every policy twice, in every seed of this thread. */
const playSeeds = async (job: Job, tell: (verdict: SeedVerdict) => void): Promise<void> => {
  const policy = await northbankPolicy();
  const file = (await scenarioFiles(job.root)).find(({ id }) => id === job.id);
  const scenario = file && loadScenario(file, await knownWorld(job.root, policy));
  if (scenario === undefined || !scenario.ok) throw new Error(`${job.id} cannot be played`);
  const keys = await mkdtemp(join(tmpdir(), 'cordon-exercise-keys-'));
  try {
    const play = fastPlayer({ ...job, policy, scenario: scenario.value, signer: await makeLocalSigner(keys, 'cordon') });
    const twice = async (played: PolicyName, seed: number): Promise<readonly [Outcome, Outcome]> => {
      const first = await play(played, seed);
      return [first, job.rounds === 1 ? first : await play(played, seed)];
    };
    const left = [...job.seeds];
    const one = async (): Promise<void> => {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        const runs = {
          idle: await twice('idle', seed),
          trap: await twice('trap', seed),
          hasty: await twice('hasty', seed),
          perfect: await twice('perfect', seed),
        };
        tell(verdictOn({ seed, runs }));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  } finally {
    await rm(keys, { recursive: true, force: true });
  }
};

const tellMainThread = (verdict: SeedVerdict): void => parentPort?.postMessage(verdict);

if (!isMainThread) await playSeeds(Job.parse(workerData), tellMainThread);
