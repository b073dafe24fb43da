import type { ActionId } from '../id.ts';
import { holdsOf, unsettledOf } from './containment.ts';
import type { RunView } from './run-view.ts';
import type { StepView } from './step-view.ts';

/** What runs that were stopped leave behind. Nothing of it is undone by stopping. */
export interface Remains {
  /** Still in force: `fraud-scorer: Nobody may call the endpoint`. */
  readonly inForce: readonly string[];
  /** Sent, and nobody knows yet what became of it. */
  readonly unknown: readonly string[];
  readonly notDone: readonly string[];
}
interface Wanted {
  readonly path: string;
  readonly title: string;
}

const isDone = ({ status }: StepView): boolean => status === 'ended' || status === 'started';
const changed = ({ verb, status, result }: StepView): boolean =>
  verb === 'apply' && status === 'ended' && result?.proof.kind === 'proven' && result.effect !== 'no-change';

/**
 * What remains of `stopped`, among all runs of the incident. `stays`: what an action does stays until people release it. `wanted`: every
 * step that the stopped runs would have made, where their playbook is at hand; without it only steps that the ledger knows are listed.
 */
export const remainsOf = (
  runs: readonly RunView[],
  stopped: readonly RunView[],
  stays: (action: ActionId) => boolean,
  wanted: readonly Wanted[] = [],
): Remains => {
  const steps = runs.flatMap((run) => run.steps);
  const undone = new Set(
    steps.filter((step) => step.verb === 'undo' && step.result?.proof.kind === 'proven').map(({ planDigest }) => planDigest),
  );
  const targets = [...new Set(steps.map(({ plan }) => plan.target.arn))];
  const held = targets.flatMap((arn) => holdsOf(runs, arn, (action) => steps.some((step) => step.action === action && stays(step.action))));
  const lasting = steps.filter((step) => changed(step) && !stays(step.action) && !undone.has(step.planDigest));
  const own = stopped.flatMap((run) => run.steps);
  const open = new Set([...unsettledOf(runs), ...own.filter(({ status }) => status === 'started')]);
  const skipped = stopped.flatMap((run) => run.skipped.map(({ path }) => ({ path, title: path })));
  const made = new Set(own.filter(isDone).map(({ path }) => path));
  const rest = new Map([...wanted, ...skipped, ...own].filter(({ path }) => !made.has(path)).map(({ path, title }) => [path, title]));
  return {
    inForce: [...new Set([...held.toReversed(), ...lasting].filter((step) => !open.has(step)).map(({ title }) => title))],
    unknown: [...open].map(({ title }) => title),
    notDone: [...rest].map(([path, title]) => (title === path ? path : `${path} (${title})`)),
  };
};

/** One clause, for a card, an answer and the ledger. */
export const remainsText = ({ inForce, unknown, notDone }: Remains): string =>
  [
    `still in force: ${inForce.join(', ') || 'nothing'}`,
    ...(unknown.length === 0 ? [] : [`sent, outcome not known: ${unknown.join(', ')}`]),
    `not done: ${notDone.join(', ') || 'nothing'}`,
  ].join('; ');
