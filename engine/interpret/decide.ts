import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { digestOf } from '../../core/json.ts';
import type { ChoiceView } from '../../core/ledger/choice.ts';
import { plus, secondsBetween, secondsOf, type Instant } from '../../core/time.ts';
import { readIncident, record } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { sleepUntilWoken } from './asleep.ts';
import { blockOf } from './block.ts';
import { filled, textOf } from './input.ts';
import type { DecideItem } from './items.ts';
import { passOver, type Outcome } from './outcome.ts';
import { stoppedBecause } from './stopped.ts';

type Asked =
  | { readonly kind: 'over'; readonly outcome: Outcome }
  | { readonly kind: 'waiting'; readonly number: number; readonly seconds: number };

/** At least a second: a time-out of zero is not a time-out to the service. */
const secondsUntil = (desk: Desk, until: Instant): number => Math.max(1, Math.ceil(secondsBetween(desk.clock.now(), until)));

/** Others may write into this ledger, too: who may answer, what, and what silence means is what the playbook says, or nothing. */
const isAsItIs = (known: ChoiceView, { decide: { ask: role, options, timeout, otherwise } }: DecideItem, question: string): boolean =>
  known.prompt === question &&
  known.ask === role &&
  known.otherwise === otherwise &&
  digestOf(known.options) === digestOf(options) &&
  known.until <= plus(known.askedAt, secondsOf(timeout));

const ask = async (desk: Desk, run: RunInput, item: DecideItem): Promise<Asked> => {
  const { state } = await blockOf(desk, run, item.path);
  const known = state.choices.find(({ runId, path }) => runId === run.runId && path === item.path);
  const { ask: role, prompt, options, timeout, otherwise } = item.decide;
  const texts = filled(desk, state, run, item, { prompt });
  if (texts.kind !== 'filled') return { kind: 'over', outcome: await passOver(desk, run, item.path, texts) };
  const question = textOf(texts.value['prompt']);
  if (question === undefined)
    return { kind: 'over', outcome: await passOver(desk, run, item.path, { kind: 'failed', because: 'its question is no text' }) };
  if (known !== undefined && isAsItIs(known, item, question))
    return { kind: 'waiting', number: known.number, seconds: secondsUntil(desk, known.until) };
  if (known !== undefined)
    return {
      kind: 'over',
      outcome: await passOver(desk, run, item.path, { kind: 'failed', because: 'somebody else wrote down another question in its place' }),
    };
  const number = await desk.ledger.nextNumber('choice');
  const until = plus(desk.clock.now(), secondsOf(timeout));
  const data = { runId: run.runId, path: item.path, number, title: item.title, ask: role, prompt: question, options, otherwise, until };
  await record(desk, run.incidentId, [
    { id: `${run.runId}:${item.path}:choice`, type: 'choice.asked', actor: { kind: 'run', id: run.runId }, data },
  ]);
  return { kind: 'waiting', number, seconds: secondsOf(timeout) };
};

/** A run that is woken this often without an answer is being played with. The answer of silence is not taken then: a person must look. */
const MAX_WAKES = 3;

/** Asks people which way to go, and waits for the answer or the end of the time. */
export const askToDecide = async (ctx: DurableContext, desk: Desk, run: RunInput, item: DecideItem): Promise<Outcome> => {
  const { path } = item;
  const asked = await ctx.step(`${path}:ask`, () => ask(desk, run, item));
  if (asked.kind === 'over') return asked.outcome;
  let { seconds } = asked;
  for (let wake = 1; wake <= MAX_WAKES; wake += 1) {
    await sleepUntilWoken(ctx, desk, run, { path, name: `${path}:answer.${wake}`, seconds });
    const standing = await ctx.step(`${path}:settle.${wake}`, async () => {
      const stopped = stoppedBecause(await readIncident(desk, run.incidentId), run);
      if (stopped !== undefined) return { kind: 'aborted' as const, seconds: 0, because: stopped };
      const now = await desk.authority.chosen({ incidentId: run.incidentId, number: asked.number });
      return now.kind === 'waiting'
        ? { kind: now.kind, seconds: secondsUntil(desk, now.until), because: '' }
        : { kind: now.kind, seconds: 0, because: '' };
    });
    if (standing.kind === 'aborted') return { kind: 'aborted', because: standing.because };
    if (standing.kind === 'made') return { kind: 'done' };
    if (standing.kind === 'unknown') return { kind: 'failed', because: `C-${asked.number} is not in a ledger that can be believed` };
    ({ seconds } = standing);
  }
  return { kind: 'failed', because: `the run was woken ${MAX_WAKES} times without an answer to C-${asked.number}` };
};
