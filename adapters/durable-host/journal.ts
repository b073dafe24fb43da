import type { ErrorObject, OperationUpdate, WireOperation } from '@aws/durable-execution-sdk-js';
import { instantOf } from '../../core/time.ts';
import type { Ending, Execution } from './execution.ts';
import { resolve, type Callee, type Registry } from './functions.ts';
import { admitted, Refused, type Limits } from './limits.ts';
import { applied, elapsed, returned, type Outcome, type Tracked } from './operation.ts';
import type { Store } from './store.ts';
import { illegal } from './transitions.ts';

export interface JournalParts {
  readonly store: Store;
  readonly functions: Registry;
  readonly limits: Limits;
  readonly now: () => number;
  readonly waitPace: number;
  readonly newId: () => string;
  /** A new execution belongs to this host at once: nobody else starts it in between. */
  readonly lease: () => { readonly owner: string; readonly until: number };
}
interface Caller {
  readonly arn: string;
  readonly operationId: string;
}

const PLAIN_TIMEOUT_SECONDS = 900;

/** What happens to executions and operations. Every function here runs inside one `store.commit` of its caller. */
export const createJournal = ({ store, functions, limits, now, waitPace, newId, lease }: JournalParts) => {
  const begin = ({ name: functionName, version, code }: Callee, name: string, input: string, caller?: Caller): string => {
    const durable = code.kind === 'durable';
    const seconds = durable ? (code.executionTimeoutSeconds ?? limits.waitSeconds) : (code.timeoutSeconds ?? PLAIN_TIMEOUT_SECONDS);
    const arn = `arn:aws:lambda:local:000000000000:function:${functionName}:${version}/${durable ? 'durable-execution' : 'invocation'}/${name}/${newId()}`;
    const [startedAt, expiresAt] = [now(), now() + seconds * 1000];
    const { owner, until } = lease();
    const [parent, parentOperation] = [caller?.arn ?? null, caller?.operationId ?? null];
    store.insert({ arn, kind: code.kind, functionName, version, name, input, startedAt, expiresAt, parent, parentOperation }, owner, until);
    if (durable) {
      const Id = newId();
      const StartTimestamp = instantOf(startedAt);
      store.put(arn, {
        operation: { Id, Type: 'EXECUTION', Status: 'STARTED', StartTimestamp, ExecutionDetails: { InputPayload: input } },
      });
    }
    return arn;
  };

  /** The caller's operation ends in the same transaction as its callee. False: somebody else ended it first. */
  const finish = (execution: Execution, ending: Ending): boolean => {
    if (!store.finish(execution.arn, ending, now())) return false;
    const { parent, parentOperation } = execution;
    const invoke = parent === null || parentOperation === null ? undefined : store.operation(parent, parentOperation);
    if (invoke?.operation.Status === 'STARTED') {
      const outcome: Outcome = ending.error === undefined ? { result: ending.result } : { error: ending.error };
      store.put(invoke.arn, returned(invoke, ending.status, outcome, now()));
    }
    return true;
  };

  /** Everything of this execution whose time has come. */
  const elapse = (arn: string): void => {
    for (const tracked of store.due(arn, now())) store.put(arn, elapsed(tracked, now()));
  };

  const invoked = (execution: Execution, update: OperationUpdate, tracked: Tracked): { tracked: Tracked; child?: string } => {
    const callee = resolve(update.ChainedInvokeOptions?.FunctionName ?? '', functions);
    if (callee.kind === 'refused') {
      const error: ErrorObject = { ErrorType: callee.type, ErrorMessage: callee.message };
      return { tracked: returned(tracked, 'FAILED', { error }, now()) };
    }
    const operationId = update.Id ?? '';
    const child = begin(callee, `${execution.name}-${operationId}`, update.Payload ?? '{}', { arn: execution.arn, operationId });
    return { tracked, child };
  };

  /** Answers the callee that this update started: no crash can separate the two, because they are one transaction. */
  const apply = (execution: Execution, update: OperationUpdate): string | undefined => {
    if (update.Type === 'EXECUTION') {
      // The SDK stores a result over 6 MB this way, and then answers with an empty one.
      const status = update.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED';
      finish(execution, { status, result: update.Payload, error: update.Error });
      return undefined;
    }
    const before = store.operation(execution.arn, update.Id ?? '')?.operation;
    const parent = update.ParentId === undefined ? undefined : (store.operation(execution.arn, update.ParentId)?.operation ?? null);
    const problem = illegal(update, before, parent);
    if (problem !== undefined) throw new Refused(problem);
    const tracked = applied(update, before, { now: now(), waitPace, callbackId: () => `cb-${newId()}` });
    const chained = update.Type === 'CHAINED_INVOKE' && update.Action === 'START';
    const outcome: { tracked: Tracked; child?: string } = chained ? invoked(execution, update, tracked) : { tracked };
    store.put(execution.arn, outcome.tracked);
    return outcome.child;
  };

  /** Operations, bytes and callees of one checkpoint. Throws `Refused` beyond a limit, and nothing of it is kept. */
  const applyAll = (execution: Execution, updates: readonly OperationUpdate[]) => {
    let { operations, bytes } = execution;
    const children: string[] = [];
    for (const update of updates) {
      bytes += admitted(update, limits);
      if (bytes > limits.totalBytes) throw new Refused(`execution wrote more than ${limits.totalBytes} bytes`);
      const isNew = update.Type !== 'EXECUTION' && store.operation(execution.arn, update.Id ?? '') === undefined;
      if (isNew) operations += 1;
      if (operations > limits.operations) throw new Refused(`execution exceeds ${limits.operations} durable operations`);
      const child = apply(execution, update);
      if (child !== undefined) children.push(child);
    }
    return { operations, bytes, children };
  };

  return { begin, finish, elapse, applyAll };
};
export type Journal = ReturnType<typeof createJournal>;

/** What an invocation sees: the children of finished contexts are left out, unless the context asked to keep them. As the service does. */
export const visible = (operations: readonly WireOperation[]): WireOperation[] => {
  const byId = new Map(operations.map((operation) => [operation.Id, operation]));
  const hidden = new Set<string | undefined>();
  return operations.filter((operation) => {
    const parent = operation.ParentId === undefined ? undefined : byId.get(operation.ParentId);
    const over = parent?.Type === 'CONTEXT' && (parent.Status === 'SUCCEEDED' || parent.Status === 'FAILED');
    const hide = (over && !parent.ContextDetails?.ReplayChildren) || (parent !== undefined && hidden.has(parent.Id));
    if (hide) hidden.add(operation.Id);
    return !hide;
  });
};
