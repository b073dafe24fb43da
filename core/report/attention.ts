import type { IncidentState } from '../ledger/incident.ts';
import { isUnderWay } from '../run/run.ts';

/** What of an incident waits for something else than an approval. */
export const attentionOf = (state: IncidentState): readonly string[] =>
  state.runs.filter(isUnderWay).flatMap(({ leaseWaits = [] }) => leaseWaits.map(({ sentence }) => sentence));
