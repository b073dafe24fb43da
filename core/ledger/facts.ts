import type { Actor, Approval, ApprovalState, Vote } from '../approval/approval.ts';
import type { Grant, Mode, Signature } from '../approval/grant.ts';
import type { ActionResult, Containment, Plan, PlannedWrite, Proof, Risk } from '../action/plan.ts';
import type { Arn, Target } from '../asset/resource.ts';
import type { Decision, Finding, PlaybookRef, Sev } from '../finding/finding.ts';
import type { ActionId, IncidentId, RunId, StepPath } from '../id.ts';
import type { Json, JsonObject, Sha256 } from '../json.ts';
import type { Phase } from '../playbook/phase.ts';
import type { Review } from '../playbook/steps/review-after.ts';
import type { TaskRole } from '../playbook/task-role.ts';
import type { Instant } from '../time.ts';

/** Why a run exists. The document of a manual order is built on the spot and pinned like any other. */
export type RunOrder =
  | { readonly kind: 'playbook'; readonly playbook: PlaybookRef }
  | { readonly kind: 'manual'; readonly document: JsonObject; readonly by: Actor }
  | {
      readonly kind: 'release';
      readonly target: Arn;
      readonly steps: readonly { readonly runId: RunId; readonly path: StepPath }[];
      readonly by: Actor;
    }
  /** Of the whole house (core/house): which version of a playbook answers from now on; go on after a stop. */
  | { readonly kind: 'activate'; readonly playbook: PlaybookRef; readonly by: Actor }
  | { readonly kind: 'resume'; readonly stop: number; readonly by: Actor }
  /** A part of a foreach: items `from` (counted from 0) up to, not including, `to`. It does what its parent may do, under its parent's name. */
  | { readonly kind: 'child'; readonly parent: RunId; readonly path: StepPath; readonly from: number; readonly to: number };
export type RunStatus = 'requested' | 'running' | 'completed' | 'failed' | 'aborted';
export type AlarmKind =
  | 'forged-fact'
  | 'forged-callback'
  | 'ungranted-call'
  | 'broken-chain'
  | 'own-call-unmatched'
  | 'drift'
  | 'review-ignored'
  | 'containment-lifted';

