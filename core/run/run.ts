import type { Grant, Mode } from '../approval/grant.ts';
import type { ActionResult, Plan, PlannedWrite, Risk } from '../action/plan.ts';
import type { ActionId, RunId, StepPath } from '../id.ts';
import type { Json, JsonObject, Sha256 } from '../json.ts';
import type { BlockKind, EventOf, LedgerEvent, OutcomeAnswer, RunOrder, RunStatus } from '../ledger/facts.ts';
import type { Phase } from '../playbook/phase.ts';
import type { Review } from '../playbook/steps/review-after.ts';
import { plus, type Instant } from '../time.ts';

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
  /** When people are asked again whether it should stay. */
  /** Task T-`task` asks people whether it took effect. */
  readonly question?: { readonly task: number; readonly askedAt: Instant };
  /** What answered that question: a person's word, or a late look that proved it. The first answer counts. */
  readonly settled?: Settled;
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
export interface ReviewView {
  readonly due: Instant;
  readonly told: boolean;
  /** When people are asked next; absent: they are not. */
  readonly next?: Instant;
  /** How often they were, since somebody last answered; and how often somebody did. */
  readonly asked: number;
  readonly kept: number;
  readonly rule?: Review;
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
/** A step that does nothing itself. */
export interface BlockView {
  readonly path: StepPath;
  readonly kind: BlockKind;
  readonly title: string;
  readonly begunAt: Instant;
  /** Of a wait: how long, in the time of AWS. */
  readonly seconds?: number;
  readonly items?: readonly Json[];
  readonly ended?: { readonly outcome: 'done' | 'failed'; readonly because?: string; readonly output?: JsonObject; readonly at: Instant };
}
/** A fold of the ledger, nothing else: what a run sees after a crash, from a child run or a week later is the same. */
export interface RunView {
  readonly runId: RunId;
  readonly order: RunOrder;
  readonly mode: Mode;
  readonly attempt: number;
  readonly status: RunStatus;
  readonly requestedAt: Instant;
  readonly document?: Sha256;
  readonly because?: string;
  /** In the order in which they were planned; a step that was planned again stands once, with its newest plan. */
  readonly steps: readonly StepView[];
  /** Everything is stopped, and these wait for it to go on: the newest callback of a place wakes it. Absent: none does. */
  readonly held?: readonly { readonly path: StepPath; readonly callbackId: string; readonly since: Instant }[];
  /** Steps that were passed over before they had a plan. */
  readonly skipped: readonly { readonly path: StepPath; readonly because: string }[];
  readonly blocks: readonly BlockView[];
  /** Where it sleeps: the newest callback of a place is the one that wakes it. */
  readonly waiting: readonly { readonly path: StepPath; readonly callbackId: string }[];
  readonly endedAt?: Instant;
  /** Steps that wait for a target which another run is changing; one per path. */
  readonly leaseWaits?: readonly LeaseWait[];
  /** Callbacks of other runs, to be answered when this one lets go of something. */
  readonly awaited?: readonly string[];
}
export type LeaseWait = EventOf<'lease.waiting'>['data'] & { readonly since: Instant };

const edit = (steps: readonly StepView[], path: StepPath, change: (step: StepView) => StepView): readonly StepView[] =>
  steps.map((step) => (step.path === path ? change(step) : step));

const observed = ({ held }: StepView, { look, proof }: EventOf<'hold.observed'>['data'], at: Instant): Held => {
  const settled = proof.kind === 'pending' ? held?.proof : proof;
  const seen = proof.kind === 'pending' ? proof.seen : undefined;
  const open = proof.kind === 'pending' ? (held?.open ?? 0) + 1 : 0;
  return { looks: look, at, open, ...(settled && { proof: settled }), ...(seen && { seen }) };
};

/** A look that proves what nobody knew answers the question by itself, and knows the state that was left. */
const answered = ({ question, settled }: StepView, { data: { proof }, at }: EventOf<'hold.observed'>): Pick<StepView, 'settled'> =>
  question === undefined || settled !== undefined || proof.kind !== 'proven'
    ? {}
    : { settled: { answer: 'changed', by: 'look', at, reason: proof.observed.join('; '), after: proof.after } };

const reviewAfterwards = (
  review: ReviewView | undefined,
  event: EventOf<'review.due'> | EventOf<'review.ignored'> | EventOf<'review.kept'>,
): ReviewView => {
  const { next: _next, ...known } = review ?? { due: event.at, told: false, asked: 0, kept: 0 };
  if (event.type === 'review.kept')
    return { ...known, due: event.data.until, next: event.data.until, told: false, asked: 0, kept: known.kept + 1 };
  if (event.type === 'review.ignored') return known;
  const { rule } = known;
  return { ...known, told: true, asked: known.asked + 1, ...(rule && { next: plus(event.at, rule.everySeconds) }) };
};

const planned = (steps: readonly StepView[], { data, at }: EventOf<'step.planned'>): readonly StepView[] => [
  ...steps.filter(({ path }) => path !== data.path),
  { ...data, plannedAt: at, status: 'planned' },
];

const others = ({ held = [] }: RunView, path: StepPath): NonNullable<RunView['held']> => held.filter((one) => one.path !== path);
const waits = ({ leaseWaits = [] }: RunView, { data, at }: EventOf<'lease.waiting'>): readonly LeaseWait[] => [
  ...leaseWaits.filter(({ path }) => path !== data.path),
  { ...data, since: leaseWaits.find(({ path }) => path === data.path)?.since ?? at },
];

/** One run after one more fact; facts of other runs are not its business. */
export const foldRun = (run: RunView, event: LedgerEvent): RunView => {
  switch (event.type) {
    case 'run.started':
      // It was stopped before it began.
      if (run.status !== 'requested') return run;
      return { ...run, status: 'running', document: event.data.document, mode: event.data.mode };
    case 'run.aborted':
      return { ...run, status: 'aborted', endedAt: event.at };
    case 'run.ended':
      // What a person stopped has ended by that, whatever its process says later.
      if (run.status === 'aborted' && event.data.status !== 'aborted') return run;
      return { ...run, status: event.data.status, because: event.data.because, endedAt: event.at };
    case 'lease.waiting':
      return { ...run, leaseWaits: waits(run, event) };
    case 'lease.waited':
      return { ...run, leaseWaits: (run.leaseWaits ?? []).filter(({ path }) => path !== event.data.path) };
    case 'lease.awaited':
      return { ...run, awaited: [...(run.awaited ?? []), event.data.callbackId] };
    case 'step.planned':
      return { ...run, steps: planned(run.steps, event) };
    case 'step.skipped': {
      const { path, because } = event.data;
      if (!run.steps.some((step) => step.path === path)) return { ...run, skipped: [...run.skipped, { path, because }] };
      return { ...run, steps: edit(run.steps, path, (step) => ({ ...step, status: 'skipped', because })) };
    }
    case 'grant.issued': {
      const { grant } = event.data;
      return { ...run, steps: edit(run.steps, grant.step, (step) => (step.planDigest === grant.planDigest ? { ...step, grant } : step)) };
    }
    case 'step.started':
      return { ...run, steps: edit(run.steps, event.data.path, (step) => ({ ...step, status: 'started', startedAt: event.at })) };
    case 'step.progress':
      return { ...run, steps: edit(run.steps, event.data.path, (step) => ({ ...step, progress: event.data.sentence })) };
    case 'step.ended': {
      const { result, output } = event.data;
      return {
        ...run,
        steps: edit(run.steps, event.data.path, (step) => ({
          ...step,
          status: 'ended',
          result,
          endedAt: event.at,
          ...(output && { output }),
        })),
      };
    }
    case 'hold.observed':
      return {
        ...run,
        steps: edit(run.steps, event.data.path, (step) => ({
          ...step,
          held: observed(step, event.data, event.at),
          ...answered(step, event),
        })),
      };
    case 'outcome.asked':
      return {
        ...run,
        steps: edit(run.steps, event.data.path, (step) => ({ ...step, question: { task: event.data.number, askedAt: event.at } })),
      };
    case 'outcome.settled': {
      const { answer, reason, path } = event.data;
      const by = event.actor.kind === 'human' ? event.actor.id : event.actor.kind;
      return {
        ...run,
        steps: edit(run.steps, path, (step) =>
          step.settled === undefined ? { ...step, settled: { answer, by, at: event.at, reason } } : step,
        ),
      };
    }
    case 'change.adopted': {
      const { after, gone, differences, path } = event.data;
      const by = event.actor.kind === 'human' ? event.actor.id : event.actor.kind;
      const adopted = { by, at: event.at, after, gone, differences };
      return { ...run, steps: edit(run.steps, path, (step) => ({ ...step, adopted })) };
    }
    case 'review.set': {
      const { due, rule } = event.data;
      const review: ReviewView = { due, told: false, next: due, asked: 0, kept: 0, ...(rule && { rule }) };
      return { ...run, steps: edit(run.steps, event.data.path, (step) => ({ ...step, review })) };
    }
    case 'review.due':
    case 'review.ignored':
    case 'review.kept':
      return { ...run, steps: edit(run.steps, event.data.path, (step) => ({ ...step, review: reviewAfterwards(step.review, event) })) };
    case 'run.held':
      return {
        ...run,
        held: [...others(run, event.data.path), { path: event.data.path, callbackId: event.data.callbackId, since: event.at }],
      };
    case 'run.freed':
      return { ...run, held: others(run, event.data.path) };
    case 'block.begun': {
      const { runId: _runId, ...block } = event.data;
      return { ...run, blocks: [...run.blocks, { ...block, begunAt: event.at }] };
    }
    case 'block.ended': {
      const { runId: _runId, path, ...ended } = event.data;
      return { ...run, blocks: run.blocks.map((block) => (block.path === path ? { ...block, ended: { ...ended, at: event.at } } : block)) };
    }
    case 'run.waiting':
      return { ...run, waiting: [...run.waiting.filter(({ path }) => path !== event.data.path), event.data] };
    default:
      return run;
  }
};

export const newRun = ({ data, at }: EventOf<'run.requested'>): RunView => ({
  ...data,
  status: 'requested',
  requestedAt: at,
  steps: [],
  skipped: [],
  blocks: [],
  waiting: [],
});

/** Ordered or at work: it may still do something. */
export const isUnderWay = ({ status }: RunView): boolean => status === 'requested' || status === 'running';

/** Which run a fact belongs to, if to one. */
export const runOf = (event: LedgerEvent): RunId | undefined =>
  event.type === 'grant.issued' ? event.data.grant.run : 'runId' in event.data ? event.data.runId : undefined;
