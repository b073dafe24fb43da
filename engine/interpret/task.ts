import type { DurableContext } from '@aws/durable-execution-sdk-js';
import type { TaskRole } from '../../core/playbook/task-role.ts';
import type { JsonObject } from '../../core/json.ts';
import type { IncidentState } from '../../core/ledger/incident.ts';
import { plus, secondsOf } from '../../core/time.ts';
import { readIncident, record } from '../append.ts';
import { entryOf, type Desk, type Policy } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import type { TaskItem } from './items.ts';
import { inputOf } from './plan.ts';
import { skip, type Outcome } from './step.ts';
import { stoppedBecause } from './stopped.ts';

/** Who fills a role now. The owner's seat belongs to the asset that the incident is about. */
const peopleFor = (policy: Policy, state: IncidentState, ask: TaskRole): readonly string[] => {
  const target = state.opened?.target;
  const entry = target && entryOf(policy, target.arn);
  if (ask === 'owner') return entry === undefined ? [] : [entry.owner, ...entry.deputies];
  return Object.entries(policy.assets.people).flatMap(([id, { roles }]) => (roles.includes(ask) ? [id] : []));
};
/** Texts come from the playbook, but expressions in them may answer something else than text. */
const textOf = (value: JsonObject[string]): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

const ask = async (desk: Desk, run: RunInput, item: TaskItem): Promise<Outcome> => {
  const id = `${run.runId}:${item.path}:asked`;
  const state = await readIncident(desk, run.incidentId);
  if (state.believed.events.some((event) => event.id === id)) return { kind: 'done' };
  const stopped = stoppedBecause(state, run);
  if (stopped !== undefined) return { kind: 'failed', because: stopped, aborted: true };
  const { instruct, doneWhen } = item.task;
  const texts = { instruct, ...(doneWhen !== undefined && { doneWhen }) };
  const filled = inputOf(desk, state, run, { frames: item.frames, with: texts, ...(item.when !== undefined && { when: item.when }) });
  const passOver = async (because: string, outcome: Outcome): Promise<Outcome> => {
    await skip(desk, run, item.path, because);
    return outcome;
  };
  if (!filled.ok) {
    const because = `${filled.failure.what}: ${filled.failure.why}`;
    return passOver(because, { kind: 'failed', because });
  }
  const value: JsonObject = { ...filled.value };
  if (typeof value['skip'] === 'string') return passOver(value['skip'], { kind: 'skipped' });
  const [what, until] = [textOf(value['instruct']), textOf(value['doneWhen'])];
  if (what === undefined) {
    const because = 'its instruction is no text';
    return passOver(because, { kind: 'failed', because });
  }
  const data = {
    runId: run.runId,
    path: item.path,
    number: await desk.ledger.nextNumber('task'),
    title: item.title,
    ask: item.task.ask,
    people: peopleFor(desk.policy, state, item.task.ask),
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
