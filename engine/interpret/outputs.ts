import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { runIn } from '../../core/ledger/incident.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { beginBlock, blockOf, endBlock } from './block.ts';
import { filled } from './input.ts';
import type { OutputsItem } from './items.ts';
import { passOver, type Outcome } from './outcome.ts';
import { outcomeOf } from './scope.ts';

const handBack = async (desk: Desk, run: RunInput, item: OutputsItem): Promise<Outcome> => {
  const { state } = await blockOf(desk, run, item.path);
  const texts = filled(desk, state, run, item, item.outputs);
  if (texts.kind === 'skipped') return passOver(desk, run, item.path, texts);
  await beginBlock(desk, run, item.path, 'playbook', { title: item.title });
  const inside = runIn(state, run.runId)?.steps.filter(({ path }) => path.startsWith(`${item.path}/`)) ?? [];
  const bad = inside.find((step) => !['done', 'skipped'].includes(outcomeOf(step)));
  const because = texts.kind === 'failed' ? texts.because : bad === undefined ? undefined : `${bad.path} is ${outcomeOf(bad)}`;
  await endBlock(desk, run, item.path, {
    outcome: because === undefined ? 'done' : 'failed',
    ...(because !== undefined && { because }),
    ...(texts.kind === 'filled' && { output: texts.value }),
  });
  return texts.kind === 'failed' ? { kind: 'failed', because: texts.because } : { kind: 'done' };
};

/** The end of a called playbook: what it hands back, read once. A step of it that failed has stopped the run already, unless it may go on. */
export const handOutputs = (ctx: DurableContext, desk: Desk, run: RunInput, item: OutputsItem): Promise<Outcome> =>
  ctx.step(`${item.path}:outputs`, () => handBack(desk, run, item));
