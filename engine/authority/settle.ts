import type { ApprovalState, ApprovalView } from '../../core/approval/approval.ts';
import { due } from '../../core/approval/fold.ts';
import { decideAndAppend } from '../append.ts';
import type { Authority, Settled } from '../ports.ts';
import type { AuthorityDesk } from './authority.ts';
import { sealed } from './sealed.ts';

/** Where an approval stands, in the words of a run. */
const standing = ({ approval, round, state }: ApprovalView): Settled => {
  switch (state.kind) {
    case 'pending':
      return { kind: 'waiting', round, until: approval.rounds[round]?.until ?? approval.askedAt };
    case 'granted':
      return { kind: 'granted' };
    case 'denied':
      return { kind: 'not-granted', because: `${state.by} denied A-${approval.number}: ${state.reason}` };
    case 'expired':
      return {
        kind: 'not-granted',
        because: `nobody answered A-${approval.number}; ${approval.onSilence === 'keep-serving' ? 'its owner prefers to keep serving' : 'it is never done on silence'}`,
      };
    case 'void':
      return { kind: 'not-granted', because: state.because === 'run-ended' ? 'the run was stopped' : 'plan-changed' };
  }
};

/** Silence after the last round: what the asset's owner declared, or nothing. */
const onSilence = ({ approval }: ApprovalView): ApprovalState =>
  approval.onSilence === 'contain' ? { kind: 'granted', by: 'silence' } : { kind: 'expired' };

/** Does what the clock asks for (next round, end of waiting) and says where the approval stands. */
export const settleByClock = (desk: AuthorityDesk, ask: Parameters<Authority['settle']>[0]): Promise<Settled> =>
  decideAndAppend<Settled>(desk, ask.incidentId, async (state) => {
    const view = state.approvals.find(({ approval }) => approval.id === ask.approvalId);
    if (view === undefined) return { drafts: [], answer: { kind: 'not-granted', because: 'there is no such approval' } };
    const what = view.state.kind === 'pending' && state.believed.brokenAt === undefined ? due(view, desk.clock.now()) : 'nothing';
    if (what === 'nothing') return { drafts: [], answer: standing(view) };
    const { id } = view.approval;
    if (what === 'escalate') {
      const next = { ...view, round: view.round + 1 };
      const draft = await sealed(desk.signer, ask.incidentId, {
        id: `${id}:round:${next.round}`,
        type: 'approval.escalated',
        data: { approvalId: id, round: next.round },
      });
      return { drafts: [draft], answer: standing(next) };
    }
    const closed = { ...view, state: onSilence(view) };
    const draft = await sealed(desk.signer, ask.incidentId, {
      id: `${id}:closed`,
      type: 'approval.closed',
      data: { approvalId: id, state: closed.state },
    });
    return { drafts: [draft], answer: standing(closed) };
  });
