import {
  DurableExecutionClientError,
  type CheckpointDurableExecutionRequest,
  type DurableExecutionClient,
  type WireOperation,
} from '@aws/durable-execution-sdk-js';
import { errorOf, type Execution } from './execution.ts';
import type { Journal } from './journal.ts';
import type { Store } from './store.ts';

export interface ClientParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly owner: string;
  readonly now: () => number;
  readonly newId: () => string;
  readonly isClosed: () => boolean;
  /** Callees that a checkpoint started. */
  readonly begun: (arns: readonly string[]) => void;
  readonly ended: (execution: Execution) => void;
}
/** What the service answers when asked for more; its own default is not documented. */
const MOST_PER_PAGE = 1000;

export const page = (operations: readonly WireOperation[], from: number, size: number) => {
  const next = from + size;
  return { Operations: operations.slice(from, next), NextMarker: next < operations.length ? String(next) : undefined };
};

/** The SDK's port to its backend, for one invocation of one execution. `state` is what the invocation started from. */
export const createClient = (parts: ClientParts, arn: string, state: readonly WireOperation[]): DurableExecutionClient => {
  const { store, journal, owner, now } = parts;

  /** The fence: an old token, a lease that went elsewhere or an ended execution may write nothing. */
  const current = (token: string | undefined): Execution => {
    const execution = parts.isClosed() ? undefined : store.execution(arn);
    if (execution?.status !== 'RUNNING' || execution.token !== token || execution.owner !== owner)
      throw new DurableExecutionClientError('Invalid Checkpoint Token', { scope: 'INVOCATION' });
    if (execution.expiresAt <= now()) throw new DurableExecutionClientError('execution timed out', { scope: 'INVOCATION' });
    return execution;
  };

  const write = (request: CheckpointDurableExecutionRequest, token: string) =>
    store.commit('checkpoint', () => {
      const execution = current(request.CheckpointToken);
      journal.elapse(arn);
      const { operations, bytes, children } = journal.applyAll(execution, request.Updates ?? []);
      const ended = store.execution(arn)?.status !== 'RUNNING';
      if (!ended) store.advance(arn, token, operations, bytes);
      return { execution, children, ended, changed: store.takeDirty(arn) };
    });

  /** SDK 2.4.0 waits for ever when a result that it checkpoints is refused: the execution has to end here. */
  const endRefused = (request: CheckpointDurableExecutionRequest, thrown: unknown): void => {
    const final = request.Updates?.some(({ Type }) => Type === 'EXECUTION') ?? false;
    const execution = store.execution(arn);
    if (!final || execution === undefined || !(thrown instanceof DurableExecutionClientError) || thrown.scope !== 'EXECUTION') return;
    if (store.commit('finish', () => journal.finish(execution, { status: 'FAILED', error: errorOf(thrown) }))) parts.ended(execution);
  };

  return {
    getExecutionState: async ({ CheckpointToken, Marker, MaxItems }) => {
      current(CheckpointToken);
      return page(state, Number(Marker ?? 0), Math.min(MaxItems || MOST_PER_PAGE, MOST_PER_PAGE));
    },
    checkpoint: async (request) => {
      const token = parts.newId();
      try {
        const { execution, children, ended, changed } = write(request, token);
        parts.begun(children);
        if (ended) parts.ended(execution);
        // One page: SDK 2.4.0 ignores a NextMarker in this answer.
        return { CheckpointToken: token, NewExecutionState: { Operations: changed } };
      } catch (thrown) {
        endRefused(request, thrown);
        throw thrown;
      }
    },
  };
};
