import type { DatabaseSync } from 'node:sqlite';
import type { ErrorObject, WireOperation } from '@aws/durable-execution-sdk-js';
import type { Timeline } from '../clock.ts';
import type { Hook } from '../sqlite.ts';
import type { CallbackAnswer, PendingExecution } from './callbacks.ts';
import type { Execution } from './execution.ts';
import type { Registry } from './functions.ts';
import type { Limits } from './limits.ts';

export interface DurableHostOptions {
  /** A file that this host opens and closes, or a connection that its owner closes later. */
  readonly database: DatabaseSync | string;
  readonly functions: Registry;
  /** Default: real time. */
  readonly clock?: Timeline;
  /** Waits and step retry delays are divided by it; callback time-outs are not. Default 1. */
  readonly waitPace?: number;
  readonly limits?: Partial<Limits>;
  /** How long a silent host keeps its executions, in real time. Default 10,000. */
  readonly leaseMs?: number;
  /** How often we look whether another process wrote, in real time. Default 200. */
  readonly pollMs?: number;
  /** Operations in the first page of an invocation's state. Default 100. */
  readonly pageSize?: number;
  /** Lambda's 15 minutes, in real time. Default 900,000. */
  readonly invocationTimeoutMs?: number;
  /** False when hosts share the file but not their process numbers, as containers do. Default true. */
  readonly sharedMachine?: boolean;
  readonly newId?: () => string;
  readonly hook?: Hook;
  /** A bug in the host or a broken disk. Default: ends the process; the next one recovers. */
  readonly onFailure?: (arn: string, thrown: unknown) => void;
}
export interface Started {
  readonly arn: string;
  readonly already: boolean;
  readonly done: Promise<Execution>;
}
export interface DurableHost {
  /** Once per name: the same name and input again is the same execution. Throws for another input, an unknown function, an input over 1 MB. */
  start(reference: string, input: unknown, name?: string): Started;
  /** Resumes every unfinished execution, and from then on those whose host disappears. Call once, after opening. */
  recover(): { readonly resumed: readonly Started[]; readonly withoutCode: readonly Execution[] };
  complete(callbackId: string, outcome: { readonly result: string } | { readonly error: ErrorObject }): CallbackAnswer;
  heartbeat(callbackId: string): CallbackAnswer;
  /** At once; the step that runs finishes its side effect, and nothing after it runs. Nothing is undone. False: it had ended. */
  stop(arn: string, error?: ErrorObject): boolean;
  get(arn: string): Execution | undefined;
  byName(functionName: string, name: string): Execution | undefined;
  /** In the order they started. */
  operations(arn: string): readonly WireOperation[];
  pending(): readonly PendingExecution[];
  /** The latest instant in the file: a virtual clock that takes over must not start before it. */
  latest(): number | undefined;
  close(): void;
}
