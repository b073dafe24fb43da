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
} as const;

const polls = ({ settle }: KnownAction): number => Math.ceil(settle.atMostSeconds / Math.max(1, settle.everySeconds));
const verb = (action: KnownAction, asks: boolean): number =>
  OPERATIONS.step + polls(action) * OPERATIONS.poll + (asks ? OPERATIONS.approval : 0);

export interface Spending {
  readonly attempts?: number;
  readonly undo?: boolean;
  readonly review?: boolean;
}
/** The most that one action step can cost. An unknown action costs its fixed part: another rule reports it. */
export const operationsOfAction = (
  action: KnownAction | undefined,
  { attempts = 1, undo = false, review: asksAgain = false }: Spending,
): number => {
  const once = action === undefined ? OPERATIONS.step : verb(action, action.risk !== 'A0');
  const back = action !== undefined && undo && typeof action.undo !== 'string' ? verb(action, action.undo.risk !== 'A0') : 0;
  const review = asksAgain ? OPERATIONS.review : 0;
  return once + back + (attempts - 1) * OPERATIONS.retry + review;
};
