import type { ApprovalView } from '../../core/approval/approval.ts';
import { mayFill } from '../../core/approval/fold.ts';
import { tallyOf, wouldCount } from '../../core/approval/tally.ts';
import { approvalFor, stepIn } from '../../core/ledger/incident.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { decideAndAppend } from '../append.ts';
import type { Asked, Authority } from '../ports.ts';
import { approvalOf } from './ask.ts';
import type { AuthorityDesk } from './authority.ts';
import { judgeStep } from './house.ts';
import { sealed } from './sealed.ts';
import { sharedRule } from './sharing.ts';

/** Somebody wrote another plan into the ledger after the run had made its own. */
export const NOT_ITS_PLAN = 'the plan in the ledger is not the one that the run made';

const standing = ({ approval, round, state }: ApprovalView): Asked =>
  state.kind === 'pending'
    ? { kind: 'waiting', approvalId: approval.id, round, until: approval.rounds[round]?.until ?? approval.askedAt }
    : { kind: 'waiting', approvalId: approval.id, round, until: approval.askedAt };

/** A person who asks for something that they may decide alone has decided it by asking, where their yes counts. */
const asksAndDecides = async (desk: AuthorityDesk, view: ApprovalView): Promise<readonly LedgerDraft[]> => {
  const { approval } = view;
  const { requestedBy: actor } = approval;
  const seat = actor.kind === 'human' ? approval.seats.find((one) => mayFill(view, one, actor.id)) : undefined;
  if (actor.kind !== 'human' || seat === undefined || approval.typedTarget) return [];
  if (!wouldCount(view, { by: actor.id, via: actor.via })) return [];
  const vote = {
    approvalId: approval.id,
    by: actor.id,
    via: actor.via,
    vote: 'grant',
    seat: seat.role,
    planDigest: approval.planDigest,
    reason: null,
    at: approval.askedAt,
  } as const;
  const voted = await sealed(desk.signer, approval.incidentId, {
    id: `${approval.id}:vote:${actor.id}`,
    type: 'approval.voted',
    data: { vote },
  });
  if (!tallyOf({ ...view, votes: [vote] }).granted) return [voted];
  const data = { approvalId: approval.id, state: { kind: 'granted', by: 'people' } } as const;
  return [voted, await sealed(desk.signer, approval.incidentId, { id: `${approval.id}:closed`, type: 'approval.closed', data })];
};

/** Asks for a planned step; asking again finds the same question. */
export const askPeople = async (desk: AuthorityDesk, ask: Parameters<Authority['request']>[0]): Promise<Asked> => {
  // Taken only when people are asked, and once however often the append is tried again.
  let number: Promise<number> | undefined;
  return decideAndAppend<Asked>(desk, ask.incidentId, async (state) => {
    const none = (because: string) => ({ drafts: [], answer: { kind: 'refused', because } as const });
    if (state.believed.brokenAt !== undefined) return none(`the ledger of this incident is broken at event ${state.believed.brokenAt}`);
    const step = stepIn(state, ask.runId, ask.step);
    if (step === undefined || step.verb !== ask.verb) return none('the step has no plan');
    if (step.planDigest !== ask.planDigest) return none(NOT_ITS_PLAN);
    const known = approvalFor(state, step);
    if (known !== undefined) return { drafts: [], answer: standing(known) };
    const judged = await judgeStep(desk, state, step);
    const { requirement } = judged;
    if (requirement.kind === 'refused') return none(requirement.rule);
    if (requirement.kind === 'auto' || (await sharedRule(desk, step)) !== undefined) return { drafts: [], answer: { kind: 'auto' } };
    number ??= desk.ledger.nextNumber('approval');
    const id = `${ask.runId}:${ask.step}:${ask.verb}:${step.planDigest.slice(7, 19)}`;
    const approval = approvalOf(desk.policy, state, step, { ...judged, requirement }, { id, number: await number, now: desk.clock.now() });
    const view: ApprovalView = { approval, votes: [], round: 0, waiting: [], state: { kind: 'pending' } };
    const requested = await sealed(desk.signer, ask.incidentId, { id: `${id}:requested`, type: 'approval.requested', data: { approval } });
    return { drafts: [requested, ...(await asksAndDecides(desk, view))], answer: standing(view) };
  });
};
