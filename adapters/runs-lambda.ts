import { InvokeCommand, SendDurableExecutionCallbackSuccessCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Runs } from '../engine/ports.ts';

/** The name ran before with another payload. With the same one Lambda answers as if it had just been started. */
const ALREADY = new Set(['DurableExecutionAlreadyStartedException']);
/**
 * Answered, timed out, or its execution has ended: in each case there is nobody left to wake. An id that is none at all comes from a
 * forged fact and is no reason to stop the feed.
 * https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackSuccess.html
 */
const CLOSED = new Set(['CallbackTimeoutException', 'ResourceNotFoundException', 'InvalidParameterValueException']);
const named = (thrown: unknown, names: ReadonlySet<string>): boolean => thrown instanceof Error && names.has(thrown.name);

/** Durable executions of the run function, by alias: an alias keeps in-flight runs on the version they started with. */
export const lambdaRuns = (client: LambdaClient, functionName: string, alias: string): Runs => ({
  start: async ({ runId, incidentId }) => {
    try {
      await client.send(
        new InvokeCommand({
          FunctionName: functionName,
          Qualifier: alias,
          InvocationType: 'Event',
          DurableExecutionName: runId,
          // Byte for byte the same each time: another payload under a known name is refused.
          Payload: Buffer.from(JSON.stringify({ runId, incidentId })),
        }),
      );
      return 'started';
    } catch (thrown) {
      if (named(thrown, ALREADY)) return 'already';
      throw thrown;
    }
  },
  answer: async (callbackId, value) => {
    try {
      await client.send(
        new SendDurableExecutionCallbackSuccessCommand({ CallbackId: callbackId, Result: Buffer.from(JSON.stringify(value)) }),
      );
      return 'answered';
    } catch (thrown) {
      if (named(thrown, CLOSED)) return 'already';
      throw thrown;
    }
  },
});
