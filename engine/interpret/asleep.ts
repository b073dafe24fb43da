import { CallbackTimeoutError, type DurableContext } from '@aws/durable-execution-sdk-js';
import { record } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';

/** Sleeps until somebody answers the callback that `submit` is told, or until the time is over; says whether it was somebody. */
export const isWoken = async (
  ctx: DurableContext,
  name: string,
  submit: (callbackId: string) => Promise<void>,
  seconds: number,
): Promise<boolean> => {
  try {
    await ctx.waitForCallback(name, submit, { timeout: { seconds } });
    return true;
  } catch (thrown) {
    if (thrown instanceof CallbackTimeoutError) return false;
    throw thrown;
  }
};

/** Sleeps at a place of a run. Being woken decides nothing: the run looks at the ledger. */
export const sleepUntilWoken = async (
  ctx: DurableContext,
  desk: Desk,
  { runId, incidentId }: RunInput,
  { path, name, seconds }: { readonly path: string; readonly name: string; readonly seconds: number },
): Promise<void> => {
  const submit = (callbackId: string): Promise<void> =>
    record(desk, incidentId, [
      { id: `${runId}:${name}:waiting`, type: 'run.waiting', actor: { kind: 'run', id: runId }, data: { runId, path, callbackId } },
    ]);
  await isWoken(ctx, name, submit, seconds);
};
