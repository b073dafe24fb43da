import { instantOf, type Instant } from '../../core/time.ts';
import type { Journal } from './journal.ts';
import { bytesOf, Refused, type Limits } from './limits.ts';
import { alive, answered, type Outcome } from './operation.ts';
import type { Kept, Store } from './store.ts';

/** `already`: it was answered, timed out, or its execution has ended. */
export type CallbackAnswer = 'answered' | 'already' | 'unknown';

export interface PendingCallback {
  readonly id: string;
  /** The name of `waitForCallback` or `createCallback`. */
  readonly name: string | undefined;
  readonly until: Instant | undefined;
}
export interface PendingExecution {
  readonly arn: string;
  readonly name: string;
  readonly callbacks: readonly PendingCallback[];
}
export interface CallbacksParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly limits: Limits;
  readonly now: () => number;
  readonly wake: (arn: string) => void;
}

/** What the world outside may do to an execution. */
export const createCallbacks = ({ store, journal, limits, now, wake }: CallbacksParts) => {
  /** What is due happens first: an answer after the deadline is late, even when nobody has looked at the clock yet. */
  const change = (label: string, callbackId: string, act: (kept: Kept) => void): CallbackAnswer => {
    const known = store.callback(callbackId);
    if (known === undefined) return 'unknown';
    const answer = store.commit(label, () => {
      if (store.execution(known.arn)?.status !== 'RUNNING') return 'already';
      journal.elapse(known.arn);
      const kept = store.callback(callbackId);
      if (kept?.operation.Status !== 'STARTED') return 'already';
      act(kept);
      return 'answered';
    });
    wake(known.arn);
    return answer;
  };

  const complete = (callbackId: string, outcome: Outcome): CallbackAnswer => {
    const size = 'error' in outcome ? bytesOf(JSON.stringify(outcome.error)) : bytesOf(outcome.result);
    if (size > limits.payloadBytes) throw new Refused(`callback result exceeds ${limits.payloadBytes} bytes`);
    return change('callback', callbackId, (kept) => store.put(kept.arn, answered(kept, outcome, now())));
  };

  const heartbeat = (callbackId: string): CallbackAnswer =>
    change('heartbeat', callbackId, (kept) => kept.callback?.beatMs !== undefined && store.put(kept.arn, alive(kept, now())));

  const described = ({ arn, operation, callback }: Kept): PendingCallback => {
    // waitForCallback names its context; the callback inside has no name of its own.
    const parent = operation.ParentId === undefined ? undefined : store.operation(arn, operation.ParentId)?.operation;
    const until = callback?.timesOutAt === undefined ? undefined : instantOf(callback.timesOutAt);
    return { id: callback?.id ?? '', name: operation.Name ?? parent?.Name, until };
  };

  const pending = (): readonly PendingExecution[] => {
    const byArn = Map.groupBy(store.openCallbacks(), ({ arn }) => arn);
    return [...byArn].map(([arn, open]) => ({ arn, name: store.execution(arn)?.name ?? '', callbacks: open.map(described) }));
  };

  return { complete, heartbeat, pending };
};
