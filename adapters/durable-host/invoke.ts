import type { DurableExecutionInvocationOutput, ErrorObject } from '@aws/durable-execution-sdk-js';
import type { Timeline } from '../clock.ts';
import { createClient, page, type ClientParts } from './client.ts';
import { errorOf, type Ending, type Execution } from './execution.ts';
import type { LambdaContext, LambdaFunction } from './functions.ts';
import { visible } from './journal.ts';
import { bytesOf, type Limits } from './limits.ts';
import { invocationEvent } from './sdk.ts';

/** What one run of the code came to. `gone`: the execution ended meanwhile; the code's own answer is late and counts for nothing. */
export type Answer =
  | { readonly kind: 'ended'; readonly ending: Ending }
  | { readonly kind: 'pending' }
  | { readonly kind: 'crashed'; readonly error: ErrorObject }
  | { readonly kind: 'gone' };

export interface InvokeParts extends ClientParts {
  readonly timeline: Timeline;
  readonly limits: Limits;
  readonly pageSize: number;
  readonly invocationTimeoutMs: number;
  readonly expire: (execution: Execution) => void;
}

const DEADLINE_MS = 900_000;
const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

const checked = (output: DurableExecutionInvocationOutput, limits: Limits): Answer => {
  if (output.Status === 'PENDING') return { kind: 'pending' };
  if (output.Status === 'FAILED') return { kind: 'ended', ending: { status: 'FAILED', error: output.Error } };
  // From 1 to 6 MB the result comes with the answer and never passes a checkpoint.
  if (bytesOf(output.Result) <= limits.executionBytes) return { kind: 'ended', ending: { status: 'SUCCEEDED', result: output.Result } };
  const error = { ErrorType: 'InvalidParameterValueException', ErrorMessage: `execution result exceeds ${limits.executionBytes} bytes` };
  return { kind: 'ended', ending: { status: 'FAILED', error } };
};

const plainAnswer = (value: unknown, limits: Limits): Answer => {
  // A function that returns nothing answers `null`, as Lambda's payload does.
  const result = JSON.stringify(value) ?? 'null';
  if (bytesOf(result) <= limits.payloadBytes) return { kind: 'ended', ending: { status: 'SUCCEEDED', result } };
  const ErrorMessage = `Response payload size (${bytesOf(result)} bytes) exceeded maximum allowed payload size (${limits.payloadBytes} bytes).`;
  return { kind: 'ended', ending: { status: 'FAILED', error: { ErrorType: 'Function.ResponseSizeTooLarge', ErrorMessage } } };
};

export const createInvoke = (parts: InvokeParts) => {
  const { store, journal, timeline, limits } = parts;
  const running = new Map<string, () => void>();

  const contextOf = ({ kind, arn, functionName, version }: Execution): LambdaContext => {
    const start = Date.now();
    // The SDK asks again and again whether a wait is over while it has time left. On a clock that stands still meanwhile it never is.
    const deadlineMs = kind === 'durable' && timeline.standsStill ? 0 : DEADLINE_MS;
    return {
      awsRequestId: parts.newId(),
      functionName,
      functionVersion: version,
      invokedFunctionArn: arn.split('/')[0] ?? arn,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - (Date.now() - start)),
    };
  };

  /** The code, against the end of its execution and against Lambda's own deadline. */
  const race = async (execution: Execution, work: () => Promise<Answer>): Promise<Answer> => {
    const cancel = timeline.schedule(execution.expiresAt, () => parts.expire(execution));
    let deadline: NodeJS.Timeout | undefined;
    const late = new Promise<Answer>((_, reject) => {
      deadline = setTimeout(() => reject(named('Sandbox.Timedout', 'invocation timed out')), parts.invocationTimeoutMs);
    });
    const gone = new Promise<Answer>((resolve) => running.set(execution.arn, () => resolve({ kind: 'gone' })));
    try {
      return await Promise.race([work(), gone, late]);
    } catch (thrown) {
      return { kind: 'crashed', error: errorOf(thrown) };
    } finally {
      cancel();
      clearTimeout(deadline);
      running.delete(execution.arn);
    }
  };

  const durable = (execution: Execution, handler: Extract<LambdaFunction, { kind: 'durable' }>['handler']): Promise<Answer> => {
    const { arn } = execution;
    const token = parts.newId();
    const updated = store.commit('invocation', () => {
      journal.elapse(arn);
      store.attempt(arn, token, execution.attempts + 1);
      return store.takeDirty(arn).map(({ Id }) => Id ?? '');
    });
    const state = visible(store.operations(arn));
    const input = {
      DurableExecutionArn: arn,
      CheckpointToken: token,
      UpdatedOperationIds: updated,
      InitialExecutionState: page(state, 0, parts.pageSize),
    };
    const event = invocationEvent(input, createClient(parts, arn, state));
    // `Context` of @types/aws-lambda has dead callback members that no Node 24 runtime fills.
    return race(execution, async () => checked(await handler(event, contextOf(execution)), limits));
  };

  const plain = async (execution: Execution, handler: Extract<LambdaFunction, { kind: 'plain' }>['handler']): Promise<Answer> => {
    const answer = await race(execution, async () => plainAnswer(await handler(JSON.parse(execution.input), contextOf(execution)), limits));
    // A plain function is not retried: invoke fails fast.
    return answer.kind === 'crashed' ? { kind: 'ended', ending: { status: 'FAILED', error: answer.error } } : answer;
  };

  return {
    invoke: (execution: Execution, code: LambdaFunction): Promise<Answer> =>
      code.kind === 'plain' ? plain(execution, code.handler) : durable(execution, code.handler),
    /** The execution ended: nobody waits for its code any longer. */
    abandon: (arn: string): void => running.get(arn)?.(),
    running: (): readonly string[] => [...running.keys()],
  };
};
