import type { Actor } from '../core/approval/approval.ts';
import type { Mode, Purpose, Signature, SignedGrant } from '../core/approval/grant.ts';
import type { ActionReply, ActionRequest } from '../core/action/request.ts';
import type { Arn } from '../core/asset/resource.ts';
import type { Json, JsonObject, Sha256 } from '../core/json.ts';
import type { ActionId, IncidentId, RunId, StepPath } from '../core/id.ts';
import type { LedgerDraft, LedgerEvent, RunOrder } from '../core/ledger/facts.ts';
import type { Instant } from '../core/time.ts';

/** What has a number that people say: INC-1, A-1, E-1, T-1, C-1. */
type Numbered = 'incident' | 'approval' | 'evidence' | 'task' | 'choice';
export interface Ledger {
  read(incidentId: IncidentId, fromSeq?: number): Promise<readonly LedgerEvent[]>;
  /** All or nothing. `already`: every draft id is known. `conflict`: read again and decide again (`engine/append.ts` does that for every writer). */
  append(
    incidentId: IncidentId,
    expectedSeq: number,
    drafts: readonly LedgerDraft[],
  ): Promise<{ readonly kind: 'appended' | 'already' | 'conflict'; readonly seq: number }>;
  /** Newest generation of a correlation key. Kept in the same transaction as `append` of incident.opened. */
  byCorrelation(key: string): Promise<{ readonly incidentId: IncidentId; readonly generation: number } | undefined>;
  byNumber(kind: Numbered, number: number): Promise<IncidentId | undefined>;
  /** Newest first. */
  incidents(): Promise<readonly IncidentId[]>;
  /** 1, 2, 3 … per kind; never reused, gaps possible. */
  nextNumber(kind: Numbered): Promise<number>;
}
/** What was appended, for the notifier alone. On AWS it is the table's stream; locally it is read like this. */
export interface Feed {
  /** At least once, in order per incident. */
  changes(cursor: string | undefined, limit: number): Promise<{ readonly events: readonly LedgerEvent[]; readonly cursor: string }>;
}
/** Owned by a run, not by time: taken just before `apply`, freed when the run ends. No AWS call can check a fence. */
export interface Leases {
  take(target: Arn, owner: RunId): Promise<{ readonly kind: 'mine' } | { readonly kind: 'theirs'; readonly owner: RunId }>;
  holder(target: Arn): Promise<RunId | undefined>;
  /** All that it holds, or only these. */
  free(owner: RunId, targets?: readonly Arn[]): Promise<void>;
}
/** Used inside steps, functions/ and tabletop/ only. core receives instants and ids as values. */
export interface Clock {
  now(): Instant;
}
export interface Ids {
  /** 128 random bits, base64url. */ token(): string;
}
/** From the run to an action function: a synchronous invoke inside a step, so failures are values and retries are ours. */
export interface ActionCaller {
  call(action: ActionId, target: Arn, request: ActionRequest): Promise<ActionReply>;
}

export interface RunInput {
  readonly runId: RunId;
  readonly incidentId: IncidentId;
}
/** Durable executions, here or at AWS. Starting the same run twice is once; `answer` twice is once. */
export interface Runs {
  start(input: RunInput): Promise<'started' | 'already'>;
  answer(callbackId: string, value: JsonObject): Promise<'answered' | 'already'>;
}
/** Held by `approve` alone. */
export interface Signer {
  sign(purpose: Purpose, payload: Json | object): Promise<Signature>;
}

