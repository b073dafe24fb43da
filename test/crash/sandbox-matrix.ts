import { problemsOf } from './sandbox-check.ts';
import { manyAtATime, type Death, type Outcome, type Reference, type Stage } from './sandbox-kill.ts';

export interface Matrix {
  readonly killed: number;
  readonly recovered: number;
  /** Deaths after which a call was made again; each time without a second effect, or there is a problem. */
  readonly repeats: number;
  readonly problems: readonly string[];
}
interface MatrixOptions {
  readonly stage: Stage;
  readonly reference: Reference;
  readonly points: readonly number[];
  /** Lives at a time; each is a process. */
  readonly width: number;
  readonly death?: (at: number) => Death;
  readonly onProgress?: (done: number) => void;
  /** Before the comparison: what this kind of death may change. */
  readonly forgive?: (outcome: Outcome) => Outcome;
}
/**
 * How many hooks a life may need less than the undisturbed one. When a checkpoint carries one update and when two is decided by real time;
 * a life that ends before its last hooks is not a life that survived.
 */
export const SLACK = 60;

/** Problems after which no more are looked for. */
const ENOUGH = 40;

/** Kills at every point, recovers, compares with the undisturbed run. A recovery that fails is a problem like any other. */
export const matrix = async ({
  stage,
  reference,
  points,
  width,
  death = () => ({}),
  onProgress = () => {},
  forgive = (same) => same,
}: MatrixOptions): Promise<Matrix> => {
  let [killed, recovered, repeats] = [0, 0, 0];
  const problems: string[] = [];
  let done = 0;
  await manyAtATime(stage, width, points, async (at, by) => {
    if (problems.length >= ENOUGH) return;
    onProgress((done += 1));
    try {
      const outcome = await stage.killed(at, by, death(at));
      if (outcome === undefined) {
        if (at <= reference.points.length - SLACK)
          problems.push(`hook ${at} (${reference.points[at - 1] ?? ''}): the process ended before it`);
        return;
      }
      killed += 1;
      if (outcome.repeated.length > 0) repeats += 1;
      const found = problemsOf(reference, forgive(outcome));
      problems.push(...found);
      if (found.length === 0) recovered += 1;
    } catch (thrown) {
      killed += 1;
      problems.push(thrown instanceof Error ? thrown.message : String(thrown));
    }
  });
  return { killed, recovered, repeats, problems };
};
