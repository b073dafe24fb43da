import type { Mode } from '../approval/grant.ts';
import type { RunId, StepPath } from '../id.ts';
import type { Sha256 } from '../json.ts';
import type { EventOf, RunOrder, RunStatus } from '../ledger/facts.ts';
import type { Instant } from '../time.ts';
import type { BlockView } from './blocks.ts';
import type { StepView } from './step-view.ts';

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
