import { staysUntilReleased } from '../core/action/catalog.ts';
import { isOpen, type IncidentState } from '../core/ledger/incident.ts';
import { holdsOf } from '../core/run/containment.ts';
import { readIncident, record } from './append.ts';
import type { Desk } from './desk.ts';
import { watchHolds, type HoldsDesk } from './holds.ts';
import { haltIn, readHouse } from './house.ts';
import type { RunInput } from './ports.ts';
import { wakeIn } from './wake-held.ts';

export type SweepDesk = Pick<Desk, 'ledger' | 'verify' | 'runs' | 'clock' | 'catalog'> & HoldsDesk;

/** Orders that were never started: the process died between the ledger and the engine. */
const startOrdered = async (desk: SweepDesk, state: IncidentState): Promise<readonly RunInput[]> => {
  const found: RunInput[] = [];
  for (const { runId, status } of state.runs) {
    const input = { runId, incidentId: state.incidentId };
    if (status === 'requested' && (await desk.runs.start(input)) === 'started') found.push(input);
  }
  return found;
};

/** Steps whose time for a review has come and that still hold something. Told once; the card and the time line say it. */
const tellReviews = async (desk: SweepDesk, state: IncidentState): Promise<void> => {
  const now = desk.clock.now();
  const contains = (action: string) => staysUntilReleased(desk.catalog, action);
  const due = state.runs.flatMap(({ steps }) => steps).filter(({ review }) => review !== undefined && !review.told && review.due <= now);
  const held = due.filter(
    (step) =>
      !contains(step.action) ||
      holdsOf(state.runs, step.plan.target.arn, contains).some((one) => one.runId === step.runId && one.path === step.path),
  );
  await record(
    desk,
    state.incidentId,
    held.map((step) => ({
      id: `${step.runId}:${step.path}:review-due`,
      type: 'review.due' as const,
      actor: { kind: 'system', id: 'sweep' } as const,
      data: {
        runId: step.runId,
        path: step.path,
        sentence: `Review: ${step.title} is in force since ${step.endedAt ?? step.plannedAt}. Should it stay? npx cordon release ${step.plan.target.name}`,
      },
    })),
  );
};

/** What time and crashes left to do: starts what was ordered, reminds of what is due, looks again at what holds. Answers which runs it started. */
export const sweep = async (desk: SweepDesk): Promise<readonly RunInput[]> => {
  const found: RunInput[] = [];
  const house = await readHouse(desk);
  found.push(...(await startOrdered(desk, house.state)));
  const goesOn = haltIn(house) === undefined;
  for (const incidentId of await desk.ledger.incidents()) {
    const state = await readIncident(desk, incidentId);
    if (!isOpen(state)) continue;
    found.push(...(await startOrdered(desk, state)));
    if (goesOn) await wakeIn(desk, state);
    await tellReviews(desk, state);
    await watchHolds(desk, state);
  }
  return found;
};
