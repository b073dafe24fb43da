import type { ErrorObject, OperationUpdate, WireOperation } from '@aws/durable-execution-sdk-js';
import { instantOf } from '../../core/time.ts';

/** An operation as the service shows it, with the timers that the service keeps to itself. Instants in milliseconds since 1970. */
export interface Tracked {
  readonly operation: WireOperation;
  /** When it changes by itself: a wait ends, a retry becomes ready, a callback times out. */
  readonly due?: number | undefined;
  readonly callback?: { readonly id: string; readonly timesOutAt?: number | undefined; readonly beatMs?: number | undefined } | undefined;
}
export interface Occasion {
  readonly now: number;
  /** Waits and retry delays are divided by it; callback time-outs, which are people's, are not. */
  readonly waitPace: number;
  readonly callbackId: () => string;
}
export type Outcome = { readonly result: string | undefined } | { readonly error: ErrorObject };

const first = (...instants: readonly (number | undefined)[]): number | undefined => {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};
const ended = (operation: WireOperation, status: WireOperation['Status'], at: number): WireOperation => ({
  ...operation,
  Status: status,
  EndTimestamp: instantOf(at),
});

const begun = (update: OperationUpdate, operation: WireOperation, occasion: Occasion): Tracked => {
  const { now, waitPace } = occasion;
  switch (update.Type) {
    case 'STEP':
      return { operation: { ...operation, StepDetails: { Attempt: 0, ...operation.StepDetails } } };
    case 'CONTEXT':
      return { operation: { ...operation, ContextDetails: {} } };
    case 'WAIT': {
      const due = now + Math.ceil(((update.WaitOptions?.WaitSeconds ?? 0) * 1000) / waitPace);
      return { operation: { ...operation, WaitDetails: { ScheduledEndTimestamp: instantOf(due) } }, due };
    }
    case 'CALLBACK': {
      // The service reads 0 as "no time-out".
      const [timeout, beat] = [
        update.CallbackOptions?.TimeoutSeconds || undefined,
        update.CallbackOptions?.HeartbeatTimeoutSeconds || undefined,
      ];
      const timesOutAt = timeout === undefined ? undefined : now + timeout * 1000;
      const beatMs = beat === undefined ? undefined : beat * 1000;
      const id = occasion.callbackId();
      const due = first(timesOutAt, beatMs === undefined ? undefined : now + beatMs);
      return { operation: { ...operation, CallbackDetails: { CallbackId: id } }, due, callback: { id, timesOutAt, beatMs } };
    }
    default:
      return { operation };
  }
};

const closed = (update: OperationUpdate, operation: WireOperation, now: number): WireOperation => {
  const over = ended(operation, update.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED', now);
  const said = { Result: update.Payload, Error: update.Error };
  if (update.Type === 'STEP') return { ...over, StepDetails: { Attempt: (operation.StepDetails?.Attempt ?? 0) + 1, ...said } };
  return { ...over, ContextDetails: { ...said, ReplayChildren: update.ContextOptions?.ReplayChildren } };
};

/** One update of the SDK, already found legal. */
export const applied = (update: OperationUpdate, before: WireOperation | undefined, occasion: Occasion): Tracked => {
  const { now, waitPace } = occasion;
  const { Id, ParentId, Name, Type, SubType } = update;
  const operation: WireOperation = before ?? { Id, ParentId, Name, Type, SubType, StartTimestamp: instantOf(now), Status: 'STARTED' };
  switch (update.Action) {
    case 'START':
      return begun(update, { ...operation, Status: 'STARTED' }, occasion);
    case 'RETRY': {
      const due = now + Math.ceil(((update.StepOptions?.NextAttemptDelaySeconds ?? 0) * 1000) / waitPace);
      const Attempt = (operation.StepDetails?.Attempt ?? 0) + 1;
      const StepDetails = { Attempt, NextAttemptTimestamp: instantOf(due), Result: update.Payload, Error: update.Error };
      return { operation: { ...operation, Status: 'PENDING', StepDetails }, due };
    }
    case 'CANCEL':
      return { operation: ended(operation, 'CANCELLED', now) };
    default:
      return { operation: closed(update, operation, now) };
  }
};

/** Its time has come. The end is when it was due, not when somebody looked. */
export const elapsed = ({ operation, due, callback }: Tracked, now: number): Tracked => {
  const at = due ?? now;
  if (operation.Type === 'WAIT') return { operation: ended(operation, 'SUCCEEDED', at) };
  if (operation.Type === 'STEP') return { operation: { ...operation, Status: 'READY' } };
  const ErrorMessage = due === callback?.timesOutAt ? 'Callback timed out' : 'Callback timed out on heartbeat';
  const CallbackDetails = { ...operation.CallbackDetails, Error: { ErrorMessage } };
  return { operation: { ...ended(operation, 'TIMED_OUT', at), CallbackDetails } };
};

/** Somebody outside answered a callback. */
export const answered = ({ operation }: Tracked, outcome: Outcome, now: number): Tracked => {
  const said = 'error' in outcome ? { Error: outcome.error } : { Result: outcome.result };
  const over = ended(operation, 'error' in outcome ? 'FAILED' : 'SUCCEEDED', now);
  return { operation: { ...over, CallbackDetails: { ...operation.CallbackDetails, ...said } } };
};

/** A sign of life moves the next due instant, never past the overall time-out. */
export const alive = (tracked: Tracked, now: number): Tracked => {
  const { timesOutAt, beatMs = 0 } = tracked.callback ?? {};
  return { ...tracked, due: first(timesOutAt, now + beatMs) };
};

/** The callee of a chained invoke ended. */
export const returned = ({ operation }: Tracked, status: WireOperation['Status'], outcome: Outcome, now: number): Tracked => {
  const details = 'error' in outcome ? { Error: outcome.error } : { Result: outcome.result };
  return { operation: { ...ended(operation, status, now), ChainedInvokeDetails: details } };
};

/** Something outside the code must happen first. A running step or context is the code itself. */
export const isWaiting = ({ Type, Status }: WireOperation): boolean =>
  Type === 'STEP' ? Status === 'PENDING' || Status === 'READY' : Type !== 'EXECUTION' && Type !== 'CONTEXT' && Status === 'STARTED';
