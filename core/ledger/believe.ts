import type { Verify } from '../approval/grant.ts';
import type { IncidentId } from '../id.ts';
import { brokenAt } from './chain.ts';
import { SEALED, type LedgerDraft, type LedgerEvent } from './facts.ts';

/** What a seal signs. The incident is part of it, so that a sealed fact cannot be moved to another one. */
export const sealText = (incidentId: IncidentId, draft: Omit<LedgerDraft, 'seal'>): object => ({
  incidentId,
  id: draft.id,
  type: draft.type,
  actor: draft.actor,
  data: draft.data,
});

export interface Believed {
  readonly events: readonly LedgerEvent[];
  /** Facts that only `approve` may state, without its seal; and effects that nobody was granted. */
  readonly forged: readonly LedgerEvent[];
  /** Sequence number of the first event that does not fit the chain. Nothing may act on such a ledger. */
  readonly brokenAt?: number;
}

const effectKey = (data: { readonly runId: string; readonly path: string; readonly verb: string }): string =>
  `${data.runId} ${data.path} ${data.verb}`;

/** Separates what may be acted on from what somebody else wrote into the ledger. */
export const believe = (incidentId: IncidentId, all: readonly LedgerEvent[], verify: Verify): Believed => {
  const granted = new Set<string>();
  const events: LedgerEvent[] = [];
  const forged: LedgerEvent[] = [];
  for (const event of all) {
    const sealed = !SEALED.includes(event.type) || (event.seal !== undefined && verify('fact', sealText(incidentId, event), event.seal));
    const effect = event.type === 'step.started' || event.type === 'step.ended' ? effectKey(event.data) : undefined;
    if (!sealed || (effect !== undefined && !granted.has(effect))) {
      forged.push(event);
      continue;
    }
    if (event.type === 'grant.issued') granted.add(`${event.data.grant.run} ${event.data.grant.step} ${event.data.grant.verb}`);
    events.push(event);
  }
  const broken = brokenAt(incidentId, all);
  return broken === undefined ? { events, forged } : { events, forged, brokenAt: broken };
};
