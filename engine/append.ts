import type { Verify } from '../core/approval/grant.ts';
import type { IncidentId } from '../core/id.ts';
import { believe, type Believed } from '../core/ledger/believe.ts';
import type { LedgerDraft } from '../core/ledger/facts.ts';
import { foldIncident, type IncidentState } from '../core/ledger/incident.ts';
import type { Ledger } from './ports.ts';

export interface Reading extends IncidentState {
  readonly believed: Believed;
}

/** An incident as far as it may be believed. Nothing may act when `believed.brokenAt` is set. */
export const readIncident = async (
  { ledger, verify }: { readonly ledger: Ledger; readonly verify: Verify },
  incidentId: IncidentId,
): Promise<Reading> => {
  const all = await ledger.read(incidentId);
  const believed = believe(incidentId, all, verify);
  return { ...foldIncident(incidentId, believed.events), seq: all.at(-1)?.seq ?? 0, believed };
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
