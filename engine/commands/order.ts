import { incidentIdOf, type IncidentId, type RunId } from '../../core/id.ts';
import type { LedgerDraft, RunOrder } from '../../core/ledger/facts.ts';
import type { Mode } from '../../core/approval/grant.ts';
import type { Actor } from '../../core/approval/approval.ts';
import type { Target } from '../../core/asset/resource.ts';
import { isOpen } from '../../core/ledger/incident.ts';
import { readIncident } from '../append.ts';
import type { Desk } from '../desk.ts';

/** Orders a run and starts it. The order is in the ledger first, so that a crash in between leaves something for the sweep to find. */
export const orderRun = async (
  desk: Desk,
  incidentId: IncidentId,
  order: RunOrder,
  mode: Mode,
  actor: Actor,
  facts: readonly LedgerDraft[] = [],
): Promise<RunId> => {
  const { runId } = await desk.authority.admit({ incidentId, facts, order: { order, mode, actor, once: false } });
  if (runId === undefined) throw new Error('the order was admitted without a run');
  await desk.runs.start({ runId, incidentId });
  return runId;
};

/** The open incident of an endpoint, or a new one that says who opened it by hand. */
export const incidentFor = async (
  desk: Desk,
  target: Target,
  actor: Actor & { readonly kind: 'human' },
): Promise<{ readonly incidentId: IncidentId; readonly opening: readonly LedgerDraft[] }> => {
  for (const incidentId of await desk.ledger.incidents()) {
    const state = await readIncident(desk, incidentId);
    if (isOpen(state) && state.opened?.target?.arn === target.arn) return { incidentId, opening: [] };
  }
  const correlationKey = `by-hand:${target.arn}`;
  const generation = ((await desk.ledger.byCorrelation(correlationKey))?.generation ?? 0) + 1;
  const incidentId = incidentIdOf(correlationKey, generation);
  const number = await desk.ledger.nextNumber('incident');
  const opened: LedgerDraft = {
    id: `${incidentId}:opened`,
    type: 'incident.opened',
    actor,
    data: {
      incidentClass: 'open-incident',
      title: `${target.name}: contained by hand`,
      sev: 2,
      sevBecause: `${actor.id} asked for containment`,
      number,
      correlationKey,
      generation,
      target,
    },
  };
  return { incidentId, opening: [opened] };
};

/** Waits, in real time, until the ledger shows what somebody waits for. Answers whether it did. */
export const until = async (
  desk: Desk,
  incidentId: IncidentId,
  seen: (state: Awaited<ReturnType<typeof readIncident>>) => boolean,
  milliseconds: number,
): Promise<boolean> => {
  for (let waited = 0; waited < milliseconds; waited += 25) {
    if (seen(await readIncident(desk, incidentId))) return true;
    await desk.pause(25);
  }
  return false;
};
