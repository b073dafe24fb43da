import type { DurableContext } from '@aws/durable-execution-sdk-js';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { beginBlock, blockOf, endBlock } from './block.ts';
import { filled, textOf } from './input.ts';
import type { AbortItem, WaitItem } from './items.ts';
import { passOver, type Outcome } from './outcome.ts';
import { stoppedBecause } from './stopped.ts';

type Begun = { readonly kind: 'waiting' } | { readonly kind: 'over'; readonly outcome: Outcome };

const begin = async (desk: Desk, run: RunInput, item: WaitItem): Promise<Begun> => {
  const { state } = await blockOf(desk, run, item.path);
  const texts = filled(desk, state, run, item, { because: item.because });
  if (texts.kind !== 'filled') return { kind: 'over', outcome: await passOver(desk, run, item.path, texts) };
  await beginBlock(desk, run, item.path, 'wait', { title: textOf(texts.value['because']) ?? item.title, seconds: item.seconds });
  return { kind: 'waiting' };
};

const wake = async (desk: Desk, run: RunInput, item: WaitItem): Promise<Outcome> => {
  const { state } = await blockOf(desk, run, item.path);
  const stopped = stoppedBecause(state, run);
  if (stopped !== undefined) return { kind: 'aborted', because: stopped };
  await endBlock(desk, run, item.path, { outcome: 'done' });
  return { kind: 'done' };
};
/** Sleeps as the playbook says. Nothing runs meanwhile. */
export const waitFor = async (ctx: DurableContext, desk: Desk, run: RunInput, item: WaitItem): Promise<Outcome> => {
  const begun = await ctx.step(`${item.path}:begin`, () => begin(desk, run, item));
  if (begun.kind === 'over') return begun.outcome;
  await ctx.wait(`${item.path}:time`, { seconds: item.seconds });
  return ctx.step(`${item.path}:end`, () => wake(desk, run, item));
};

const end = async (desk: Desk, run: RunInput, item: AbortItem): Promise<Outcome> => {
  const { state } = await blockOf(desk, run, item.path);
  const texts = filled(desk, state, run, item, { because: item.because });
  if (texts.kind !== 'filled') return passOver(desk, run, item.path, texts);
  return { kind: 'aborted', because: textOf(texts.value['because']) ?? item.title };
};
/** Ends the run, if the step is wanted. Nothing is undone. */
export const abortRun = (ctx: DurableContext, desk: Desk, run: RunInput, item: AbortItem): Promise<Outcome> =>
  ctx.step(`${item.path}:abort`, () => end(desk, run, item));
