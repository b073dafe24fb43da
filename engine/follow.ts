import type { TimelineLine } from '../core/report/card.ts';
import { timelineOf } from '../core/report/incident-card.ts';
import { readIncident, type Reading } from './append.ts';
import type { Desk } from './desk.ts';

/** Why there is nothing more to watch for now: the incident waits for a person, or everything that ran has ended. */
const settled = (state: Reading): string | undefined => {
  const running = state.runs.filter(({ status }) => status === 'running' || status === 'requested');
  if (running.length === 0) return 'ended';
  const waits = running.every(
    ({ runId, held }) =>
      (held ?? []).length > 0 ||
      state.approvals.some(({ approval, state: { kind }, waiting }) => approval.run === runId && kind === 'pending' && waiting.length > 0),
  );
  return waits ? 'waiting' : undefined;
};

/** Tells what happens in an incident from `fromSeq` on, until it settles or nobody listens any more. */
export const follow = async (
  desk: Desk,
  incidentNumber: number,
  fromSeq: number,
  onLine: (line: TimelineLine) => void,
  signal: AbortSignal,
): Promise<{ readonly reason: string }> => {
  const incidentId = await desk.ledger.byNumber('incident', incidentNumber);
  if (incidentId === undefined) return { reason: 'not-found' };
  let next = fromSeq;
  while (!signal.aborted) {
    const state = await readIncident(desk, incidentId);
    for (const line of timelineOf(state.believed.events.filter(({ seq }) => seq >= next))) onLine(line);
    next = Math.max(next, state.seq + 1);
    const reason = settled(state);
    if (reason !== undefined) return { reason };
    await desk.pause(50);
  }
  return { reason: 'aborted' };
};
