import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { SeedVerdict } from '../../core/exercise/verdict.ts';

/** What one thread is told; everything else it reads itself. */
export const Job = z.strictObject({
  root: z.string(),
  id: z.string(),
  seeds: z.array(z.number().int()),
  playbooks: z.string(),
  playbooksName: z.string(),
  /** Twice, to see that it comes out the same. */
  rounds: z.literal([1, 2]).default(2),
});
export type Job = z.output<typeof Job>;

export interface SuiteOptions extends z.input<typeof Job> {
  readonly onVerdict: (verdict: SeedVerdict) => void;
  /** Default: one per processor. */
  readonly threads?: number;
}

const inThread = (job: z.input<typeof Job>, onVerdict: (verdict: SeedVerdict) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('suite-thread.ts', import.meta.url), { workerData: job });
    worker.on('message', onVerdict);
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`))));
  });

/** Plays every policy twice in every seed, on all processors. Verdicts come as they are reached; answers them in the order of seeds. */
export const runSuite = async ({
  seeds,
  onVerdict,
  threads = availableParallelism(),
  ...job
}: SuiteOptions): Promise<readonly SeedVerdict[]> => {
  const verdicts: SeedVerdict[] = [];
  const count = Math.max(1, Math.min(threads, seeds.length));
  await Promise.all(
    Array.from({ length: count }, (_, thread) =>
      inThread({ ...job, seeds: seeds.filter((_, index) => index % count === thread) }, (verdict) => {
        verdicts.push(verdict);
        onVerdict(verdict);
      }),
    ),
  );
  return verdicts.toSorted((a, b) => a.seed - b.seed);
};
