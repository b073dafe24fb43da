import type { AssetEntry, Tier } from '../../core/asset/asset.ts';
import { HOUSE } from '../../core/house/house.ts';
import { planDigestOf } from '../../core/action/plan.ts';
import { requirementFor } from '../../core/approval/table.ts';
import { runIn } from '../../core/ledger/incident.ts';
import type { StepView } from '../../core/run/run.ts';
import type { Reading } from '../append.ts';
import type { Policy } from '../desk.ts';
import { orderOf, planFor } from '../house-plan.ts';
import { judge, type Judged } from './ask.ts';
import type { AuthorityDesk } from './authority.ts';

const TIERS: readonly Tier[] = ['low', 'medium', 'high'];

/**
 * Whose word counts for the whole house: it concerns every adopted asset, so the highest tier among them decides the row, and the owners and
 * deputies of that tier share the owner's seat. `undefined`: nothing is adopted.
 */
const strictestOf = ({ assets: { assets } }: Policy): AssetEntry | undefined => {
  const tier = TIERS.findLast((one) => assets.some((asset) => asset.tier === one));
  const highest = assets.filter((asset) => asset.tier === tier);
  const [first] = highest;
  const owners = [...new Set(highest.flatMap(({ owner, deputies }) => [owner, ...deputies]))];
  return first && { ...first, deputies: owners.filter((id) => id !== first.owner) };
};

/** Is this step still what its sealed order comes to now? The reason why not, or nothing. */
export const movedInHouse = async (desk: AuthorityDesk, state: Reading, step: StepView): Promise<string | undefined> => {
  const order = orderOf(state, step.runId);
  if (order === undefined) return 'nobody ordered it';
  const now = await planFor(desk, order);
  if (!now.ok) return now.why;
  return planDigestOf(now.plan) === step.planDigest ? undefined : 'what is active now is not what was active when it was asked';
};

const judgeHouse = async (desk: AuthorityDesk, state: Reading, step: StepView): Promise<Judged> => {
  const [order, run] = [orderOf(state, step.runId), runIn(state, step.runId)];
  const moved = await movedInHouse(desk, state, step);
  const entry = strictestOf(desk.policy);
  const requestedBy = order?.by ?? ({ kind: 'run', id: step.runId } as const);
  if (order === undefined || run === undefined || moved !== undefined)
    return { requirement: { kind: 'refused', rule: moved ?? 'nobody ordered it' }, risk: 'L', requestedBy };
  const { tier, failMode, whenUnavailable } = entry ?? ({ tier: 'high', failMode: 'keep-serving', whenUnavailable: 'fail-open' } as const);
  const requirement = requirementFor({ risk: 'L', mode: run.mode, tier, failMode, whenUnavailable, corroborated: true });
  const rule = `L for the whole house: tier ${tier} is the highest that is adopted (approval table)`;
  return {
    requirement: requirement.kind === 'seats' ? { ...requirement, rule } : requirement,
    risk: 'L',
    requestedBy,
    ...(entry && { entry }),
  };
};

/** What the approval table says about a step, of an incident or of the house. */
export const judgeStep = async (desk: AuthorityDesk, state: Reading, step: StepView): Promise<Judged> =>
  state.incidentId === HOUSE ? judgeHouse(desk, state, step) : judge(desk.policy, desk.catalog, state, step);
