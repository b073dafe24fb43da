import { DatabaseSync } from 'node:sqlite';
import { withDurableExecution, type DurableContext } from '@aws/durable-execution-sdk-js';
import { virtualClock, type VirtualClock } from '../../../adapters/clock.ts';
import type { DurableHost, DurableHostOptions } from '../../../adapters/durable-host/api.ts';
import type { Execution } from '../../../adapters/durable-host/execution.ts';
import type { LambdaContext, LambdaFunction } from '../../../adapters/durable-host/functions.ts';
import { createDurableHost } from '../../../adapters/durable-host/host.ts';

export const START = Date.parse('2026-11-20T03:00:00.000Z');
export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

type Body = (event: Event, context: DurableContext) => Promise<unknown>;
/** What the tests send. */
export interface Event {
  readonly n: number;
}
export const durable = (body: Body, executionTimeoutSeconds = 31_622_400): LambdaFunction => ({
  kind: 'durable',
  handler: withDurableExecution(body),
  executionTimeoutSeconds,
});
export const plain = (handler: (event: Event, context: LambdaContext) => unknown, timeoutSeconds = 900): LambdaFunction => ({
  kind: 'plain',
  handler: (event, context) => handler(event as Event, context),
  timeoutSeconds,
});

export interface Bench {
  readonly clock: VirtualClock;
  readonly host: DurableHost;
  /** Starts it and lets time pass until it ends. */
  readonly run: (reference: string, input?: unknown, name?: string) => Promise<Execution>;
}
type Functions = Readonly<Record<string, LambdaFunction | Readonly<Record<string, LambdaFunction>>>>;
const isFunction = (value: Functions[string]): value is LambdaFunction => 'kind' in value && typeof value.kind === 'string';

const open: DurableHost[] = [];
/** Version 1 of every function, unless it says its versions; in memory, virtual time. */
export const bench = (functions: Functions, options: Partial<DurableHostOptions> = {}, aliases: Record<string, string> = {}): Bench => {
  const clock = virtualClock(START);
  const versions = Object.fromEntries(Object.entries(functions).map(([name, value]) => [name, isFunction(value) ? { 1: value } : value]));
  const host = createDurableHost({ database: new DatabaseSync(':memory:'), clock, functions: { versions, aliases }, ...options });
  open.push(host);
  return { clock, host, run: (reference, input = {}, name) => clock.during(host.start(reference, input, name).done) };
};
export const closeAll = (): void => {
  for (const host of open.splice(0)) host.close();
};

export const resultOf = ({ status, result, error }: Execution): unknown => {
  if (status !== 'SUCCEEDED' || result === null) throw new Error(`${status}: ${error}`);
  return JSON.parse(result);
};
export const errorText = ({ status, error }: Execution): string => {
  const { ErrorType = '', ErrorMessage = '' } = JSON.parse(error ?? '{}') as Record<string, string>;
  return `${status} ${ErrorType}: ${ErrorMessage}`;
};
export const once = { retryStrategy: () => ({ shouldRetry: false }) };
export const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
export const message = (thrown: unknown) => (thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
