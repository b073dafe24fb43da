import { secondsBetween, type Instant } from '../time.ts';
import type { LedgerEvent } from '../ledger/facts.ts';
import { endOf, type Approval, type ApprovalView } from './approval.ts';

/** Approvals after one more (believed) fact. */
export const foldApprovals = (views: readonly ApprovalView[], event: LedgerEvent): readonly ApprovalView[] => {
  const edit = (id: string, change: (view: ApprovalView) => ApprovalView) =>
    views.map((view) => (view.approval.id === id ? change(view) : view));
  switch (event.type) {
    case 'approval.requested':
      return [...views, { approval: event.data.approval, votes: [], round: 0, waiting: [], state: { kind: 'pending' } }];
    case 'approval.waiting':
      return edit(event.data.approvalId, (view) => ({ ...view, waiting: [...view.waiting, event.data.callbackId] }));
    case 'approval.escalated':
      return edit(event.data.approvalId, (view) => ({ ...view, round: event.data.round }));
    case 'approval.voted':
      return edit(event.data.vote.approvalId, (view) => ({ ...view, votes: [...view.votes, event.data.vote] }));
    case 'approval.closed':
      return edit(event.data.approvalId, (view) => ({ ...view, state: event.data.state }));
    default:
      return views;
  }
};

/** May this person fill this seat now? Those whom a later round asks may answer for any seat but legal once that round has begun. */
export const mayFill = ({ approval, round }: ApprovalView, seat: Approval['seats'][number], person: string): boolean => {
  const requester = approval.requestedBy.kind === 'human' && approval.requestedBy.id === person;
  if (requester && approval.notRequester) return false;
  const escalated = approval.rounds.slice(1, round + 1).some(({ asks }) => asks.includes(person));
  return seat.people.includes(person) || (escalated && seat.role !== 'legal');
};

/** What the clock asks for: nothing yet, the next round, or the end. */
export const due = ({ approval, round }: ApprovalView, now: Instant): 'nothing' | 'escalate' | 'silence' => {
  if (secondsBetween(now, endOf(approval)) <= 0) return 'silence';
  const until = approval.rounds[round]?.until;
  return until !== undefined && secondsBetween(now, until) <= 0 ? 'escalate' : 'nothing';
};
