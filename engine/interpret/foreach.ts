import type { DurableContext } from '@aws/durable-execution-sdk-js';
import type { IncidentState } from '../../core/ledger/incident.ts';
import { digestOf, type Json } from '../../core/json.ts';
import type { RunView } from '../../core/run/run.ts';
import { readIncident } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { sleepUntilWoken } from './asleep.ts';
import { beginBlock, blockOf, endBlock } from './block.ts';
import { filled } from './input.ts';
import { giveBack } from './lease.ts';
import { stoppedBecause } from './stopped.ts';
import type { ForeachItem } from './items.ts';
import { passOver, type Outcome } from './outcome.ts';

/** `size`: items of one run. It is part of what was decided first: another catalog must not divide the same items otherwise. */
type Begun =
  | { readonly kind: 'over'; readonly outcome: Outcome }
  | { readonly kind: 'going'; readonly count: number; readonly size: number };

/** Bytes of all items together: they stand in one fact. */
const MOST_BYTES = 131_072;
const faultOf = (list: Json | undefined, { atMost }: ForeachItem): string | undefined => {
  if (!Array.isArray(list)) return 'its expression answered no list';
  if (list.length > atMost) return `there are ${list.length} items, and it may have ${atMost}; nothing was done for any of them`;
  return JSON.stringify(list).length > MOST_BYTES ? `its items have more than ${MOST_BYTES} bytes` : undefined;
};
const going = ({ atOnce, perRun }: ForeachItem, count: number): Begun => ({
  kind: 'going',
  count,
  size: Math.max(1, Math.min(perRun, Math.ceil(count / atOnce))),
});

const begin = async (desk: Desk, run: RunInput, item: ForeachItem): Promise<Begun> => {
  const { state, block } = await blockOf(desk, run, item.path);
  const found = filled(desk, state, run, item, { list: item.in });
  if (found.kind !== 'filled') return { kind: 'over', outcome: await passOver(desk, run, item.path, found) };
  const { list } = found.value;
  const because = faultOf(list, item);
  if (because !== undefined) return { kind: 'over', outcome: await passOver(desk, run, item.path, { kind: 'failed', because }) };
  const items: readonly Json[] = Array.isArray(list) ? list : [];
  await beginBlock(desk, run, item.path, 'foreach', { title: item.title, items });
  // Others may write into this ledger, too: the parts do what stands there, so it must be what this run says.
  const stands = block ?? (await blockOf(desk, run, item.path)).block;
  if (digestOf([...(stands?.items ?? [])]) === digestOf([...items])) return going(item, items.length);
  const why = 'somebody else wrote down what its items are; nothing was done for any of them';
  return { kind: 'over', outcome: await passOver(desk, run, item.path, { kind: 'failed', because: why }) };
};

/** The runs that the items were divided into so far. */
const partsOf = ({ runs }: IncidentState, { runId }: RunInput, path: string): readonly RunView[] =>
  runs.filter(({ order }) => order.kind === 'child' && order.parent === runId && order.path === path);
const isOpen = ({ status }: RunView): boolean => status === 'requested' || status === 'running';

interface Standing {
  readonly kind: 'going' | 'over' | 'refused' | 'aborted';
  readonly because: string;
}
/** Orders as many parts as may run at once. */
const orderParts = async (desk: Desk, run: RunInput, item: ForeachItem, count: number, size: number): Promise<Standing> => {
  const state = await readIncident(desk, run.incidentId);
  const stopped = stoppedBecause(state, run);
  if (stopped !== undefined) return { kind: 'aborted', because: stopped };
  // Parts are runs of their own: what this one only keeps would be in their way, and it waits for them.
  await giveBack(desk, run, state);
  const parts = partsOf(state, run, item.path);
  let [ordered, open] = [parts.length, parts.filter(isOpen).length];
  const all = Math.ceil(count / size);
  for (; ordered < all && open < item.atOnce; ordered += 1, open += 1) {
    const [from, to] = [ordered * size, Math.min(count, (ordered + 1) * size)];
    const forked = await desk.authority.fork({ incidentId: run.incidentId, runId: run.runId, path: item.path, from, to });
    if ('refused' in forked) return { kind: 'refused', because: forked.refused };
  }
  return { kind: open === 0 ? 'over' : 'going', because: '' };
};

const end = async (desk: Desk, run: RunInput, item: ForeachItem, count: number): Promise<Outcome> => {
  const state = await readIncident(desk, run.incidentId);
  const bad = partsOf(state, run, item.path).filter(({ status }) => status !== 'completed');
  const because = bad.map((part) => part.because ?? part.status).join('; ');
  const outcome = bad.length === 0 ? 'done' : 'failed';
  await endBlock(desk, run, item.path, { outcome, output: { items: count }, ...(bad.length > 0 && { because }) });
  return bad.length === 0 ? { kind: 'done' } : { kind: 'failed', because };
};

/** Nobody told the run that a part has ended: it looks by itself after an hour, then two, four, … up to a day. */
const lookSeconds = (look: number): number => Math.min(86_400, 3600 * 2 ** Math.min(look - 1, 8));
/** Looks that nobody asked for, besides two for each part: more than a month of parts that wait for people. */
const LOOKS_BESIDES = 40;

/** The same steps for every item, in runs of their own: the service bounds what one run may do, and each of them is resumed by itself. */
export const doForeach = async (ctx: DurableContext, desk: Desk, run: RunInput, item: ForeachItem): Promise<Outcome> => {
  const { path } = item;
  const begun = await ctx.step(`${path}:items`, () => begin(desk, run, item));
  if (begun.kind === 'over') return begun.outcome;
  const { count, size } = begun;
  const mostLooks = LOOKS_BESIDES + 2 * Math.ceil(count / size);
  for (let look = 1; look <= mostLooks; look += 1) {
    const standing = await ctx.step(`${path}:parts.${look}`, () => orderParts(desk, run, item, count, size));
    if (standing.kind === 'over') return ctx.step(`${path}:end`, () => end(desk, run, item, count));
    if (standing.kind === 'aborted') return { kind: 'aborted', because: standing.because };
    if (standing.kind === 'refused') return { kind: 'failed', because: `its items cannot be divided: ${standing.because}` };
    await sleepUntilWoken(ctx, desk, run, { path, name: `${path}:woken.${look}`, seconds: lookSeconds(look) });
  }
  return { kind: 'failed', because: `its parts have not ended after ${mostLooks} looks; a person must look` };
};
