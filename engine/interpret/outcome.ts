import { record } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';

/** How a step went, for whoever decides what comes next. */
export type Outcome =
  | { readonly kind: 'done' | 'skipped' }
  | { readonly kind: 'failed'; readonly because: string }
  /** The playbook ends the run here. */
  | { readonly kind: 'aborted'; readonly because: string };

/** Writes down that a step was passed over, and why. */
export const skip = (desk: Desk, run: RunInput, path: string, because: string): Promise<void> =>
  record(desk, run.incidentId, [
    {
      id: `${run.runId}:${path}:skipped`,
      type: 'step.skipped',
      actor: { kind: 'run', id: run.runId },
      data: { runId: run.runId, path, because },
    },
  ]);
/** The same, as the step's outcome. */
export const passOver = async (
  desk: Desk,
  run: RunInput,
  path: string,
  passed: { readonly kind: 'skipped' | 'failed'; readonly because: string },
): Promise<Outcome> => {
  await skip(desk, run, path, passed.because);
  return passed.kind === 'skipped' ? { kind: 'skipped' } : { kind: 'failed', because: passed.because };
};
