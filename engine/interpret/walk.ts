import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { staysUntilReleased } from '../../core/action/catalog.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { askToDecide } from './decide.ts';
import { doForeach } from './foreach.ts';
import type { ActionItem, Item, UndoItem } from './items.ts';
import type { Outcome } from './outcome.ts';
import { handOutputs } from './outputs.ts';
import { doParallel } from './parallel.ts';
import { runStep } from './step.ts';
import { askForTask } from './task.ts';
import { abortRun, waitFor } from './wait.ts';

/** Undoes one step, with the permission that its undo needs; never what only people release (design §3.1), whatever a playbook asks. */
const wayBack = ({ runId }: RunInput, item: ActionItem): UndoItem => ({
  kind: 'undo',
  path: `${item.path}-undo`,
  phase: item.phase,
  title: `Undo: ${item.title}`,
  of: { runId, path: item.path },
});

const doOne = (ctx: DurableContext, desk: Desk, run: RunInput, item: Item): Promise<Outcome> => {
  switch (item.kind) {
    case 'action':
    case 'undo':
      return runStep(ctx, desk, run, item);
    case 'task':
      return askForTask(ctx, desk, run, item);
    case 'wait':
      return waitFor(ctx, desk, run, item);
    case 'decide':
      return askToDecide(ctx, desk, run, item);
    case 'abort':
      return abortRun(ctx, desk, run, item);
    case 'outputs':
      return handOutputs(ctx, desk, run, item);
    case 'foreach':
      return doForeach(ctx, desk, run, item);
    case 'parallel':
      return doParallel(ctx, desk, run, item, walk);
  }
};

/** From top to bottom; what failed and may not go on is the end. */
export const walk = async (ctx: DurableContext, desk: Desk, run: RunInput, items: readonly Item[]): Promise<Outcome> => {
  const failures: string[] = [];
  for (const item of items) {
    const outcome = await doOne(ctx, desk, run, item);
    if (outcome.kind === 'aborted') return outcome;
    if (outcome.kind !== 'failed') continue;
    failures.push(`${item.path}: ${outcome.because}`);
    if (item.kind === 'action' && item.onFailure === 'undo' && !staysUntilReleased(desk.catalog, item.uses))
      await runStep(ctx, desk, run, wayBack(run, item));
    if (item.kind === 'undo' || item.onFailure !== 'continue') break;
  }
  return failures.length > 0 ? { kind: 'failed', because: failures.join('; ') } : { kind: 'done' };
};
