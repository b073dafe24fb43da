import type { Actor } from '../core/approval/approval.ts';
import type { Arn } from '../core/asset/resource.ts';
import type { IncidentId } from '../core/id.ts';
import type { IncidentState } from '../core/ledger/incident.ts';
import { containmentsOf, type ContainmentView } from '../core/run/containment.ts';
import { decideAndAppend } from './append.ts';
import type { Desk } from './desk.ts';

export const containmentOn = ({ catalog }: Pick<Desk, 'catalog'>, state: IncidentState, target: Arn): ContainmentView | undefined =>
  containmentsOf(state.runs, (action) => catalog.get(action)?.effect === 'containment').find((view) => view.target === target);

/** Says in the time line what a person's word made of the containment, if it made something else of it. */
export const wordDraft = (
  desk: Pick<Desk, 'ledger' | 'verify' | 'catalog'>,
  incidentId: IncidentId,
  before: IncidentState,
  target: Arn,
  id: string,
  actor: Actor,
): Promise<void> =>
  decideAndAppend(desk, incidentId, (state) => {
    const [was, is] = [containmentOn(desk, before, target), containmentOn(desk, state, target)];
    if (was === undefined || is === undefined || was.word === is.word) return { drafts: [], answer: undefined };
    const data = { target, from: was.word, to: is.word, because: is.because };
    return { drafts: [{ id, type: 'containment.changed', actor, data }], answer: undefined };
  });
