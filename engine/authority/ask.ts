import type { Approval, Actor, Round } from '../../core/approval/approval.ts';
import { requirementFor, type Requirement, type Seat } from '../../core/approval/table.ts';
import type { Risk } from '../../core/action/plan.ts';
import { isAsleep, type AssetEntry } from '../../core/asset/asset.ts';
import { runIn, type IncidentState } from '../../core/ledger/incident.ts';
import type { StepView } from '../../core/run/run.ts';
import { plus, type Instant } from '../../core/time.ts';
import { entryOf, type Policy } from '../desk.ts';
import type { Catalog } from '../../core/action/catalog.ts';

export interface Judged { readonly requirement: Requirement; readonly risk: Risk; readonly entry?: AssetEntry; readonly requestedBy: Actor }

/**
 * What the approval table says about a planned step. Risk comes from the catalog and tier from assets.yaml, never from the ledger or
 * a tag. A target without an entry of its own (a model package) answers to the entry of the incident's endpoint.
 */
export const judge = (policy: Policy, catalog: Catalog, state: IncidentState, step: StepView): Judged => {
  const action = catalog.get(step.action);
  const run = runIn(state, step.runId);
  const order = run?.order;
  const requestedBy: Actor = order !== undefined && order.kind !== 'playbook' ? order.by : { kind: 'run', id: step.runId };
  const refuse = (rule: string): Judged => ({ requirement: { kind: 'refused', rule }, risk: step.risk, requestedBy });
  if (action === undefined || run === undefined) return refuse(`no action ${step.action} in the catalog`);
  if (step.verb === 'undo' && typeof action.undo === 'string') return refuse(action.undo);
  const risk = step.verb === 'apply' ? action.risk : typeof action.undo === 'string' ? action.risk : action.undo.risk;
  const entry = entryOf(policy, step.plan.target.arn) ?? (state.opened?.target && entryOf(policy, state.opened.target.arn));
  const member = policy.assets.members.some(({ account }) => account === step.plan.target.account);
  if (risk !== 'A0' && !member) return refuse(`account ${step.plan.target.account} is not a member; Cordon acts only in accounts of assets.yaml`);
  if (risk !== 'A0' && entry === undefined) return refuse(`${step.plan.target.name} is not adopted in assets.yaml`);
  const human = requestedBy.kind === 'human';
  const requirement = requirementFor({
    risk,
    mode: run.mode,
    tier: entry?.tier ?? 'high',
    failMode: entry?.failMode ?? 'keep-serving',
    whenUnavailable: entry?.whenUnavailable ?? 'fail-open',
    corroborated: human || state.findings.some(({ corroborated }) => corroborated),
  });
  return { requirement, risk, requestedBy, ...(entry && { entry }) };
};

type Seats = Extract<Requirement, { kind: 'seats' }>;
const peopleFor = (policy: Policy, role: Seat, entry: AssetEntry | undefined): readonly string[] =>
  role === 'owner'
    ? entry === undefined ? [] : [entry.owner, ...entry.deputies]
    : Object.entries(policy.assets.people).filter(([, person]) => person.roles.includes(role)).map(([id]) => id);

/** Whom the seats ask first (awake people), and whom next (those asleep, the owner and the deputies). */
const roundsOf = (policy: Policy, state: IncidentState, required: Seats, entry: AssetEntry | undefined, barred: string | undefined, now: Instant): readonly Round[] => {
  const asleep = (id: string) => { const person = policy.assets.people[id]; return person !== undefined && isAsleep(person, now); };
  const fit = [...new Set(required.seats.flatMap((role) => peopleFor(policy, role, entry)))].filter((id) => id !== barred);
  if (required.onSilence === 'never') return [{ asks: fit, until: plus(now, policy.lapseHours * 3600) }];
  const first = fit.filter((id) => !asleep(id));
  const next = [...new Set([...(entry ? [entry.owner, ...entry.deputies] : []), ...fit.filter(asleep)])].filter((id) => !first.includes(id) && id !== barred);
  const minutes = policy.minutesBySev[state.opened?.sev ?? 2];
  const groups = [first, next].filter((asks) => asks.length > 0);
  return groups.map((asks, index) => ({ asks, until: plus(now, minutes * 60 * (index + 1)) }));
};

/** The question to people, complete: who, until when, who next, and what happens if nobody answers. */
export const approvalOf = (policy: Policy, state: IncidentState, step: StepView, judged: Judged & { readonly requirement: Seats }, known: { readonly id: string; readonly number: number; readonly now: Instant }): Approval => {
  const { requirement, requestedBy, entry, risk } = judged;
  const barred = requirement.notRequester && requestedBy.kind === 'human' ? requestedBy.id : undefined;
  return {
    id: known.id,
    number: known.number,
    incidentId: state.incidentId,
    run: step.runId,
    step: step.path,
    verb: step.verb,
    action: step.action,
    title: step.title,
    risk,
    target: step.plan.target.arn,
    planDigest: step.planDigest,
    requestedBy,
    seats: requirement.seats.map((role) => ({ role, people: peopleFor(policy, role, entry).filter((id) => id !== barred) })),
    notRequester: requirement.notRequester,
    typedTarget: requirement.typedTarget,
    askedAt: known.now,
    rounds: roundsOf(policy, state, requirement, entry, barred, known.now),
    onSilence: requirement.onSilence === 'never' ? 'not-done' : (entry?.failMode ?? 'keep-serving'),
    rule: requirement.rule,
  };
};
