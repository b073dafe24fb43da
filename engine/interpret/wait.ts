import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { plus, secondsBetween } from '../../core/time.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { beginBlock, blockOf, endBlock } from './block.ts';
import { filled, textOf } from './input.ts';
import type { AbortItem, WaitItem } from './items.ts';
import { passOver, type Outcome } from './outcome.ts';

type Begun = { readonly kind: 'waiting'; readonly seconds: number } | { readonly kind: 'over'; readonly outcome: Outcome };

const begin = async (desk: Desk, run: RunInput, item: WaitItem): Promise<Begun> => {
  const { state, block } = await blockOf(desk, run, item.path);
  const now = desk.clock.now();
  // After a crash in the middle the time that was written down counts.
  if (block?.until !== undefined) return { kind: 'waiting', seconds: Math.max(1, Math.ceil(secondsBetween(now, block.until))) };
  const texts = filled(desk, state, run, item, { because: item.because });
  if (texts.kind !== 'filled') return { kind: 'over', outcome: await passOver(desk, run, item.path, texts) };
  const title = textOf(texts.value['because']) ?? item.title;
  await beginBlock(desk, run, item.path, 'wait', { title, until: plus(now, item.seconds) });
  return { kind: 'waiting', seconds: item.seconds };
};

/** Sleeps as the playbook says. Nothing runs meanwhile. */
export const waitFor = async (ctx: DurableContext, desk: Desk, run: RunInput, item: WaitItem): Promise<Outcome> => {
  const begun = await ctx.step(`${item.path}:begin`, () => begin(desk, run, item));
  if (begun.kind === 'over') return begun.outcome;
  await ctx.wait(`${item.path}:time`, { seconds: begun.seconds });
  await ctx.step(`${item.path}:end`, () => endBlock(desk, run, item.path, { outcome: 'done' }).then(() => 'recorded'));
  return { kind: 'done' };
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
