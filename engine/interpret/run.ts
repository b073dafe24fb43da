import { StepError, type DurableContext } from '@aws/durable-execution-sdk-js';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { endRun } from './end.ts';
import { runHouse } from './house.ts';
import type { ActionItem, UndoItem } from './items.ts';
import { loadRun, type Loaded } from './order.ts';
import { runStep } from './step.ts';
import { askForTask } from './task.ts';

export interface RunOutcome {
  readonly status: 'completed' | 'failed';
  readonly because: string;
}

/** Undoes one step, with the permission that its undo needs. The linter lets no playbook ask this of a step that contains. */
const wayBack = ({ runId }: RunInput, item: ActionItem): UndoItem => ({
  kind: 'undo',
  path: `${item.path}-undo`,
  phase: item.phase,
  title: `Undo: ${item.title}`,
  of: { runId, path: item.path },
});

const walk = async (ctx: DurableContext, desk: Desk, input: RunInput): Promise<RunOutcome> => {
  const loaded: Loaded = await ctx.step('load', () => loadRun(desk, input));
  if (loaded.kind === 'refused') return { status: 'failed', because: loaded.because };
  if (loaded.kind === 'house') return runHouse(ctx, desk, input, loaded.path);
  const failures: string[] = [];
  for (const item of loaded.items) {
    const outcome = item.kind === 'task' ? await askForTask(ctx, desk, input, item) : await runStep(ctx, desk, input, item);
    if (outcome.kind !== 'failed') continue;
    failures.push(`${item.path}: ${outcome.because}`);
    if (item.kind === 'action' && item.onFailure === 'undo') await runStep(ctx, desk, input, wayBack(input, item));
    if (item.kind === 'undo' || item.onFailure !== 'continue') return { status: 'failed', because: failures.join('; ') };
  }
  return failures.length > 0
    ? { status: 'failed', because: failures.join('; ') }
    : { status: 'completed', because: 'every step is done or was passed over' };
};

/**
 * The one interpreter, written against AWS's durable SDK and nothing else, here and in Lambda. Nothing survives in closures: what a step
 * needs it reads from the ledger. Containment is not compensated on failure: the run stops and holds (design §3.1).
 */
export const interpret =
  (desk: Desk) =>
  async (input: RunInput, ctx: DurableContext): Promise<RunOutcome> => {
    const outcome = await walk(ctx, desk, input).catch((thrown: unknown): RunOutcome => {
      if (thrown instanceof StepError) return { status: 'failed', because: `a step of Cordon itself failed: ${thrown.message}` };
      throw thrown;
    });
    await ctx.step('end', () => endRun(desk, input, outcome.status, outcome.because));
    return outcome;
  };
