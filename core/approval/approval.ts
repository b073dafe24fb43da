import type { Arn } from '../asset/resource.ts';
import type { FailMode } from '../asset/asset.ts';
import type { Risk } from '../action/plan.ts';
import type { ActionId, IncidentId, RunId, StepPath } from '../id.ts';
import type { Sha256 } from '../json.ts';
import type { Instant } from '../time.ts';
import type { Iam, Seat } from './table.ts';

/** Who did it. `human` is the linked identity: one person in Slack and in the CLI is one actor. */
export type Actor =
  | { readonly kind: 'human'; readonly id: string; readonly via: 'slack' | 'cli' | 'console' }
  | { readonly kind: 'run'; readonly id: RunId }
  | { readonly kind: 'system'; readonly id: 'intake' | 'sweep' | 'notifier' | 'approve' | 'action' };

/** One round of asking: these people, until then. The last round's end is the approval's end. */
export interface Round {
  readonly asks: readonly string[];
  readonly until: Instant;
}

/** What was asked, once and for all: who is next and what happens on silence is fixed, and shown, before anybody waits. */
export interface Approval {
  readonly id: string;
  /** */
  readonly number: number;
  readonly incidentId: IncidentId;
  readonly run: RunId;
  readonly step: StepPath;
  readonly verb: 'apply' | 'undo';
  readonly action: ActionId;
  readonly title: string;
  readonly risk: Risk;
  readonly target: Arn;
  /** A different digest at apply voids it. */
  readonly planDigest: Sha256;
  readonly requestedBy: Actor;
  readonly seats: readonly { readonly role: Seat; readonly people: readonly string[] }[];
  readonly notRequester: boolean;
  readonly typedTarget: boolean;
  /** Sealed with the question, so that another table does not change it. Absent in ledgers from before there was such a rule: 'none'. */
  readonly iam?: Iam;
  readonly askedAt: Instant;
  readonly rounds: readonly Round[];
  readonly onSilence: FailMode | 'not-done';
  /** Why these seats: a sentence. */
  readonly rule: string;
}
export type ApprovalState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'granted'; readonly by: 'people' | 'silence' }
  | { readonly kind: 'denied'; readonly by: string; readonly reason: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'void'; readonly because: 'plan-changed' | 'run-ended' };

export interface Vote {
  readonly approvalId: string;
  readonly by: string;
  readonly via: 'slack' | 'cli' | 'console';
  readonly vote: 'grant' | 'deny';
  readonly seat: Seat | null;
  readonly planDigest: Sha256;
  readonly reason: string | null;
  readonly at: Instant;
}

/** An approval with what people have said so far: a fold of sealed facts. */
export interface ApprovalView {
  readonly approval: Approval;
  readonly votes: readonly Vote[];
  /** Index of the round that is asking now. */
  readonly round: number;
  /** Callbacks of the run that waits for it; answering one wakes the run and permits nothing. */
  readonly waiting: readonly string[];
  readonly state: ApprovalState;
}

export const endOf = (approval: Approval): Instant => {
  const last = approval.rounds.at(-1);
  if (last === undefined) throw new Error(`approval ${approval.id} has no round`);
  return last.until;
};
