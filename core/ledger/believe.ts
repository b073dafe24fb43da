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

const grantKeys = (event: LedgerEvent): readonly string[] =>
  event.type === 'grant.issued' ? [`${event.data.grant.run} ${event.data.grant.step} ${event.data.grant.verb}`] : [];

/** The first events of a ledger, and what was thought of them. */
export interface Judged {
  readonly all: readonly LedgerEvent[];
  readonly believed: Believed;
}
const nothing: Judged = { all: [], believed: { events: [], forged: [] } };

/** Separates what may be acted on from what somebody else wrote into the ledger. `all` begins with the very events of `before`; only what follows is judged. */
export const believe = (incidentId: IncidentId, all: readonly LedgerEvent[], verify: Verify, before: Judged = nothing): Believed => {
  const granted = new Set(before.believed.events.flatMap(grantKeys));
  const events = [...before.believed.events];
  const forged = [...before.believed.forged];
  const fresh = all.slice(before.all.length);
  for (const event of fresh) {
    const sealed = !SEALED.includes(event.type) || (event.seal !== undefined && verify('fact', sealText(incidentId, event), event.seal));
    const effect = event.type === 'step.started' || event.type === 'step.ended' ? effectKey(event.data) : undefined;
    if (!sealed || (effect !== undefined && !granted.has(effect))) {
      forged.push(event);
      continue;
    }
    for (const key of grantKeys(event)) granted.add(key);
    events.push(event);
  }
  const broken = before.believed.brokenAt ?? brokenAt(incidentId, fresh, before.all.at(-1));
  return broken === undefined ? { events, forged } : { events, forged, brokenAt: broken };
};
