import type { ErrorObject } from '@aws/durable-execution-sdk-js';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'STOPPED';

/** One durable execution, or one invocation of a plain function by one. Instants in milliseconds since 1970; result and error as JSON text. */
export interface Execution {
  readonly arn: string;
  readonly kind: 'durable' | 'plain';
  readonly functionName: string;
  readonly version: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly result: string | null;
  readonly error: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly expiresAt: number;
  /** The execution and the operation that invoked it. */
  readonly parent: string | null;
  readonly parentOperation: string | null;
  /** `pid:uuid` of the host that drives it, until `lease` (real time, whatever the host's clock is). */
  readonly owner: string | null;
  readonly lease: number;
  /** Changes with every invocation and every checkpoint: who holds an old one is refused. */
  readonly token: string | null;
  readonly operations: number;
  readonly bytes: number;
  /** Invocations that have failed since the last checkpoint. */
  readonly attempts: number;
}
export type NewExecution = Pick<
  Execution,
  'arn' | 'kind' | 'functionName' | 'version' | 'name' | 'input' | 'startedAt' | 'expiresAt' | 'parent' | 'parentOperation'
>;
export interface Ending {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly result?: string | undefined;
  readonly error?: ErrorObject | undefined;
}

export const errorOf = (thrown: unknown): ErrorObject =>
  thrown instanceof Error
    ? {
        ErrorType: thrown.name,
        ErrorMessage: thrown.message,
        StackTrace: thrown.stack
          ?.split('\n')
          .slice(1)
          .map((line) => line.trim()),
      }
    : { ErrorMessage: String(thrown) };
