import { InvokeCommand, SendDurableExecutionCallbackSuccessCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Runs } from '../engine/ports.ts';

/** A name that ran before: the same payload finds the same execution, another payload is refused by Lambda. */
const ALREADY = new Set(['DurableExecutionAlreadyStartedException']);
/** Answered, timed out, or its execution has ended: in each case there is nobody left to wake. */
const CLOSED = new Set(['CallbackTimeoutException', 'ResourceNotFoundException', 'InvalidParameterValueException']);
const named = (thrown: unknown, names: ReadonlySet<string>): boolean => thrown instanceof Error && names.has(thrown.name);

/** Durable executions of the run function, by alias: an alias keeps in-flight runs on the version they started with. */
export const lambdaRuns = (client: LambdaClient, functionName: string, alias: string): Runs => ({
  start: async (input) => {
    try {
      await client.send(new InvokeCommand({ FunctionName: functionName, Qualifier: alias, InvocationType: 'Event', DurableExecutionName: input.runId, Payload: Buffer.from(JSON.stringify(input)) }));
      return 'started';
    } catch (thrown) {
      if (named(thrown, ALREADY)) return 'already';
      throw thrown;
    }
  },
  answer: async (callbackId, value) => {
    try {
      await client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId: callbackId, Result: Buffer.from(JSON.stringify(value)) }));
      return 'answered';
    } catch (thrown) {
      if (named(thrown, CLOSED)) return 'already';
      throw thrown;
    }
  },
});
