import { secondsOf, type Duration } from '../time.ts';
import type { KnownAction } from './known.ts';

/**
 * Durable operations that the interpreter spends. The service allows 3,000 per execution, for good.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const OPERATIONS = {
  budget: 3000,
  /** Fixed part of an action step: look, ledger, lease, grant, apply, verify, ledger, free. */
  step: 8,
  /** Each look while an effect settles: a wait and a verify. */
  poll: 2,
  /** Asking people: request, wait, escalate, wait, settle, void. */
  approval: 6,
  /** Each further attempt: a wait and an apply. */
  retry: 2,
  /** Calling a playbook: its child context and resolving it. */
  playbook: 2,
  /** Asking people for work: nothing waits for it. */
  task: 1,
  /** Coming back to a containment: a timer and a question. */
  review: 2,
  /** Waiting, and ending a run: the condition, the time, the end. */
  wait: 3,
  /** Asking for an answer: the question, and for each time that it is looked at again a wait and a look. */
  decide: 14,
  /** A block: its condition, what is in it, its end. */
  block: 3,
  /** A run that a foreach starts: ordering it, and two looks at how far it is. */
  child: 8,
  /** Looks of a foreach that nobody woke. */
  looks: 160,
} as const;
/** What the items of one child run may take together: the service's bound, less what a run takes for itself. */
export const CHILD_BUDGET = OPERATIONS.budget - 500;

const verb = ({ settle }: KnownAction, asks: boolean, atMostSeconds = settle.atMostSeconds): number =>
  OPERATIONS.step + Math.ceil(atMostSeconds / Math.max(1, settle.everySeconds)) * OPERATIONS.poll + (asks ? OPERATIONS.approval : 0);

export interface Spending {
  readonly attempts?: number;
  readonly undo?: boolean;
  readonly review?: boolean;
  /** Instead of the action's own time for its effect to show. */
  readonly timeout?: Duration;
  /** The step asks people whatever the table says. */
  readonly asks?: boolean;
}
/** The most that one action step can cost. An unknown action costs its fixed part: another rule reports it. */
export const operationsOfAction = (
  action: KnownAction | undefined,
  { attempts = 1, undo = false, review: asksAgain = false, timeout, asks = false }: Spending,
): number => {
  const once = action === undefined ? OPERATIONS.step : verb(action, asks || action.risk !== 'A0', timeout && secondsOf(timeout));
  const back = action !== undefined && undo && typeof action.undo !== 'string' ? verb(action, action.undo.risk !== 'A0') : 0;
  const review = asksAgain ? OPERATIONS.review : 0;
  return once + back + (attempts - 1) * OPERATIONS.retry + review;
};
