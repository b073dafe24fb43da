import { due, mayFill } from '../../core/approval/fold.ts';
import { tallyOf, wouldCount } from '../../core/approval/tally.ts';
import type { Approval, ApprovalView, Vote } from '../../core/approval/approval.ts';
import { targetOf } from '../../core/asset/resource.ts';
import { yesCommand } from '../../core/report/text-approval.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { approvalFor, stepIn } from '../../core/ledger/incident.ts';
import { decideAndAppend, readIncident } from '../append.ts';
import type { Authority, Voted } from '../ports.ts';
import type { AuthorityDesk } from './authority.ts';
import { moved } from './moved.ts';
import { sealed } from './sealed.ts';

type Ballot = Parameters<Authority['vote']>[0];
const refused = (because: Extract<Voted, { kind: 'refused' }>['because'], sentence: string): Voted => ({
  kind: 'refused',
  because,
  sentence,
});

const notBySlack = ({ number, iam, risk, typedTarget }: Approval, name: string): string => {
  const why =
    iam === 'one'
      ? `one yes to ${risk} on this asset must be given where IAM says who you are, and none was`
      : `each yes to ${risk} on this asset must be given where IAM says who you are`;
  const command = yesCommand(number, typedTarget ? name : undefined);
  return `A-${number}: Slack alone does not suffice, ${why}. Nothing was changed. Say yes in the console, or at a terminal: ${command}`;
};

/** What this ballot lacks, from somebody who may answer: a reason, the right surface, the typed name. */
const wanting = (view: ApprovalView, { actor, vote, reason, typed }: Ballot): Voted | undefined => {
  const { approval } = view;
  if (vote === 'deny')
    return (reason ?? '').trim() === ''
      ? refused('reason-missing', 'A denial needs a reason; the next responder will read it.')
      : undefined;
  const { name } = targetOf(approval.target);
  if (actor.kind !== 'human' || !wouldCount(view, { by: actor.id, via: actor.via }))
    return refused('needs-iam', notBySlack(approval, name));
  return approval.typedTarget && typed !== name
    ? refused('typed-target', `This loosens containment: type the target's name to approve it (${name}).`)
    : undefined;
};

/** What already bars this ballot, before anybody looks at the account. */
const barred = (desk: AuthorityDesk, view: ApprovalView, ballot: Ballot): Voted | undefined => {
  const { approval, state, votes } = view;
  const { actor } = ballot;
  const person = actor.kind === 'human' ? actor.id : '';
  if (!Object.hasOwn(desk.policy.assets.people, person))
    return refused('unknown', `${person || actor.kind} is nobody Cordon knows; people stand in assets.yaml`);
  if (state.kind !== 'pending')
    return refused('closed', `A-${approval.number} is already ${state.kind === 'granted' ? `approved by ${state.by}` : state.kind}`);
  // What happens on silence was shown before anybody waited; that no clock has closed it yet does not reopen it.
  if (due(view, desk.clock.now()) === 'silence')
    return refused(
      'closed',
      `A-${approval.number} was open until ${approval.rounds.at(-1)?.until}; an answer that comes now does not count.`,
    );
  const others = [...new Set(approval.seats.flatMap((seat) => seat.people))].filter((id) => id !== person);
  if (approval.notRequester && approval.requestedBy.kind === 'human' && approval.requestedBy.id === person && ballot.vote === 'grant') {
    return refused('requester', `You asked for A-${approval.number}, so others must approve it: ${others.join(', ')}.`);
  }
  if (votes.some(({ by }) => by === person))
    return refused(
      'already-voted',
      `A-${approval.number} has ${person}'s answer already; it still needs ${tallyOf(view).missing.join(', ')}`,
    );
  if (!approval.seats.some((seat) => mayFill(view, seat, person))) {
    return refused(
      'not-eligible',
      `A-${approval.number} asks ${others.join(', ')}; ${person} fills none of its seats (${approval.seats.map(({ role }) => role).join(', ')}).`,
    );
  }
  return wanting(view, ballot);
};

interface Counted {
  readonly drafts: readonly LedgerDraft[];
  readonly answer: Voted;
}
const count = async (desk: AuthorityDesk, view: ApprovalView, ballot: Ballot): Promise<Counted> => {
  const { approval } = view;
  const { actor } = ballot;
  if (actor.kind !== 'human') return { drafts: [], answer: refused('unknown', 'only people vote') };
  const said = {
    approvalId: approval.id,
    by: actor.id,
    via: actor.via,
    vote: ballot.vote,
    planDigest: approval.planDigest,
    reason: ballot.reason ?? null,
    at: desk.clock.now(),
  };
  const { filled, missing, granted } = tallyOf({ ...view, votes: [...view.votes, { ...said, seat: null }] });
  const own =
    ballot.vote === 'grant' ? approval.seats[filled.indexOf(actor.id)] : approval.seats.find((one) => mayFill(view, one, actor.id));
  const vote: Vote = { ...said, seat: own?.role ?? null };
  const voted = await sealed(desk.signer, approval.incidentId, {
    id: `${approval.id}:vote:${actor.id}`,
    type: 'approval.voted',
    data: { vote },
  });
  if (ballot.vote === 'grant' && !granted) return { drafts: [voted], answer: { kind: 'recorded', closed: false, missing } };
  const state =
    ballot.vote === 'grant'
      ? ({ kind: 'granted', by: 'people' } as const)
      : ({ kind: 'denied', by: actor.id, reason: ballot.reason ?? '' } as const);
  const closed = await sealed(desk.signer, approval.incidentId, {
    id: `${approval.id}:closed`,
    type: 'approval.closed',
    data: { approvalId: approval.id, state },
  });
  return { drafts: [voted, closed], answer: { kind: 'recorded', closed: true, missing: [] } };
};

const voided = async (desk: AuthorityDesk, view: ApprovalView, why: string): Promise<Counted> => {
  const { id, incidentId, number } = view.approval;
  const data = { approvalId: id, state: { kind: 'void', because: 'plan-changed' } } as const;
  return {
    drafts: [await sealed(desk.signer, incidentId, { id: `${id}:closed`, type: 'approval.closed', data })],
    answer: refused('plan-changed', `A-${number} is void: the account changed after it was asked (${why}). Nothing was done.`),
  };
};

/** Records one ballot. Looks at the account first: what people approve must still be what would happen. */
export const castVote = async (desk: AuthorityDesk, ballot: Ballot): Promise<Voted> => {
  const before = await readIncident(desk, ballot.incidentId);
  if (before.believed.brokenAt !== undefined)
    return refused('unknown', `the ledger of this incident is broken at event ${before.believed.brokenAt}; nothing can be approved on it`);
  const view = before.approvals.find(({ approval }) => approval.id === ballot.approvalId);
  const step = view && stepIn(before, view.approval.run, view.approval.step);
  if (view === undefined || step === undefined) return refused('unknown', 'there is no such approval');
  const early = barred(desk, view, ballot);
  if (early !== undefined) return early;
  const why =
    ballot.vote === 'grant'
      ? approvalFor(before, step)?.approval.id === view.approval.id
        ? await moved(desk, before, step)
        : 'the step was planned anew'
      : undefined;
  return decideAndAppend(desk, ballot.incidentId, async (state) => {
    const now = state.approvals.find(({ approval }) => approval.id === ballot.approvalId);
    if (now === undefined) return { drafts: [], answer: refused('unknown', 'there is no such approval') };
    const late = barred(desk, now, ballot);
    if (late !== undefined) return { drafts: [], answer: late };
    return why === undefined ? count(desk, now, ballot) : voided(desk, now, why);
  });
};
