import type { Verify } from '../core/approval/grant.ts';
import type { IncidentId } from '../core/id.ts';
import { believe, type Believed } from '../core/ledger/believe.ts';
import type { LedgerDraft, LedgerEvent } from '../core/ledger/facts.ts';
import { foldIncident, type IncidentState } from '../core/ledger/incident.ts';
import type { Ledger } from './ports.ts';

export interface Reading extends IncidentState {
  readonly believed: Believed;
}

interface Known {
  readonly all: readonly LedgerEvent[];
  readonly verify: Verify;
  readonly reading: Reading;
}
const readings = new WeakMap<Ledger, Map<IncidentId, Known>>();
/** Incidents whose last reading is kept, per ledger; a process that lives for weeks sees many. */
const MOST_READINGS = 64;

const knownOf = (ledger: Ledger): Map<IncidentId, Known> => {
  const known = readings.get(ledger) ?? new Map<IncidentId, Known>();
  readings.set(ledger, known);
  return known;
};
const keep = (known: Map<IncidentId, Known>, latest: Known): void => {
  known.delete(latest.reading.incidentId);
  known.set(latest.reading.incidentId, latest);
  const oldest = known.keys().next();
  if (known.size > MOST_READINGS && oldest.done !== true) known.delete(oldest.value);
};
/** Only what cannot have changed was judged already: the very same events, frozen. Whoever changes a stored row makes another event of it. */
const stillThere = (all: readonly LedgerEvent[], known: Known | undefined, verify: Verify): Known | undefined =>
  known?.verify === verify && known.all.every((event, index) => event === all[index] && Object.isFrozen(event)) ? known : undefined;

/** An incident as far as it may be believed. Nothing may act when `believed.brokenAt` is set. The store is read every time; each event is judged once. */
export const readIncident = async (
  { ledger, verify }: { readonly ledger: Ledger; readonly verify: Verify },
  incidentId: IncidentId,
): Promise<Reading> => {
  const all = await ledger.read(incidentId);
  const known = knownOf(ledger);
  const before = stillThere(all, known.get(incidentId), verify);
  if (before !== undefined && before.all.length === all.length) return before.reading;
  const believed = believe(incidentId, all, verify, before && { all: before.all, believed: before.reading.believed });
  const reading = { ...foldIncident(incidentId, believed.events), seq: all.at(-1)?.seq ?? 0, believed };
  keep(known, { all, verify, reading });
  return reading;
};

/** Writers race; each reads, decides, appends, and decides again when somebody was faster. 200 tries is 100 racers twice over. */
const TRIES = 200;

/**
 * Reads, lets `decide` say what to add, appends all or nothing. `decide` runs again on a conflict, so it must be free of effects;
 * `undefined` means: nothing to add. Answers what `decide` answered last.
 */
export const decideAndAppend = async <T>(
  desk: { readonly ledger: Ledger; readonly verify: Verify },
  incidentId: IncidentId,
  decide: (
    state: Reading,
  ) =>
    | Promise<{ readonly drafts: readonly LedgerDraft[]; readonly answer: T }>
    | { readonly drafts: readonly LedgerDraft[]; readonly answer: T },
): Promise<T> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const state = await readIncident(desk, incidentId);
    const { drafts, answer } = await decide(state);
    if (drafts.length === 0) return answer;
    const { kind, seq } = await desk.ledger.append(incidentId, state.seq, drafts);
    if (kind === 'appended') return answer;
    // Every fact is known already. When nothing else came in meanwhile, this is a repeat of ours; otherwise decide again on what is new.
    if (kind === 'already' && seq === state.seq) return answer;
  }
  throw new Error(`${incidentId}: ${TRIES} writers were faster; nothing was appended`);
};

/** For facts that hold whatever else happened meanwhile. A known id is not written again. */
export const record = (
  desk: { readonly ledger: Ledger; readonly verify: Verify },
  incidentId: IncidentId,
  drafts: readonly LedgerDraft[],
): Promise<void> => decideAndAppend(desk, incidentId, () => ({ drafts, answer: undefined }));
