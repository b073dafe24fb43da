import type { RunId, StepPath } from '../id.ts';
import type { EventOf, LedgerEvent } from '../ledger/facts.ts';
import { foldBlocks } from './blocks.ts';
import { isUnderWay, type RunView } from './run-view.ts';
import { foldStep, type StepEvent } from './step-fold.ts';
import type { StepView } from './step-view.ts';
import { foldWaits } from './waits.ts';

export type { BlockView } from './blocks.ts';
export { isUnderWay, newRun, type LeaseWait, type RunView } from './run-view.ts';
export type { StepView } from './step-view.ts';

const planned = (steps: readonly StepView[], { data, at }: EventOf<'step.planned'>): readonly StepView[] => [
  ...steps.filter(({ path }) => path !== data.path),
  { ...data, plannedAt: at, status: 'planned' },
];
const onStep = (run: RunView, path: StepPath, event: StepEvent): RunView => ({
  ...run,
  steps: run.steps.map((step) => (step.path === path ? foldStep(step, event) : step)),
});

/** One run after one more fact; facts of other runs are not its business. */
export const foldRun = (run: RunView, event: LedgerEvent): RunView => {
  switch (event.type) {
    case 'run.started':
      // It was stopped before it began.
      if (run.status !== 'requested') return run;
      return { ...run, status: 'running', document: event.data.document, mode: event.data.mode };
    case 'run.aborted':
      // What had ended by itself was not stopped.
      return !isUnderWay(run) ? run : { ...run, status: 'aborted', endedAt: event.at };
    case 'run.ended':
      // What a person stopped has ended by that, whatever its process says later.
      if (run.status === 'aborted' && event.data.status !== 'aborted') return run;
      return { ...run, status: event.data.status, because: event.data.because, endedAt: event.at };
    case 'step.planned':
      return { ...run, steps: planned(run.steps, event) };
    case 'step.skipped': {
      const { path, because } = event.data;
      if (run.steps.some((step) => step.path === path)) return onStep(run, path, event);
      return { ...run, skipped: [...run.skipped, { path, because }] };
    }
    case 'grant.issued':
      return onStep(run, event.data.grant.step, event);
    case 'step.started':
    case 'step.progress':
    case 'step.ended':
    case 'hold.observed':
    case 'outcome.asked':
    case 'outcome.settled':
    case 'change.adopted':
    case 'review.set':
    case 'review.due':
    case 'review.ignored':
    case 'review.kept':
      return onStep(run, event.data.path, event);
    case 'lease.waiting':
    case 'lease.waited':
    case 'lease.awaited':
    case 'run.held':
    case 'run.freed':
    case 'run.waiting':
      return foldWaits(run, event);
    case 'block.begun':
    case 'block.ended':
      return { ...run, blocks: foldBlocks(run.blocks, event) };
    default:
      return run;
  }
};

/** Which run a fact belongs to, if to one. */
export const runOf = (event: LedgerEvent): RunId | undefined =>
  event.type === 'grant.issued' ? event.data.grant.run : 'runId' in event.data ? event.data.runId : undefined;
