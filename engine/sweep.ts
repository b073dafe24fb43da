import { isOpen } from '../core/ledger/incident.ts';
import { readIncident } from './append.ts';
import type { Desk } from './desk.ts';
import type { RunInput } from './ports.ts';

/** Starts every run that was asked for and never started: the process died between the ledger and the engine. Answers which. */
export const sweep = async (desk: Pick<Desk, 'ledger' | 'verify' | 'runs'>): Promise<readonly RunInput[]> => {
  const found: RunInput[] = [];
  for (const incidentId of await desk.ledger.incidents()) {
    const state = await readIncident(desk, incidentId);
    if (!isOpen(state)) continue;
    for (const { runId, status } of state.runs) {
      if (status !== 'requested') continue;
      const input = { runId, incidentId };
      if ((await desk.runs.start(input)) === 'started') found.push(input);
    }
  }
  return found;
};
