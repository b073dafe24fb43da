import type { IncidentState } from '../../core/ledger/incident.ts';
import type { StepView } from '../../core/run/run.ts';
import { leaningOn, namesOf, vouchFor } from '../held.ts';
import type { AuthorityDesk } from './authority.ts';

/** Why a step that writes nothing needs nobody: another incident holds the target already, and was permitted to. */
export const sharedRule = async (desk: AuthorityDesk, step: StepView): Promise<string | undefined> => {
  const other = step.verb === 'apply' ? await vouchFor(desk, step.plan) : undefined;
  return other?.opened && `nothing is written: INC-${other.opened.number} holds ${step.plan.target.name}, and its hold is shared`;
};

/** Why this may not be lifted now, whoever agreed: another incident rests on it. */
export const sharedBar = async (desk: AuthorityDesk, state: IncidentState, step: StepView): Promise<string | undefined> => {
  if (step.verb !== 'undo') return undefined;
  const others = await leaningOn(desk, state.incidentId, step);
  return others.length === 0 ? undefined : `${namesOf(others)} also holds ${step.plan.target.name}, by the same deny; release that first`;
};
