import type { IncidentState } from '../core/ledger/incident.ts';
import type { TimelineLine } from '../core/report/card.ts';
import { timelineOf } from '../core/report/incident-card.ts';
import type { RunView } from '../core/run/run.ts';
import { readIncident } from './append.ts';
import type { Desk } from './desk.ts';

const isOpen = ({ status }: RunView): boolean => status === 'running' || status === 'requested';

/** Something is under way that nobody needs to answer for: a call, or a step that people or the policy have just let go. */
const isBusy = ({ steps }: RunView): boolean =>
  steps.some(({ status, grant }) => status === 'started' || (status === 'planned' && grant !== undefined));

/** It waits for a person and has said so, or for parts of itself, of which each is looked at by itself. */
const isAsking = (state: IncidentState, { runId, waiting: sleeps, held = [] }: RunView): boolean =>
  held.length > 0 ||
  state.approvals.some(({ approval, state: { kind }, waiting }) => approval.run === runId && kind === 'pending' && waiting.length > 0) ||
  state.choices.some((choice) => choice.runId === runId && choice.made === undefined && sleeps.some(({ path }) => path === choice.path)) ||
  state.runs.some((part) => part.order.kind === 'child' && part.order.parent === runId && isOpen(part));

/** Why there is nothing more to watch for now: the incident waits for a person, or everything that ran has ended. */
export const settled = (state: IncidentState): 'ended' | 'waiting' | undefined => {
  const open = state.runs.filter(isOpen);
  if (open.length === 0) return 'ended';
  return open.every((run) => isAsking(state, run) && !isBusy(run)) ? 'waiting' : undefined;
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
  let quietAt = -1;
  while (!signal.aborted) {
    const state = await readIncident(desk, incidentId);
    for (const line of timelineOf(state.believed.events.filter(({ seq }) => seq >= next))) onLine(line);
    next = Math.max(next, state.seq + 1);
    const reason = settled(state);
    // Of steps at the same time one may be between two of its own while another asks: a second look must show the same.
    if (reason === 'ended' || (reason === 'waiting' && quietAt === state.seq)) return { reason };
    quietAt = state.seq;
    await desk.pause(50);
  }
  return { reason: 'aborted' };
};
