import type { LocalSigner } from '../../../adapters/signer-local.ts';
import type { Catalog } from '../../../core/action/catalog.ts';
import { planDigestOf } from '../../../core/action/plan.ts';
import type { ApprovalView, Vote } from '../../../core/approval/approval.ts';
import { due, mayFill } from '../../../core/approval/fold.ts';
import { checkGrant, type Grant, type GrantedBy, type SignedGrant } from '../../../core/approval/grant.ts';
import { tallyOf, wouldCount } from '../../../core/approval/tally.ts';
import { targetOf } from '../../../core/asset/resource.ts';
import { emptyIncident, type IncidentState } from '../../../core/ledger/incident.ts';
import type { RunView, StepView } from '../../../core/run/run.ts';
import { instantOf, plus, type Instant } from '../../../core/time.ts';
import { approvalOf, judge } from '../../../engine/authority/ask.ts';
import type { Signer } from '../../../engine/ports.ts';
import { findingOf, planOf, plannedOf, requesterOf, STEP, verbOf } from './ask.ts';
import { LIFE_SECONDS, SECONDS } from './by-authority.ts';
import { seatsOf, voterSeat, type Cell } from './cells.ts';
import { actionOf, colleague, endpointOf, policy, START } from './office.ts';

const RUN = 'run-1';
const ASKED: Instant = instantOf(START);

const kept = <T>(make: (cell: Cell) => T, key: (cell: Cell) => string): ((cell: Cell) => T) => {
  const known = new Map<string, T>();
  return (cell) => {
    const at = key(cell);
    const found = known.get(at) ?? make(cell);
    known.set(at, found);
    return found;
  };
};
const digests = {
  asked: kept(
    (cell) => planDigestOf(planOf(cell, 1)),
    (cell) => actionOf(cell) + endpointOf(cell),
  ),
  changed: kept(
    (cell) => planDigestOf(planOf(cell, 2)),
    (cell) => actionOf(cell) + endpointOf(cell),
  ),
};

const stepOf = (cell: Cell): StepView => ({ ...plannedOf(cell, RUN, 1), plannedAt: ASKED, status: 'planned' });
const stateOf = (cell: Cell): IncidentState => {
  const by = requesterOf(cell);
  const playbook = { id: 'p', version: '1.0.0', digest: digests.asked(cell) };
  const run: RunView = {
    runId: RUN,
    order: by === undefined ? { kind: 'playbook', playbook } : { kind: 'manual', document: {}, by },
    mode: cell.mode,
    attempt: 1,
    status: 'running',
    requestedAt: ASKED,
    steps: [],
    skipped: [],
    blocks: [],
    waiting: [],
  };
  const opened = {
    incidentClass: 'c',
    title: 't',
    sev: 2,
    sevBecause: 'b',
    number: 1,
    correlationKey: 'k',
    generation: 1,
    at: ASKED,
  } as const;
  return { ...emptyIncident('inc-1'), opened: { ...opened, target: targetOf(endpointOf(cell)) }, findings: [findingOf(cell)], runs: [run] };
};

/** What is asked, and whom. Voter and surface are part of it where the voter asks. */
const question = (catalog: Catalog) =>
  kept(
    (cell): ApprovalView | 'auto' | 'refused' => {
      const [state, step] = [stateOf(cell), stepOf(cell)];
      const judged = judge(policy, catalog, state, step);
      const { requirement } = judged;
      if (requirement.kind !== 'seats') return requirement.kind;
      const approval = approvalOf(policy, state, step, { ...judged, requirement }, { id: 'a', number: 1, now: ASKED });
      return { approval, votes: [], round: 0, waiting: [], state: { kind: 'pending' } };
    },
    ({ risk, tier, mode, failMode, whenUnavailable, requester, role, surface }) =>
      `${risk}${tier}${mode}${failMode}${whenUnavailable}${requester}${requester === 'voter' ? role : ''}${requester === 'run' ? '' : surface}`,
  );

