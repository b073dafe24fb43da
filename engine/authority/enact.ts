import { HOUSE } from '../../core/house/house.ts';
import type { HouseOrder } from '../../core/house/house.ts';
import { PlaybookRefShape } from '../../core/approval/approve-request.ts';
import type { Facts, LedgerDraft } from '../../core/ledger/facts.ts';
import type { StepView } from '../../core/run/run.ts';
import { decideAndAppend } from '../append.ts';
import { orderOf } from '../house-plan.ts';
import type { Authority } from '../ports.ts';
import type { AuthorityDesk } from './authority.ts';
import { permitted, usable } from './permitted.ts';
import { sealed } from './sealed.ts';

type Stated =
  | { readonly type: 'playbook.activated'; readonly data: Facts['playbook.activated'] }
  | { readonly type: 'house.resumed'; readonly data: Facts['house.resumed'] };

const stated = (order: HouseOrder, { runId, plan }: StepView, approvalId: string): Stated => {
  const said = { runId, by: order.by, approvalId };
  if (order.kind === 'resume') return { type: 'house.resumed', data: { ...said, stop: order.stop } };
  const before = PlaybookRefShape.safeParse(plan.before['live']);
  return { type: 'playbook.activated', data: { ...said, playbook: order.playbook, instead: before.success ? before.data : null } };
};

/**
 * States that a version is active, or that the house goes on: only for the very plan that people agreed to, judged and counted once more, on
 * the ledger as it is now. Asked again, it finds its own fact.
 */
export const enact = (desk: AuthorityDesk, ask: Parameters<Authority['enact']>[0]): ReturnType<Authority['enact']> =>
  decideAndAppend<Awaited<ReturnType<Authority['enact']>>>(desk, HOUSE, async (state) => {
    const id = `${ask.runId}:${ask.step}:enacted`;
    const no = (refused: string) => ({ drafts: [], answer: { refused } });
    if (ask.incidentId !== HOUSE) return no('it does not concern the house');
    if (state.believed.events.some((event) => event.id === id)) return { drafts: [], answer: { done: true } };
    const [step, order] = [usable(state, ask), orderOf(state, ask.runId)];
    if ('refused' in step) return no(step.refused);
    if (order === undefined) return no('nobody ordered it');
    const by = await permitted(desk, state, step);
    if ('refused' in by) return no(by.refused);
    if (by.kind !== 'people') return no('nobody but people can agree to this');
    const draft: LedgerDraft = await sealed(desk.signer, HOUSE, { id, ...stated(order, step, by.approvalId) });
    return { drafts: [draft], answer: { done: true } };
  });
