import { staysUntilReleased } from '../core/action/catalog.ts';
import { peopleOfRole } from '../core/asset/people.ts';
import type { LedgerDraft } from '../core/ledger/facts.ts';
import type { IncidentState } from '../core/ledger/incident.ts';
import { holdsOf } from '../core/run/containment.ts';
import type { StepView } from '../core/run/run.ts';
import { plus } from '../core/time.ts';
import { record } from './append.ts';
import type { Desk } from './desk.ts';

export type ReviewDesk = Pick<Desk, 'ledger' | 'verify' | 'clock' | 'catalog' | 'policy'>;
const SWEEP = { kind: 'system', id: 'sweep' } as const;
/** Whoever is told that a review was ignored has this long before the task is overdue. */
const TOLD_SECONDS = 3600;

/** Steps that people are to review and that are still in force. */
export const reviewed = ({ catalog }: Pick<Desk, 'catalog'>, { runs }: IncidentState): readonly StepView[] => {
  const contains = (action: string) => staysUntilReleased(catalog, action);
  return runs
    .flatMap(({ steps }) => steps)
    .filter(({ review }) => review !== undefined)
    .filter(
      (step) =>
        !contains(step.action) ||
        holdsOf(runs, step.plan.target.arn, contains).some((one) => one.runId === step.runId && one.path === step.path),
    );
};

/** Facts of one due review. Ids count the rounds, so that a sweep that runs twice asks once. */
const dueFacts = (desk: ReviewDesk, state: IncidentState, step: StepView): readonly LedgerDraft[] => {
  const { review, runId, path, plan, title } = step;
  const now = desk.clock.now();
  if (review === undefined || review.next === undefined || review.next > now) return [];
  const { asked, kept, rule } = review;
  const mark = `${runId}:${path}:review-due${kept === 0 && asked === 0 ? '' : `:${kept}.${asked + 1}`}`;
  const owned = desk.policy.assets.assets.some(({ arn }) => arn === plan.target.arn) ? plan.target.arn : state.opened?.target?.arn;
  const { name } = plan.target;
  if (rule === undefined || asked < rule.atMost) {
    const people = rule === undefined ? [] : peopleOfRole(desk.policy.assets, rule.ask, owned);
    const whom =
      rule === undefined
        ? ''
        : ` ${rule.ask}${people.length === 0 ? ' (NOBODY in assets.yaml fills this role)' : ` (${people.join(', ')})`}, ${asked + 1} of ${rule.atMost}:`;
    const sentence = `Review:${whom} ${title} is in force since ${step.endedAt ?? step.plannedAt}. Should it stay? If so: npx cordon keep ${name} --reason "why"; if not: npx cordon release ${name}`;
    return [{ id: mark, type: 'review.due', actor: SWEEP, data: { runId, path, sentence, people } }];
  }
  const sentence = `Nobody answered ${rule.atMost} times whether ${title} should stay. It stays in force; ${rule.ifIgnored} is told.`;
  return [
    { id: `${mark}:ignored`, type: 'review.ignored', actor: SWEEP, data: { runId, path } },
    { id: `${mark}:alarm`, type: 'alarm.raised', actor: SWEEP, data: { kind: 'review-ignored', sentence } },
  ];
};

const taskFor = async (desk: ReviewDesk, step: StepView): Promise<Extract<LedgerDraft, { type: 'task.asked' }>> => {
  const { runId, path, title, plan, review } = step;
  const role = review?.rule?.ifIgnored ?? 'commander';
  const { name } = plan.target;
  const data = {
    runId,
    path: `${path}:review`,
    number: await desk.ledger.nextNumber('task'),
    title: `${name}: nobody says whether it should stay`,
    ask: role,
    people: peopleOfRole(desk.policy.assets, role, undefined),
    instruct: `${title} is in force since ${step.endedAt ?? step.plannedAt}; ${review?.rule?.ask ?? 'its owner'} did not answer. Decide: npx cordon keep ${name} --reason "why", or npx cordon release ${name}. It stays in force until then.`,
    doneWhen: 'somebody has said that it stays, or it was released',
    due: plus(desk.clock.now(), TOLD_SECONDS),
  };
  return { id: `${runId}:${path}:review-task:${review?.kept ?? 0}`, type: 'task.asked', actor: SWEEP, data };
};

/** Asks whose turn it is, again and again; when nobody answers, tells the next ones. Silence never loosens anything. */
export const tellReviews = async (desk: ReviewDesk, state: IncidentState): Promise<void> => {
  for (const step of reviewed(desk, state)) {
    const facts = dueFacts(desk, state, step);
    if (facts.length === 0) continue;
    const task = facts.some(({ type }) => type === 'review.ignored') ? [await taskFor(desk, step)] : [];
    await record(desk, state.incidentId, [...facts, ...task]);
  }
};
