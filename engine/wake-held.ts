import type { IncidentState } from '../core/ledger/incident.ts';
import { readIncident } from './append.ts';
import type { Desk } from './desk.ts';
import { haltOf } from './house.ts';

/** Wakes the runs of one incident that wait for the house to go on. Doing it twice does nothing twice. */
export const wakeIn = async ({ runs: durable }: Pick<Desk, 'runs'>, { runs }: Pick<IncidentState, 'runs'>): Promise<void> => {
  const waiting = runs.flatMap(({ status, held = [] }) => (status === 'running' ? held.map(({ callbackId }) => callbackId) : []));
  await Promise.all(waiting.map((callbackId) => durable.answer(callbackId, { woken: true })));
};

/** Wakes everything that waits, once the house goes on. Each run looks for itself: being woken permits nothing. */
export const wakeHeld = async (desk: Pick<Desk, 'ledger' | 'verify' | 'runs'>): Promise<void> => {
  if ((await haltOf(desk)) !== undefined) return;
  for (const incidentId of await desk.ledger.incidents()) await wakeIn(desk, await readIncident(desk, incidentId));
};
