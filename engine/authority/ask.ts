import type { Approval, Actor, Round } from '../../core/approval/approval.ts';
import { requirementFor, type Requirement, type Seat } from '../../core/approval/table.ts';
import { asWanted } from '../../core/approval/wanted.ts';
import type { Risk } from '../../core/action/plan.ts';
import { isAsleep, type AssetEntry } from '../../core/asset/asset.ts';
import { runIn, type IncidentState } from '../../core/ledger/incident.ts';
import type { StepView } from '../../core/run/run.ts';
import { plus, type Instant } from '../../core/time.ts';
import { entryOf, type Policy } from '../desk.ts';
import type { Catalog } from '../../core/action/catalog.ts';

export interface Judged {
  readonly requirement: Requirement;
  readonly risk: Risk;
  readonly entry?: AssetEntry;
  readonly requestedBy: Actor;
}

/** A run is asked for by a person, or by the playbook that intake chose; a release and a manual order always by a person. */
const requesterOf = (state: IncidentState, { runId }: Pick<StepView, 'runId'>): Actor => {
  const order = runIn(state, runId)?.order;
  // Whoever asked for the whole asked for each part of it.
  if (order?.kind === 'child') return requesterOf(state, { runId: order.parent });
  return order === undefined || order.kind === 'playbook' ? { kind: 'run', id: runId } : order.by;
};
/** Things that stand for an endpoint's model and have no entry of their own; an endpoint must have one. */
const INHERITS: ReadonlySet<string> = new Set(['model-package', 'model', 'endpoint-config']);
const TIERS: readonly AssetEntry['tier'][] = ['high', 'medium', 'low'];
/** Assets that declare this switch or this caller. A role that calls several is missed by all of them: the highest tier answers. */
const declaring = (policy: Policy, arn: string): AssetEntry | undefined =>
  policy.assets.assets
    .filter(({ callers, switches }) => callers.some(({ principal }) => principal === arn) || switches.some(({ store }) => store === arn))
    .toSorted((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier))[0];
const answersTo = (policy: Policy, state: IncidentState, { plan: { target } }: StepView): AssetEntry | undefined => {
  const own = entryOf(policy, target.arn) ?? declaring(policy, target.arn);
  const endpoint = state.opened?.target;
  const same = endpoint?.account === target.account && endpoint.region === target.region;
  return own ?? (INHERITS.has(target.kind) && endpoint !== undefined && same ? entryOf(policy, endpoint.arn) : undefined);
};
const barredBecause = (policy: Policy, risk: Risk, { plan: { target } }: StepView, entry: AssetEntry | undefined): string | undefined => {
  if (risk === 'A0') return undefined;
  if (!policy.assets.members.some(({ account }) => account === target.account))
    return `account ${target.account} is not a member; Cordon acts only in accounts of assets.yaml`;
  return entry === undefined ? `${target.name} is not adopted in assets.yaml` : undefined;
};
/** Nobody knows the asset: the stricter value of everything. Only A0 comes this far without an entry. */
const STRICTEST = { tier: 'high', failMode: 'keep-serving', whenUnavailable: 'fail-open' } as const;

/**
 * What the approval table says about a planned step. Risk comes from the catalog and tier from assets.yaml, never from the ledger or
 * a tag. A model package answers to the entry of the incident's endpoint; a switch and a caller to the asset that declares them.
 */
export const judge = (policy: Policy, catalog: Catalog, state: IncidentState, step: StepView): Judged => {
  const requestedBy = requesterOf(state, step);
  const refuse = (rule: string): Judged => ({ requirement: { kind: 'refused', rule }, risk: step.risk, requestedBy });
  const [action, run] = [catalog.get(step.action), runIn(state, step.runId)];
  if (action === undefined || run === undefined) return refuse(`no action ${step.action} in the catalog`);
  const { undo } = action;
  if (step.verb === 'undo' && typeof undo === 'string') return refuse(undo);
  const risk = step.verb === 'apply' || typeof undo === 'string' ? action.risk : undo.risk;
  const entry = answersTo(policy, state, step);
  const barred = barredBecause(policy, risk, step, entry);
  if (barred !== undefined) return refuse(barred);
  const { tier, failMode, whenUnavailable } = entry ?? STRICTEST;
  const corroborated = requestedBy.kind === 'human' || state.findings.some((finding) => finding.corroborated);
  return {
    requirement: asWanted(requirementFor({ risk, mode: run.mode, tier, failMode, whenUnavailable, corroborated }), step.asks),
    risk,
    requestedBy,
    ...(entry && { entry }),
  };
};

type Seats = Extract<Requirement, { kind: 'seats' }>;
const peopleFor = (policy: Policy, role: Seat, entry: AssetEntry | undefined): readonly string[] =>
  role === 'owner'
    ? entry === undefined
      ? []
      : [entry.owner, ...entry.deputies]
    : Object.entries(policy.assets.people)
        .filter(([, person]) => person.roles.includes(role))
        .map(([id]) => id);

/** Whom the seats ask first (awake people), and whom next (those asleep, the owner and the deputies). */
const roundsOf = (
  policy: Policy,
  state: IncidentState,
  required: Seats,
  entry: AssetEntry | undefined,
  barred: string | undefined,
  now: Instant,
): readonly Round[] => {
  const asleep = (id: string) => {
    const person = policy.assets.people[id];
    return person !== undefined && isAsleep(person, now);
  };
  const fit = [...new Set(required.seats.flatMap((role) => peopleFor(policy, role, entry)))].filter((id) => id !== barred);
  if (required.onSilence === 'never') return [{ asks: fit, until: plus(now, policy.lapseHours * 3600) }];
  const first = fit.filter((id) => !asleep(id));
  const next = [...new Set([...(entry ? [entry.owner, ...entry.deputies] : []), ...fit.filter(asleep)])].filter(
    (id) => !first.includes(id) && id !== barred,
  );
  const minutes = policy.minutesBySev[state.opened?.sev ?? 2];
  const groups = [first, next].filter((asks) => asks.length > 0);
  return groups.map((asks, index) => ({ asks, until: plus(now, minutes * 60 * (index + 1)) }));
};

/** The question to people, complete: who, until when, who next, and what happens if nobody answers. */
export const approvalOf = (
  policy: Policy,
  state: IncidentState,
  step: StepView,
  judged: Judged & { readonly requirement: Seats },
  known: { readonly id: string; readonly number: number; readonly now: Instant },
): Approval => {
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
    iam: requirement.iam,
    askedAt: known.now,
    rounds: roundsOf(policy, state, requirement, entry, barred, known.now),
    onSilence: requirement.onSilence === 'never' ? 'not-done' : (entry?.failMode ?? 'keep-serving'),
    rule: requirement.rule,
  };
};
