import type { Grant } from '../approval/grant.ts';
import type { ActionResult, Plan, PlannedWrite, Risk } from '../action/plan.ts';
import type { ActionId, RunId, StepPath } from '../id.ts';
import type { JsonObject, Sha256 } from '../json.ts';
import type { OutcomeAnswer } from '../ledger/facts.ts';
import type { Phase } from '../playbook/phase.ts';
import type { Instant } from '../time.ts';
import type { ReviewView } from './review.ts';

/** One step as the ledger tells it. */
export interface StepView {
  readonly runId: RunId;
  readonly path: StepPath;
  readonly phase: Phase;
  readonly title: string;
  readonly action: ActionId;
  readonly risk: Risk;
  readonly verb: 'apply' | 'undo';
  readonly plan: Plan;
  readonly planDigest: Sha256;
  readonly undoWrites?: readonly PlannedWrite[];
  /** Why the playbook wants people asked whatever the table says. */
  readonly asks?: string;
  readonly plannedAt: Instant;
  readonly status: 'planned' | 'started' | 'ended' | 'skipped';
  readonly grant?: Grant;
  /** Write-ahead: the instant that every repeat of its call carries. */
  readonly startedAt?: Instant;
  readonly progress?: string;
  readonly result?: ActionResult;
  readonly output?: JsonObject;
  readonly endedAt?: Instant;
  readonly because?: string;
  readonly held?: Held;
  /** Task T-`task` asks people whether it took effect. */
  readonly question?: { readonly task: number; readonly askedAt: Instant };
  /** What answered that question: a person's word, or a late look that proved it. The first answer counts. */
  readonly settled?: Settled;
  /** When people are asked again whether it should stay. */
  readonly review?: ReviewView;
  /** What people did by hand, and somebody accepted; the newest. */
  readonly adopted?: Adopted;
}
export interface Adopted {
  readonly by: string;
  readonly at: Instant;
  readonly after: JsonObject;
  readonly gone: boolean;
  readonly differences: readonly string[];
}
export interface Settled {
  readonly answer: OutcomeAnswer;
  /** A person, or `look`. */
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
  /** The live state, when a look proved it. */
  readonly after?: JsonObject;
}
/** What later looks showed, after the step had ended. */
export interface Held {
  readonly looks: number;
  readonly at: Instant;
  /** The newest that said something. */
  readonly proof?: ActionResult['proof'];
  /** Looks in a row that were open: what the last one hands to the next. */
  readonly open: number;
  readonly seen?: JsonObject;
}
