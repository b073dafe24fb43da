import type { DurableContext } from '@aws/durable-execution-sdk-js';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { beginBlock, blockOf, endBlock } from './block.ts';
import { filled } from './input.ts';
import type { Item, ParallelItem } from './items.ts';
import { passOver, skip, type Outcome } from './outcome.ts';

type Walk = (ctx: DurableContext, desk: Desk, run: RunInput, items: readonly Item[]) => Promise<Outcome>;
type Begun = { readonly kind: 'over'; readonly outcome: Outcome } | { readonly kind: 'going' };

const begin = async (desk: Desk, run: RunInput, item: ParallelItem): Promise<Begun> => {
  const { state } = await blockOf(desk, run, item.path);
  const wanted = filled(desk, state, run, item, {});
  if (wanted.kind !== 'filled') {
    // Later steps may name each of them.
    for (const inner of item.branches.flatMap(({ items }) => items))
      await skip(desk, run, inner.path, `${item.path} was not begun: ${wanted.because}`);
    return { kind: 'over', outcome: await passOver(desk, run, item.path, wanted) };
  }
  await beginBlock(desk, run, item.path, 'parallel', { title: item.branches.map(({ name }) => name).join(', ') });
  return { kind: 'going' };
};

/**
 * Branches at the same time. Each goes to its own end, whatever happens to the others: evidence and containment are not cut short. A branch
 * answers how it went and never throws, so that nothing depends on which one was last.
 */
export const doParallel = async (ctx: DurableContext, desk: Desk, run: RunInput, item: ParallelItem, walk: Walk): Promise<Outcome> => {
  const { path, branches } = item;
  const begun = await ctx.step(`${path}:begin`, () => begin(desk, run, item));
  if (begun.kind === 'over') return begun.outcome;
  const results = await ctx.parallel(
    path,
    branches.map(({ name, items }) => ({ name: `${path}/${name}`, func: (inner: DurableContext) => walk(inner, desk, run, items) })),
    { completionConfig: { toleratedFailureCount: branches.length } },
  );
  const bad = results.all.flatMap(({ index, result, error }) => {
    const name = branches[index]?.name ?? String(index);
    if (result === undefined) return [`${name}: a step of Cordon itself failed: ${error?.message ?? 'no answer'}`];
    return result.kind === 'failed' || result.kind === 'aborted' ? [`${name}: ${result.because}`] : [];
  });
  const because = bad.join('; ');
  const aborted = results.all.some(({ result }) => result?.kind === 'aborted');
  await ctx.step(`${path}:end`, () =>
    endBlock(desk, run, path, { outcome: bad.length === 0 ? 'done' : 'failed', ...(bad.length > 0 && { because }) }).then(() => 'recorded'),
  );
  return bad.length === 0 ? { kind: 'done' } : { kind: aborted ? 'aborted' : 'failed', because };
};
