import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { peopleIn } from '../../core/asset/people-in.ts';
import { plus, secondsOf } from '../../core/time.ts';
import { readIncident, record } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { filled, textOf } from './input.ts';
import type { TaskItem } from './items.ts';
import { passOver, type Outcome } from './outcome.ts';
import { stoppedBecause } from './stopped.ts';

const ask = async (desk: Desk, run: RunInput, item: TaskItem): Promise<Outcome> => {
  const id = `${run.runId}:${item.path}:asked`;
  const state = await readIncident(desk, run.incidentId);
  if (state.believed.events.some((event) => event.id === id)) return { kind: 'done' };
  const stopped = stoppedBecause(state, run);
  if (stopped !== undefined) return { kind: 'aborted', because: stopped };
  const { instruct, doneWhen } = item.task;
  const texts = filled(desk, state, run, item, { instruct, ...(doneWhen !== undefined && { doneWhen }) });
  if (texts.kind !== 'filled') return passOver(desk, run, item.path, texts);
  const [what, until] = [textOf(texts.value['instruct']), textOf(texts.value['doneWhen'])];
  if (what === undefined) return passOver(desk, run, item.path, { kind: 'failed', because: 'its instruction is no text' });
  const data = {
    runId: run.runId,
    path: item.path,
    number: await desk.ledger.nextNumber('task'),
    title: item.title,
    ask: item.task.ask,
    people: peopleIn(desk.policy.assets, state.opened?.target?.arn, item.task.ask),
    instruct: what,
    ...(until !== undefined && { doneWhen: until }),
    due: plus(desk.clock.now(), secondsOf(item.task.due)),
  };
  await record(desk, run.incidentId, [{ id, type: 'task.asked', actor: { kind: 'run', id: run.runId }, data }]);
  return { kind: 'done' };
};

/** Asks people for work and goes on. One durable step; after a crash in the middle a number may be missing, never a task twice. */
export const askForTask = (ctx: DurableContext, desk: Desk, run: RunInput, item: TaskItem): Promise<Outcome> =>
  ctx.step(`${item.path}:ask-people`, () => ask(desk, run, item));
