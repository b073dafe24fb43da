import { digestOf, sha256, type Sha256 } from '../json.ts';
import type { IncidentId } from '../id.ts';
import type { LedgerEvent } from './facts.ts';

/** The chain of an incident starts at its own name, so that events cannot be moved between incidents. */
export const genesis = (incidentId: IncidentId): Sha256 => sha256(incidentId);

export const hashOf = (event: object): Sha256 => digestOf({ ...event, hash: undefined });

/** The first event that does not fit, or undefined when the chain is whole. `after`: the last event before these, in a chain that is whole up to it. */
export const brokenAt = (
  incidentId: IncidentId,
  events: readonly LedgerEvent[],
  after?: Pick<LedgerEvent, 'seq' | 'hash'>,
): number | undefined => {
  let { seq, hash: prevHash } = after ?? { seq: 0, hash: genesis(incidentId) };
  for (const event of events) {
    seq += 1;
    if (event.seq !== seq || event.incidentId !== incidentId || event.prevHash !== prevHash || hashOf(event) !== event.hash) return seq;
    prevHash = event.hash;
  }
  return undefined;
};
