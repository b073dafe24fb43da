import type { Containment, PlannedWrite, Risk } from '../action/plan.ts';
import type { Tier } from '../asset/asset.ts';
import type { Arn } from '../asset/resource.ts';
import type { Outcome, Sev } from '../finding/finding.ts';
import type { IncidentId } from '../id.ts';
import type { Instant } from '../time.ts';

/** The six words of every surface, shown in words and shape, never by colour alone. */
export type StatusWord = 'QUIET' | 'NOT CONTAINED' | 'PARTLY CONTAINED' | 'CONTAINED' | 'UNKNOWN' | 'RECOVERING';

/** One approval as people see it, on the command line, on the page and in Slack. */
export interface ApprovalCard {
  /** */
  readonly number: number;
  /** INC-1; null: it concerns the whole house. */
  readonly incident: number | null;
  readonly title: string;
  readonly risk: Risk;
  /** Everything is stopped: a sentence. Absent: it is not. */
  readonly stopped?: string;
  readonly target: { readonly arn: Arn; readonly name: string };
  readonly askedAt: Instant;
  readonly state: 'waiting' | 'approved' | 'denied' | 'expired' | 'void' | 'done-on-silence';
  /** Waiting only: whom this round asks, until when, who is asked next, and what happens at the end if nobody answers. */
  readonly asks: readonly string[];
  readonly until: Instant;
  readonly afterwards: { readonly asks: readonly string[]; readonly until: Instant } | null;
  readonly endsAt: Instant;
  /** A clause: "it is done anyway (fail mode of fraud-scorer: contain)". */
  readonly onSilence: string;
  readonly seats: readonly { readonly role: string; readonly people: readonly string[]; readonly filledBy: string | null }[];
  readonly rule: string;
  /** Who notices, as sentences. */
  readonly impact: readonly string[];
  readonly undo: string;
  readonly calls: readonly PlannedWrite[];
  readonly before: readonly string[];
  /** `7c40-e1d2-90ab`. */
  readonly plan: string;
  readonly typedTarget: boolean;
  /**
   * Waiting only: what must still be given in the console or on the command line, where IAM says who somebody is. `one`: any yes of those that
   * are missing. `next`: the very next; Slack can only deny.
   */
  readonly byIam: 'nothing' | 'one' | 'next';
  readonly closedBecause: string | null;
}

export interface TimelineLine {
  readonly seq: number;
  readonly at: Instant;
  readonly sentence: string;
  readonly by: 'human' | 'machine';
  readonly who: string;
}
export interface EvidenceCard {
  /** E-1. */ readonly number: number;
  readonly bundle: string;
  readonly set: 'quick' | 'full';
  readonly items: number;
  readonly missing: readonly string[];
}

export interface TaskCard {
  /** T-1. */
  readonly number: number;
  /** INC-1. */
  readonly incident: number;
  readonly title: string;
  readonly role: string;
  /** Who fills the role; empty: nobody does. */
  readonly who: readonly string[];
  readonly instruct: string;
  readonly doneWhen: string | null;
  readonly askedAt: Instant;
  readonly due: Instant;
  readonly state: 'open' | 'done';
  readonly done: { readonly by: string; readonly at: Instant; readonly said: string } | null;
}

/** A question about the way to go. */
export interface ChoiceCard {
  /** C-1. */
  readonly number: number;
  /** INC-1. */
  readonly incident: number;
  readonly title: string;
  readonly role: string;
  /** Who may answer. */
  readonly who: readonly string[];
  readonly prompt: string;
  readonly options: readonly { readonly answer: string; readonly means: string }[];
  /** The answer when nobody gives one in time. */
  readonly otherwise: string;
  readonly askedAt: Instant;
  readonly until: Instant;
  readonly state: 'waiting' | 'made' | 'void';
  /** `by` null: nobody answered in time. */
  readonly made: { readonly answer: string; readonly by: string | null; readonly reason: string | null; readonly at: Instant } | null;
}

export interface IncidentCard {
  readonly id: IncidentId;
  readonly number: number;
  readonly word: StatusWord;
  readonly containment: Containment;
  /** Why that word: proofs, or what is missing. */
  readonly because: readonly string[];
  readonly sev: Sev;
  readonly sevBecause: string;
  readonly incidentClass: string;
  readonly title: string;
  readonly openedAt: Instant;
  readonly target: { readonly arn: Arn; readonly name: string; readonly tier: Tier | null; readonly owner: string | null } | null;
  readonly playbook: string | null;
  readonly findings: readonly { readonly title: string; readonly certainty: string; readonly because: string; readonly product: string }[];
  /** What look-ups said, with their source. */
  readonly facts: readonly string[];
  readonly evidence: readonly EvidenceCard[];
  readonly waiting: readonly ApprovalCard[];
  /** Steps in order, for "what is running". */
  readonly steps: readonly { readonly path: string; readonly title: string; readonly status: string; readonly detail: string }[];
  /** Work for people, in the order in which it was asked. */
  readonly tasks: readonly TaskCard[];
  /** Questions about the way to go, in the order in which they were asked. */
  readonly choices: readonly ChoiceCard[];
  readonly timeline: readonly TimelineLine[];
  readonly alarms: readonly string[];
  /** What waits for something else than an approval, as sentences: another run, an outcome that nobody knows, a review. */
  readonly attention?: readonly string[];
  readonly resolved: boolean;
  /** Everything is stopped: a sentence. Absent: it is not. */
  readonly stopped?: string;
  /** One command that works when pasted. */
  readonly next: string;
}

export interface DecisionLine {
  readonly at: Instant;
  readonly outcome: Outcome;
  readonly incident: number | null;
  readonly playbook: string | null;
  readonly target: string;
  readonly sentence: string;
}
export interface PersonCard {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly roles: readonly string[];
  readonly asleepUntil: string | null;
}

export interface HouseCard {
  /** Everything is stopped: a sentence. */
  readonly stopped: string | null;
  readonly waiting: readonly ApprovalCard[];
  /** Playbooks whose activated version is gone, as sentences. */
  readonly problems: readonly string[];
}

/** Everything the console's main page shows. */
export interface Overview {
  readonly place: {
    readonly kind: 'SANDBOX' | 'EXERCISE' | 'LIVE';
    readonly company: string;
    readonly account: string;
    readonly region: string;
  };
  readonly mode: string;
  readonly now: Instant;
  readonly you: string;
  readonly people: readonly PersonCard[];
  readonly word: StatusWord;
  /** What concerns no single incident. Absent: nothing does. */
  readonly house?: HouseCard;
  readonly incidents: readonly IncidentCard[];
  readonly decisions: readonly DecisionLine[];
  readonly assets: readonly {
    readonly name: string;
    readonly arn: Arn;
    readonly tier: Tier;
    readonly owner: string;
    readonly callers: readonly { readonly name: string; readonly fallback: string | null }[];
  }[];
  readonly samples: readonly string[];
  readonly lastEventAt: Instant | null;
}
