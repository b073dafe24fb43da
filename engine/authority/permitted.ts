import type { GrantedBy } from '../../core/approval/grant.ts';
import { tallyOf } from '../../core/approval/tally.ts';
import { HOUSE } from '../../core/house/house.ts';
import { planDigestOf } from '../../core/action/plan.ts';
import { approvalFor, runIn, stepIn } from '../../core/ledger/incident.ts';
import type { StepView } from '../../core/run/run.ts';
import type { Reading } from '../append.ts';
import { haltOf } from '../house.ts';
import type { Authority } from '../ports.ts';
import type { AuthorityDesk } from './authority.ts';
import { judgeStep } from './house.ts';
import { NOT_ITS_PLAN } from './request.ts';
import { sharedBar, sharedRule } from './sharing.ts';

export type Refused = { readonly refused: string; readonly stopped?: true };

/** Who permits this step, counted anew. */
export const permitted = async (desk: AuthorityDesk, state: Reading, step: StepView): Promise<GrantedBy | Refused> => {
  const { requirement } = await judgeStep(desk, state, step);
  if (requirement.kind === 'refused') return { refused: requirement.rule };
  if (requirement.kind === 'auto') return { kind: 'policy', rule: requirement.rule };
  const shared = await sharedRule(desk, step);
  if (shared !== undefined) return { kind: 'policy', rule: shared };
  const barred = await sharedBar(desk, state, step);
  if (barred !== undefined) return { refused: barred };
  const view = approvalFor(state, step);
  if (view?.state.kind !== 'granted') return { refused: 'no approval for exactly this plan was granted' };
  // Counted again before signing: whatever closed the approval may have been wrong.
  const { number, onSilence } = view.approval;
  if (view.state.by === 'people' && !tallyOf(view).granted)
    return { refused: `A-${number} is closed as approved, but the yes that were given do not suffice for it` };
  if (view.state.by === 'silence' && onSilence !== 'contain')
    return { refused: `A-${number} is closed as approved by silence, which does not permit it` };
  return { kind: view.state.by, approvalId: view.approval.id };
};

/** The step of this ask, if it is still the one that was planned and its run goes on. */
export const usable = (state: Reading, ask: Parameters<Authority['grant']>[0]): StepView | Refused => {
  if (state.believed.brokenAt !== undefined)
    return { refused: `the ledger of this incident is broken at event ${state.believed.brokenAt}` };
  const step = stepIn(state, ask.runId, ask.step);
  if (step === undefined || step.verb !== ask.verb) return { refused: 'the step has no plan' };
  if (step.planDigest !== ask.planDigest) return { refused: NOT_ITS_PLAN };
  if (planDigestOf(step.plan) !== step.planDigest) return { refused: 'the plan is not the one its digest names' };
  const status = runIn(state, ask.runId)?.status;
  return status === 'running' || status === 'requested' ? step : { refused: `the run is ${status ?? 'unknown'}` };
};

/**
 * While everything is stopped nothing is signed that changes an account, nor signed again. Taking evidence goes on, because it changes nothing
 * and will not be there later; and so does what concerns the house itself, or nobody could put it right and go on.
 */
export const stoppedFor = async (desk: AuthorityDesk, { incidentId }: Reading, { action }: StepView): Promise<Refused | undefined> => {
  if (incidentId === HOUSE || desk.catalog.get(action)?.effect === 'observe') return undefined;
  const halt = await haltOf(desk);
  return halt && { refused: halt.sentence, stopped: true };
};