const say = (view: ApprovalView, by: string, via: Cell['surface']): ApprovalView => {
  const known = Object.hasOwn(policy.assets.people, by) && !view.votes.some((vote) => vote.by === by);
  if (!known || !view.approval.seats.some((seat) => mayFill(view, seat, by)) || !wouldCount(view, { by, via })) return view;
  const { planDigest } = view.approval;
  const vote: Vote = { approvalId: 'a', by, via, vote: 'grant', seat: null, planDigest, reason: null, at: ASKED };
  return { ...view, votes: [...view.votes, vote] };
};
const answer = (asked: ApprovalView, cell: Cell): GrantedBy | undefined => {
  const by = requesterOf(cell);
  const began = by === undefined || asked.approval.typedTarget ? asked : say(asked, by.id, by.via);
  if (tallyOf(began).granted) return { kind: 'people', approvalId: 'a' };
  const now = plus(ASKED, SECONDS[cell.time]);
  const what = due(began, now);
  if (what === 'silence') return asked.approval.onSilence === 'contain' ? { kind: 'silence', approvalId: 'a' } : undefined;
  const others = seatsOf(cell).filter((_, index) => index !== voterSeat(cell));
  const said = [...others.map(colleague), cell.role].reduce(
    (view, person) => say(view, person, cell.surface),
    what === 'escalate' ? { ...began, round: 1 } : began,
  );
  return tallyOf(said).granted ? { kind: 'people', approvalId: 'a' } : undefined;
};

const BY: readonly GrantedBy[] = [
  { kind: 'policy', rule: 'r' },
  { kind: 'people', approvalId: 'a' },
  { kind: 'silence', approvalId: 'a' },
];
const grantKey = (cell: Cell, by: GrantedBy['kind']): string => `${cell.risk} ${endpointOf(cell)} ${cell.mode} ${by}`;
/** Every grant that the cells could ask for, signed once. */
const signedGrants = async (cells: readonly Cell[], signer: Signer): Promise<ReadonlyMap<string, SignedGrant>> => {
  const unlike = new Map(cells.map((cell) => [grantKey(cell, 'policy'), cell]));
  const wanted = [...unlike.values()].flatMap((cell) => BY.map((by) => ({ cell, by })));
  const signed = wanted.map(async ({ cell, by }): Promise<readonly [string, SignedGrant]> => {
    const { account, arn: target } = targetOf(endpointOf(cell));
    const payload: Grant = {
      action: actionOf(cell),
      verb: verbOf(cell),
      account,
      target,
      planDigest: digests.asked(cell),
      run: RUN,
      step: STEP,
      mode: cell.mode,
      by,
      expiresAt: plus(ASKED, LIFE_SECONDS),
      nonce: 'n'.repeat(16),
    };
    return [grantKey(cell, by.kind), { payload, ...(await signer.sign('grant', payload)) }];
  });
  return new Map(await Promise.all(signed));
};

/** The same cells, decided by the pure functions alone that request, vote, grant and action function ask. */
export const decideByFunctions = async (
  cells: readonly Cell[],
  catalog: Catalog,
  signer: LocalSigner,
): Promise<(cell: Cell) => boolean> => {
  const grants = await signedGrants(cells, signer);
  const ask = question(catalog);
  return (cell) => {
    if (cell.requester === 'voter' && !Object.hasOwn(policy.assets.people, cell.role)) return false;
    const asked = ask(cell);
    if (asked === 'refused') return false;
    const by = asked === 'auto' ? 'policy' : answer(asked, cell)?.kind;
    const signed = by && grants.get(grantKey(cell, by));
    if (signed === undefined) return false;
    const { action, verb, account, target, run, step } = signed.payload;
    const planDigest = cell.stale === 'no' ? digests.asked(cell) : digests.changed(cell);
    const now = plus(ASKED, cell.time === 'grant outlived' ? LIFE_SECONDS : 1);
    return checkGrant(signed, { action, verb, account, target, run, step, planDigest, now }, signer.verify).ok;
  };
};
