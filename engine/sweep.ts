import { isOpen, type IncidentState } from '../core/ledger/incident.ts';
import type { StepView } from '../core/run/run.ts';
import { plus, type Instant } from '../core/time.ts';
import { readIncident, record } from './append.ts';
import type { Desk } from './desk.ts';
import { outcomeDrafts } from './outcome.ts';
import { watchHolds, type HoldsDesk } from './holds.ts';
import { haltIn, readHouse } from './house.ts';
import type { RunInput } from './ports.ts';
import { wakeIn } from './wake-held.ts';
import { tellReviews } from './reviews.ts';

export type SweepDesk = Pick<Desk, 'ledger' | 'verify' | 'leases' | 'runs' | 'clock' | 'catalog' | 'policy'> & HoldsDesk;

/** Orders that were never started: the process died between the ledger and the engine. */
const startOrdered = async (desk: SweepDesk, state: IncidentState): Promise<readonly RunInput[]> => {
  const found: RunInput[] = [];
  for (const { runId, status } of state.runs) {
    const input = { runId, incidentId: state.incidentId };
    if (status === 'requested' && (await desk.runs.start(input)) === 'started') found.push(input);
  }
  return found;
};

/** Long after the last repeat of a step that may still take one. */
const SWEPT_SECONDS = 86_400;
/** A run that ended, or whose incident did, while its process was dying or was late may have left a lease; nobody else would free it. */
const freeLeases = async (desk: SweepDesk, state: IncidentState, last: Instant | undefined): Promise<void> => {
  const since = plus(desk.clock.now(), -SWEPT_SECONDS);
  for (const { runId, status, endedAt, steps } of state.runs) {
    const over = status !== 'running' && status !== 'requested';
    const recent = (over ? endedAt : last) ?? since;
    if ((over || !isOpen(state)) && recent >= since && steps.length > 0) await desk.leases.free(runId);
  }
};

/** Longer than its action may take, in people's time, and ten minutes: the run is lost, or AWS is. */
const isStuck = (desk: SweepDesk, { status, startedAt, question, action }: StepView): boolean =>
  status === 'started' &&
  question === undefined &&
  startedAt !== undefined &&
  plus(startedAt, (desk.catalog.get(action)?.settle.atMostSeconds ?? 0) + 600) < desk.clock.now();
/** A step that was begun and never ended: nobody reads it back any more, so people are asked. */
const askStuck = async (desk: SweepDesk, state: IncidentState): Promise<void> => {
  for (const step of state.runs.flatMap(({ steps }) => steps).filter((one) => isStuck(desk, one))) {
    const saw = step.progress ?? 'nothing: the run has not come back since the call';
    const number = await desk.ledger.nextNumber('task');
    await record(desk, state.incidentId, outcomeDrafts(desk, state, step, saw, number, { kind: 'system', id: 'sweep' }));
  }
};

/** What time and crashes left to do: starts what was ordered, reminds of what is due, looks again at what holds. Answers which runs it started. */
export const sweep = async (desk: SweepDesk): Promise<readonly RunInput[]> => {
  const found: RunInput[] = [];
  const house = await readHouse(desk);
  found.push(...(await startOrdered(desk, house.state)));
  const goesOn = haltIn(house) === undefined;
  for (const incidentId of await desk.ledger.incidents()) {
    const state = await readIncident(desk, incidentId);
    await freeLeases(desk, state, state.believed.events.at(-1)?.at);
    if (!isOpen(state)) continue;
    found.push(...(await startOrdered(desk, state)));
    if (goesOn) await wakeIn(desk, state);
    await tellReviews(desk, state);
    await askStuck(desk, state);
    await watchHolds(desk, state);
  }
  return found;
};