/** The approve function as the others see it. */
/** What intake and people bring in; the authority states it under its seal, so that nobody else can put it into the ledger. */
export interface Admission {
  readonly incidentId: IncidentId;
  /** A finding, and the incident that it opens. */
  readonly facts: readonly LedgerDraft[];
  /** A run to order. `once`: not when the incident has one already. */
  readonly order?: { readonly order: RunOrder; readonly mode: Mode; readonly actor: Actor; readonly once: boolean };
}
export interface Admitted {
  readonly number: number;
  readonly runId?: RunId;
}
type StepAsk = {
  readonly incidentId: IncidentId;
  readonly runId: RunId;
  readonly step: StepPath;
  readonly verb: 'apply' | 'undo';
  /** As the run remembers it: a plan that somebody else wrote into the ledger has another one. */
  readonly planDigest: Sha256;
};
export interface Authority {
  admit(ask: Admission): Promise<Admitted>;
  request(ask: StepAsk): Promise<Asked>;
  /** Applies what the clock says (escalation, silence) and answers where the approval stands. */
  settle(ask: { readonly incidentId: IncidentId; readonly approvalId: string }): Promise<Settled>;
  /** `stopped`: everything is, and this waits for it to go on; it was not decided against. */
  grant(ask: StepAsk): Promise<SignedGrant | { readonly refused: string; readonly stopped?: true }>;
  /** Of the house: states what people agreed to, an activation or that everything goes on. */
  enact(ask: StepAsk): Promise<{ readonly done: true } | { readonly refused: string }>;
  /** One responder suffices; from then on no effect is permitted. */
  stop(ask: { readonly actor: Actor; readonly reason: string }): Promise<Stopped>;
  vote(ask: {
    readonly incidentId: IncidentId;
    readonly approvalId: string;
    readonly actor: Actor;
    readonly vote: 'grant' | 'deny';
    readonly reason?: string;
    readonly typed?: string;
  }): Promise<Voted>;
  /** Orders a part of a foreach of a run that is running. Asked again, it answers the same run. */
  fork(ask: {
    readonly incidentId: IncidentId;
    readonly runId: RunId;
    readonly path: StepPath;
    /** From 0; not including `to`. */
    readonly from: number;
    readonly to: number;
  }): Promise<{ readonly runId: RunId } | { readonly refused: string }>;
  /** A person answers a `decide`. */
  choose(ask: {
    readonly incidentId: IncidentId;
    readonly number: number;
    readonly actor: Actor;
    readonly answer: string;
    readonly reason?: string;
  }): Promise<Chosen>;
  /** What a `decide` came to, after the clock was asked. */
  chosen(ask: { readonly incidentId: IncidentId; readonly number: number }): Promise<Standing>;
  /** Stops every run of an incident, in the name of a person. */
  abort(ask: { readonly incidentId: IncidentId; readonly actor: Actor; readonly reason?: string }): Promise<Aborted>;
}
export type Stopped = { readonly kind: 'stopped' | 'already' } | { readonly kind: 'refused'; readonly because: string };
export type Standing =
  | { readonly kind: 'made'; readonly answer: string }
  | { readonly kind: 'waiting'; readonly until: Instant }
  | { readonly kind: 'unknown' };
export type Chosen =
  | { readonly kind: 'recorded'; readonly answer: string }
  | { readonly kind: 'refused'; readonly because: 'unknown' | 'closed' | 'not-eligible' | 'no-such-answer'; readonly sentence: string };
export type Aborted =
  | { readonly kind: 'aborted'; readonly runs: readonly RunId[]; readonly voided: readonly number[] }
  | { readonly kind: 'refused'; readonly because: 'not-eligible' | 'nothing-runs'; readonly sentence: string };
export type Asked =
  | { readonly kind: 'auto' }
  | { readonly kind: 'refused'; readonly because: string }
  | { readonly kind: 'waiting'; readonly approvalId: string; readonly round: number; readonly until: Instant };
export type Settled =
  | { readonly kind: 'granted' }
  | { readonly kind: 'not-granted'; readonly because: string }
  | { readonly kind: 'waiting'; readonly round: number; readonly until: Instant };
export type Voted =
  | { readonly kind: 'recorded'; readonly closed: boolean; readonly missing: readonly string[] }
  | {
      readonly kind: 'refused';
      readonly because:
        | 'not-eligible'
        | 'requester'
        | 'already-voted'
        | 'closed'
        | 'plan-changed'
        | 'typed-target'
        | 'unknown'
        | 'reason-missing'
        /** From this surface the yes would not count: one by IAM is missing. */
        | 'needs-iam';
      readonly sentence: string;
    };
