import { staysUntilReleased } from '../../core/action/catalog.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { remainsOf, remainsText } from '../../core/run/remains.ts';
import { isUnderWay } from '../../core/run/run.ts';
import { decideAndAppend } from '../append.ts';
import type { Aborted, Authority } from '../ports.ts';
import type { AuthorityDesk } from './authority.ts';
import { sealed, withSeal } from './sealed.ts';

const MAY: readonly string[] = ['responder', 'commander', 'security'];

/**
 * Stops every run of one incident: no grant is signed for them from here on, their questions are void, and they have ended, whether or not
 * their process still lives. Nothing is undone: stopping never loosens anything.
 */
export const abortRuns = (desk: AuthorityDesk, ask: Parameters<Authority['abort']>[0]): Promise<Aborted> =>
  decideAndAppend<Aborted>(desk, ask.incidentId, async (state) => {
    const { actor, reason, incidentId } = ask;
    const refuse = (because: 'not-eligible' | 'nothing-runs', sentence: string) => ({
      drafts: [],
      answer: { kind: 'refused', because, sentence } as const,
    });
    const person = actor.kind === 'human' && Object.hasOwn(desk.policy.assets.people, actor.id) ? actor.id : undefined;
    const roles = person === undefined ? [] : (desk.policy.assets.people[person]?.roles ?? []);
    if (person === undefined || !roles.some((role) => MAY.includes(role)))
      return refuse('not-eligible', `Stopping a run is for people with one of the roles ${MAY.join(', ')}. Nothing was stopped.`);
    const running = state.runs.filter(isUnderWay);
    if (running.length === 0) return refuse('nothing-runs', 'No run of this incident is under way; there is nothing to stop.');
    const remains = remainsOf(state.runs, running, (action) => staysUntilReleased(desk.catalog, action));
    const because = `stopped by ${person}${reason === undefined ? '' : `: ${reason}`}; ${remainsText(remains)}`;
    const open = state.approvals.filter(
      ({ approval, state: { kind } }) => kind === 'pending' && running.some(({ runId }) => runId === approval.run),
    );
    const drafts: LedgerDraft[] = [];
    for (const { runId } of running) {
      const data = { runId, ...(reason !== undefined && { reason }) };
      drafts.push(await withSeal(desk.signer, incidentId, { id: `${runId}:aborted`, type: 'run.aborted', actor, data }));
    }
    for (const { approval } of open) {
      const data = { approvalId: approval.id, state: { kind: 'void', because: 'run-ended' } } as const;
      drafts.push(await sealed(desk.signer, incidentId, { id: `${approval.id}:closed`, type: 'approval.closed', data }));
    }
    for (const { runId } of running)
      drafts.push({ id: `${runId}:ended`, type: 'run.ended', actor, data: { runId, status: 'aborted', because } });
    return {
      drafts,
      answer: { kind: 'aborted', runs: running.map(({ runId }) => runId), voided: open.map(({ approval }) => approval.number) },
    };
  });