/** Add a fact here, its fold and its sentence; nothing else knows the list. */
export interface Facts {
  'finding.received': { finding: Finding; decision: Omit<Decision, 'findings'> };
  'incident.opened': {
    incidentClass: string;
    title: string;
    sev: Sev;
    sevBecause: string;
    number: number;
    correlationKey: string;
    generation: number;
    target?: Target;
  };
  'incident.resolved': { summary: string; verdict: 'true-positive' | 'false-positive' | 'benign' | 'test' | 'duplicate' };
  'containment.changed': { target: Arn; from: Containment; to: Containment; because: readonly string[] };
  'run.requested': { runId: RunId; order: RunOrder; mode: Mode; attempt: number };
  'run.started': { runId: RunId; document: Sha256; mode: Mode };
  'run.ended': { runId: RunId; status: RunStatus; because: string };
  'step.planned': {
    runId: RunId;
    path: StepPath;
    phase: Phase;
    title: string;
    action: ActionId;
    risk: Risk;
    verb: 'apply' | 'undo';
    plan: Plan;
    planDigest: Sha256;
    /** The playbook wants people asked whatever the table says, and tells them why. It can only tighten. */
    asks?: string;
    /** What an undo will call; of an apply, the plan says it. */
    undoWrites?: readonly PlannedWrite[];
  };
  'step.skipped': { runId: RunId; path: StepPath; because: string };
  /** Write-ahead: before the first write. A started step without an end is `unknown` until read back. */
  'step.started': { runId: RunId; path: StepPath; verb: 'apply' | 'undo' };
  'step.progress': { runId: RunId; path: StepPath; sentence: string };
  'step.ended': { runId: RunId; path: StepPath; verb: 'apply' | 'undo'; result: ActionResult; output?: JsonObject };
  /** A later look at something that still holds; `look` counts them from 1. What it shows replaces what the step's end showed. */
  'hold.observed': { runId: RunId; path: StepPath; look: number; proof: Proof };
  'approval.requested': { approval: Approval };
  'approval.escalated': { approvalId: string; round: number };
  'approval.voted': { vote: Vote };
  'approval.closed': { approvalId: string; state: ApprovalState };
  'grant.issued': { grant: Grant };
  /** The run waits here; answering it wakes the run and permits nothing. */
  'approval.waiting': { approvalId: string; callbackId: string; round: number };
  'evidence.sealed': {
    runId: RunId;
    path: StepPath;
    number: number;
    bundle: string;
    digest: Sha256;
    subject: Arn;
    set: 'quick' | 'full';
    items: number;
    missing: readonly string[];
  };
  'alarm.raised': { kind: AlarmKind; sentence: string };
  /** The step comes back to people then, whatever happened meanwhile. */
  'review.set': {
    runId: RunId;
    path: StepPath;
    due: Instant;
    /** Absent in ledgers from before there was one: people are asked once. */
    rule?: Review;
  };
  'review.due': { runId: RunId; path: StepPath; sentence: string; people?: readonly string[] };
  /** Human work. Nothing waits for it and it permits nothing, so it needs no seal. */
  'task.asked': {
    runId: RunId;
    path: StepPath;
    number: number;
    title: string;
    ask: TaskRole;
    /** Who fills the role, when it was asked; empty: nobody in assets.yaml does. */
    people: readonly string[];
    instruct: string;
    doneWhen?: string;
    due: Instant;
  };
  'task.done': { number: number; said: string };
  'note.added': { text: string; said: Instant };
  /** From now on this document answers the findings of its playbook. In the ledger of the house only, as the next two. */
  'playbook.activated': { runId: RunId; playbook: PlaybookRef; instead: PlaybookRef | null; by: Actor; approvalId: string };
  'house.stopped': { reason: string };
  /** `stop`: which one is over. */
  'house.resumed': { runId: RunId; stop: number; by: Actor; approvalId: string };
  /** The run waits for the house to go on; answering the callback wakes it and permits nothing. */
  'run.held': { runId: RunId; path: StepPath; callbackId: string };
  'run.freed': { runId: RunId; path: StepPath };
  /** Steps that do nothing themselves: waiting, several at once, once per item, and what a called playbook hands back. */
  'block.begun': {
    runId: RunId;
    path: StepPath;
    kind: BlockKind;
    title: string;
    /** Of a wait: how long, in the time of AWS. */
    seconds?: number;
    /** Of a foreach: what its runs are about. */
    items?: readonly Json[];
  };
  'block.ended': { runId: RunId; path: StepPath; outcome: 'done' | 'failed'; because?: string; output?: JsonObject };
  /** The run waits here; answering the callback wakes it and decides nothing. */
  'run.waiting': { runId: RunId; path: StepPath; callbackId: string };
  /** A question whose answer steers the run. Like a task it permits nothing; the answer is sealed. */
  'choice.asked': {
    runId: RunId;
    path: StepPath;
    number: number;
    title: string;
    ask: TaskRole;
    prompt: string;
    options: readonly { readonly answer: string; readonly means: string }[];
    otherwise: string;
    until: Instant;
  };
  /** `by` null: nobody answered in time. */
  'choice.made': { number: number; answer: string; by: string | null; reason?: string };
  /** A step cannot go on while another run changes its target; answering the callback wakes it and permits nothing. */
  'lease.waiting': {
    runId: RunId;
    path: StepPath;
    /** Counts the waits and wakes of this step. */
    wait: string;
    target: Arn;
    owner: RunId;
    /** `null`: nobody knows whose run that is. */
    ownerIncident: number | null;
    callbackId: string;
    sentence: string;
  };
  'lease.waited': { runId: RunId; path: StepPath; wait: string; sentence: string };
  /** In the ledger of the run that is waited for: whom to wake when it lets go. */
  'lease.awaited': { runId: RunId; target: Arn; by: RunId; byIncident: number; callbackId: string };
  /** Nobody knows whether the step took effect; task T-`number` asks people. Until somebody or a look answers, it counts as done. */
  'outcome.asked': { runId: RunId; path: StepPath; verb: 'apply' | 'undo'; number: number };
  'outcome.settled': { runId: RunId; path: StepPath; verb: 'apply' | 'undo'; answer: OutcomeAnswer; reason: string };
  /** A person stopped it: no grant is signed for it from here on. Its `run.ended` says what remains. */
  'run.aborted': { runId: RunId; reason?: string };
  /** A person says that it stays in force; people are asked again then. */
  'review.kept': { runId: RunId; path: StepPath; until: Instant; reason: string };
  /** Nobody answered as often as was asked: others are told, and it stays in force. */
  'review.ignored': { runId: RunId; path: StepPath };
  /** A person accepts what somebody did by hand: `after` is what a release compares with now. `gone`: what the step did is not there any more. */
  'change.adopted': {
    runId: RunId;
    path: StepPath;
    differences: readonly string[];
    after: JsonObject;
    gone: boolean;
    reason: string;
  };
}
/** What a person found when looking by hand. */
export type OutcomeAnswer = 'changed' | 'no-change';
export type BlockKind = 'wait' | 'parallel' | 'foreach' | 'playbook';
export type FactType = keyof Facts;
/**
 * Stated by `approve` alone, under its seal: what decides whether something may happen. One of these without a valid seal is forged: it is
 * reported, and never believed.
 */
export const SEALED: readonly FactType[] = [
  'finding.received',
  'incident.opened',
  'run.requested',
  'approval.requested',
  'approval.escalated',
  'approval.voted',
  'approval.closed',
  'grant.issued',
  'playbook.activated',
  'house.stopped',
  'house.resumed',
  'choice.made',
  'outcome.settled',
  'run.aborted',
  'review.kept',
  'change.adopted',
];
/** What a person may state through `approve`, under the own name and its seal. */
export const PEOPLE_STATE: readonly FactType[] = ['incident.opened', 'outcome.settled', 'review.kept', 'change.adopted'];

export type LedgerDraft = {
  [T in FactType]: {
    /** Same id twice is one event: this is what makes a repeated durable step harmless. */
    readonly id: string;
    readonly type: T;
    readonly actor: Actor;
    readonly data: Readonly<Facts[T]>;
    /** Present on the types in `SEALED`: signature over { incidentId, id, type, actor, data }. */
    readonly seal?: Signature;
  };
}[FactType];
/** `at` is stamped by the adapter's clock at append; `hash` = sha256(RFC 8785(event without hash)). */
export type LedgerEvent = LedgerDraft & {
  readonly schemaVersion: 1;
  readonly incidentId: IncidentId;
  readonly seq: number;
  readonly at: Instant;
  readonly exercise: boolean;
  readonly prevHash: Sha256;
  readonly hash: Sha256;
};
export type EventOf<T extends FactType> = Extract<LedgerEvent, { type: T }>;
