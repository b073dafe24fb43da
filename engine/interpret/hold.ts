import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { record } from '../append.ts';
import type { Desk } from '../desk.ts';
import { haltOf } from '../house.ts';
import type { RunInput } from '../ports.ts';
import { isWoken } from './asleep.ts';

/** Being woken is quick; this is how late it is noticed if nobody is told. Default six hours. */
const LOOK_SECONDS = 21_600;
/** Two months of looks. Then a person must order it anew: what was agreed to is too old. */
const MOST_LOOKS = 240;

/**
 * Waits until the house goes on. Nothing fails because somebody pressed stop: the run stays where it is, keeps what it holds, and goes on with
 * the same step afterwards. Answers whether it may.
 */
export const heldUntilResumed = async (
  ctx: DurableContext,
  desk: Desk,
  { run, path }: { readonly run: RunInput; readonly path: string },
  name: string,
): Promise<boolean> => {
  const actor = { kind: 'run', id: run.runId } as const;
  for (let look = 1; look <= MOST_LOOKS; look += 1) {
    const id = `${run.runId}:${name}:held:${look}`;
    const submit = (callbackId: string): Promise<void> =>
      record(desk, run.incidentId, [{ id, type: 'run.held', actor, data: { runId: run.runId, path, callbackId } }]);
    await isWoken(ctx, `${name}:held.${look}`, submit, LOOK_SECONDS);
    const free = await ctx.step(`${name}:held-look.${look}`, async () => {
      if ((await haltOf(desk)) !== undefined) return false;
      await record(desk, run.incidentId, [{ id: `${id}:freed`, type: 'run.freed', actor, data: { runId: run.runId, path } }]);
      return true;
    });
    if (free) return true;
  }
  return false;
};
