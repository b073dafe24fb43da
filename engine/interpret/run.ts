import { StepError, type DurableContext } from '@aws/durable-execution-sdk-js';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { endRun } from './end.ts';
import { runHouse } from './house.ts';
import { itemsOfTurn } from './items.ts';
import { loadRun, type Loaded, type Turns } from './order.ts';
import type { Outcome } from './outcome.ts';
import { walk } from './walk.ts';

export interface RunOutcome {
  readonly status: 'completed' | 'failed' | 'aborted';
  readonly because: string;
}
const DONE: RunOutcome = { status: 'completed', because: 'every step is done or was passed over' };

const endOf = (outcome: Outcome): RunOutcome => {
  if (outcome.kind === 'aborted') return { status: 'aborted', because: outcome.because };
  return outcome.kind === 'failed' ? { status: 'failed', because: outcome.because } : DONE;
};

/** One item after the other; one that fails does not keep the others from their turn. */
const walkTurns = async (
  ctx: DurableContext,
  desk: Desk,
  input: RunInput,
  items: Extract<Loaded, { kind: 'loaded' }>['items'],
  { path, from, to }: Turns,
): Promise<RunOutcome> => {
  const failures: string[] = [];
  for (let index = from; index < to; index += 1) {
    const outcome = await walk(ctx, desk, input, itemsOfTurn({ path, items }, index));
    if (outcome.kind === 'aborted') return { status: 'aborted', because: outcome.because };
    if (outcome.kind === 'failed') failures.push(outcome.because);
  }
  return failures.length === 0 ? DONE : { status: 'failed', because: failures.join('; ') };
};

const carryOutRun = async (ctx: DurableContext, desk: Desk, input: RunInput): Promise<RunOutcome> => {
  const loaded: Loaded = await ctx.step('load', () => loadRun(desk, input));
  if (loaded.kind === 'refused') return { status: 'failed', because: loaded.because };
  if (loaded.kind === 'house') return runHouse(ctx, desk, input, loaded.path);
  if (loaded.turns !== undefined) return walkTurns(ctx, desk, input, loaded.items, loaded.turns);
  return endOf(await walk(ctx, desk, input, loaded.items));
};

/**
 * The one interpreter, written against AWS's durable SDK and nothing else, here and in Lambda. Nothing survives in closures: what a step
 * needs it reads from the ledger. Containment is not compensated on failure: the run stops and holds (design §3.1).
 */
export const interpret =
  (desk: Desk) =>
  async (input: RunInput, ctx: DurableContext): Promise<RunOutcome> => {
    const outcome = await carryOutRun(ctx, desk, input).catch((thrown: unknown): RunOutcome => {
      if (thrown instanceof StepError) return { status: 'failed', because: `a step of Cordon itself failed: ${thrown.message}` };
      throw thrown;
    });
    await ctx.step('end', () => endRun(desk, input, outcome.status, outcome.because));
    return outcome;
  };
