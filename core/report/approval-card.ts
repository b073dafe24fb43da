import type { ApprovalView } from '../approval/approval.ts';
import { endOf } from '../approval/approval.ts';
import { APPROVALS } from '../approval/table.ts';
import { tallyOf } from '../approval/tally.ts';
import type { CatalogEntry } from '../action/catalog.ts';
import { targetOf, type Target } from '../asset/resource.ts';
import { ACTIVATE } from '../house/plans.ts';
import { isObject, shortDigest, type Json } from '../json.ts';
import type { StepView } from '../run/run.ts';
import type { ApprovalCard } from './card.ts';

const STATES = { pending: 'waiting', granted: 'approved', denied: 'denied', expired: 'expired', void: 'void' } as const;

const closedBecause = ({ state }: ApprovalView): string | null => {
  switch (state.kind) {
    case 'pending':
      return null;
    case 'granted':
      return state.by === 'people' ? 'approved' : 'nobody answered; the fail mode of the asset decided';
    case 'denied':
      return `${state.by}: ${state.reason}`;
    case 'expired':
      return 'nobody answered in time';
    case 'void':
      return state.because === 'plan-changed' ? 'the account changed after it was asked' : 'the run ended';
  }
};
const undoSentence = (entry: CatalogEntry | undefined, verb: 'apply' | 'undo', { name, kind }: Target): string => {
  if (verb === 'undo')
    return kind === 'endpoint' ? `contain it again: npx cordon contain ${name}` : 'by hand, or by the next run of a playbook';
  if (entry === undefined) return 'unknown';
  if (typeof entry.undo === 'string') return entry.undo;
  const seats = APPROVALS[entry.undo.risk].high;
  return `${entry.effect === 'containment' || entry.undo.risk === 'L' ? `npx cordon release ${name}` : 'can be undone'}; on a high-tier asset that needs ${seats === 'auto' ? 'nobody' : seats.join(' and ')}`;
};
const undoInHouse = ({ action, plan: { before, input } }: StepView): string => {
  if (action !== ACTIVATE) return 'npx cordon stop --all; one responder suffices';
  const { live } = before;
  const version = isObject(live) ? live['version'] : undefined;
  const { id } = input;
  return typeof id === 'string' && typeof version === 'string' && version !== input['version']
    ? `npx cordon playbook activate ${id} ${version}; that needs the same people`
    : 'activate another version; that needs the same people';
};
const shown = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** One approval as people see it: complete, also about what happens when nobody answers. */
export const approvalCard = (
  view: ApprovalView,
  step: StepView,
  incident: number | null,
  entry: CatalogEntry | undefined,
): ApprovalCard => {
  const { approval, round, state } = view;
  const target = targetOf(approval.target);
  const { filled, byIam } = tallyOf(view);
  const next = approval.rounds[round + 1];
  const [lastRound, now] = [endOf(approval), approval.rounds[round]];
  return {
    number: approval.number,
    incident,
    title: approval.title,
    risk: approval.risk,
    target: { arn: approval.target, name: target.name },
    askedAt: approval.askedAt,
    state: state.kind === 'granted' && state.by === 'silence' ? 'done-on-silence' : STATES[state.kind],
    asks: (now?.asks ?? []).filter((id) => !view.votes.some(({ by }) => by === id)),
    until: now?.until ?? lastRound,
    afterwards: next === undefined ? null : next,
    endsAt: lastRound,
    onSilence:
      approval.onSilence === 'contain'
        ? `it is done anyway (fail mode of ${target.name}: contain)`
        : approval.onSilence === 'keep-serving'
          ? `it is not done (fail mode of ${target.name}: keep serving)`
          : 'it lapses; nothing is done',
    seats: approval.seats.map(({ role, people }, index) => ({ role, people, filledBy: filled[index] ?? null })),
    rule: approval.rule,
    impact:
      approval.verb === 'apply'
        ? step.plan.impact
        : [
            step.plan.restsOn !== undefined
              ? `nothing changes for callers: ${target.name} stays quarantined by the incident that this one shares it with`
              : target.kind === 'endpoint'
                ? `${target.name} answers its callers again`
                : `taken back on ${target.name}: ${entry?.title ?? approval.action}`,
            'the live state is compared with the one that Cordon left; if somebody else changed it, nothing is released',
          ],
    undo: incident === null ? undoInHouse(step) : undoSentence(entry, approval.verb, target),
    calls: approval.verb === 'apply' ? step.plan.writes : (step.undoWrites ?? []),
    before: Object.entries(step.plan.guard).map(([key, value]) => `${key} ${shown(value)}`),
    plan: shortDigest(approval.planDigest),
    typedTarget: approval.typedTarget,
    byIam: state.kind === 'pending' ? byIam : 'nothing',
    closedBecause: closedBecause(view),
  };
};
