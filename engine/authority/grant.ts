import type { Grant, GrantedBy, SignedGrant } from '../../core/approval/grant.ts';
import { HOUSE } from '../../core/house/house.ts';
import { approvalFor, runIn, stepIn } from '../../core/ledger/incident.ts';
import type { StepView } from '../../core/run/run.ts';
import { tallyOf } from '../../core/approval/tally.ts';
import { plus } from '../../core/time.ts';
import { planDigestOf } from '../../core/action/plan.ts';
import { decideAndAppend, type Reading } from '../append.ts';
import type { Authority } from '../ports.ts';
import { haltOf } from '../house.ts';
import { judgeStep } from './house.ts';
import { NOT_ITS_PLAN } from './request.ts';
import type { AuthorityDesk } from './authority.ts';
import { sealed } from './sealed.ts';
import { sharedBar, sharedRule } from './sharing.ts';

/** A grant outlives a crash and a retry, not a night: 15 minutes, as long as one assumed-role session. */
const LIFE_SECONDS = 900;
type Refused = { readonly refused: string; readonly stopped?: true };

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
const stoppedFor = async (desk: AuthorityDesk, { incidentId }: Reading, { action }: StepView): Promise<Refused | undefined> => {
  if (incidentId === HOUSE || desk.catalog.get(action)?.effect === 'observe') return undefined;
  const halt = await haltOf(desk);
  return halt && { refused: halt.sentence, stopped: true };
};

/** Signs permission for one verb of one planned step. Asked again, it signs the same grant until that has expired. */
export const issueGrant = async (desk: AuthorityDesk, ask: Parameters<Authority['grant']>[0]): Promise<SignedGrant | Refused> => {
  const nonce = desk.ids.token();
  const granted = await decideAndAppend<Grant | Refused>(desk, ask.incidentId, async (state) => {
    const step = usable(state, ask);
    if ('refused' in step) return { drafts: [], answer: step };
    const stopped = await stoppedFor(desk, state, step);
    if (stopped !== undefined) return { drafts: [], answer: stopped };
    const now = desk.clock.now();
    if (step.grant !== undefined && step.grant.expiresAt > now) return { drafts: [], answer: step.grant };
    const by = await permitted(desk, state, step);
    if ('refused' in by) return { drafts: [], answer: by };
    const { target } = step.plan;
    const grant: Grant = {
      action: step.action,
      verb: step.verb,
      account: target.account,
      target: target.arn,
      planDigest: step.planDigest,
      run: step.runId,
      step: step.path,
      mode: runIn(state, step.runId)?.mode ?? 'observe',
      by,
      expiresAt: plus(now, LIFE_SECONDS),
      nonce,
    };
    const draft = await sealed(desk.signer, ask.incidentId, {
      id: `${ask.runId}:${ask.step}:${ask.verb}:grant:${nonce}`,
      type: 'grant.issued',
      data: { grant },
    });
    return { drafts: [draft], answer: grant };
  });
  return 'refused' in granted ? granted : { payload: granted, ...(await desk.signer.sign('grant', granted)) };
};
