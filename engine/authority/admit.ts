import type { Actor } from '../../core/approval/approval.ts';
import { HOUSE, isHouseOrder } from '../../core/house/house.ts';
import { runIdOf, type RunId } from '../../core/id.ts';
import { digestOf } from '../../core/json.ts';
import { PEOPLE_STATE, type FactType, type LedgerDraft } from '../../core/ledger/facts.ts';
import { decideAndAppend } from '../append.ts';
import type { Admission, Admitted } from '../ports.ts';
import type { AuthorityDesk } from './authority.ts';
import { withSeal } from './sealed.ts';

/** The only facts that may come in from outside; everything else the authority finds out itself. */
const ADMITTED: readonly FactType[] = ['finding.received', ...PEOPLE_STATE];

/** Everybody in whose name something is brought in. */
const speakers = ({ facts, order }: Admission): readonly Actor[] => [
  ...facts.map(({ actor }) => actor),
  ...(order === undefined ? [] : [order.actor, ...('by' in order.order ? [order.order.by] : [])]),
];

/** The house is never opened and hears of no finding; what concerns it is ordered there and nowhere else. */
const misplacedIn = ({ incidentId, facts, order }: Admission): string | undefined => {
  if (incidentId !== HOUSE)
    return order !== undefined && isHouseOrder(order.order) ? `${order.order.kind} concerns the whole house` : undefined;
  if (facts.length > 0) return 'nothing but orders is admitted to the house';
  return order !== undefined && !isHouseOrder(order.order) ? `${order.order.kind} does not concern the house` : undefined;
};

/**
 * Lets a finding, an incident and an order into the ledger, all or nothing, under the seal. Who may call this is the deployment's
 * decision (intake, and people through the command line); who can merely write the ledger cannot.
 */
export const admit = (desk: AuthorityDesk, admission: Admission): Promise<Admitted> => {
  const { incidentId, facts, order } = admission;
  return decideAndAppend<Admitted>(desk, incidentId, async (state) => {
    const other = facts.find(({ type }) => !ADMITTED.includes(type));
    if (other !== undefined) throw new Error(`${other.type} is not admitted from outside`);
    const nobody = facts.find(({ type, actor }) => type !== 'incident.opened' && PEOPLE_STATE.includes(type) && actor.kind !== 'human');
    if (nobody !== undefined) throw new Error(`${nobody.type} is a person's word`);
    const stranger = speakers(admission).find((one) => one.kind === 'human' && !Object.hasOwn(desk.policy.assets.people, one.id));
    if (stranger !== undefined) throw new Error(`${stranger.id} is nobody Cordon knows; people stand in assets.yaml`);
    const misplaced = misplacedIn(admission);
    if (misplaced !== undefined) throw new Error(misplaced);
    const news = facts.filter(({ type }) => type !== 'incident.opened' || state.opened === undefined);
    const opening = news.find((fact) => fact.type === 'incident.opened');
    const [known] = state.runs;
    const drafts: LedgerDraft[] = await Promise.all(news.map((fact) => withSeal(desk.signer, incidentId, fact)));
    const number = state.opened?.number ?? (opening?.type === 'incident.opened' ? opening.data.number : 0);
    if (order === undefined) return { drafts, answer: { number } };
    if (order.order.kind === 'child') throw new Error('a part of a run is ordered by the run itself');
    if (order.once && known !== undefined) return { drafts, answer: { number, runId: known.runId } };
    const attempt = state.runs.length + 1;
    const runId: RunId = runIdOf(incidentId, digestOf(order.order), attempt);
    const data = { runId, order: order.order, mode: order.mode, attempt };
    drafts.push(await withSeal(desk.signer, incidentId, { id: `${runId}:requested`, type: 'run.requested', actor: order.actor, data }));
    return { drafts, answer: { number, runId } };
  });
};
