import { keyOf } from '../../core/id.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { Duration, plus, secondsOf } from '../../core/time.ts';
import { record } from '../append.ts';
import type { Desk } from '../desk.ts';
import { reviewed } from '../reviews.ts';
import type { Run } from '../verb.ts';
import { allIncidents, refusal } from './answer.ts';
import { isAnswer, releasable } from './endpoint.ts';

/** Until people are asked again, where neither they nor the playbook say. */
const USUAL_SECONDS = 4 * 3600;
const MOST_SECONDS = 30 * 86_400;

const secondsFor = (given: string | undefined): number | undefined => {
  const read = Duration.safeParse(given);
  return read.success ? secondsOf(read.data) : undefined;
};
/** Reviews of what is in force on a target, with the incident that holds it. */
const onTarget = async (desk: Desk, arn: string) =>
  (await allIncidents(desk)).flatMap(({ state, card }) =>
    reviewed(desk, state)
      .filter(({ plan }) => plan.target.arn === arn)
      .map((step) => ({ state, card, step })),
  );

/** It stays in force, says somebody; people are asked again after that. */
export const keep: Run<'keep'> = async (desk, { endpoint, for: given, reason }, actor) => {
  const target = releasable(desk, endpoint);
  if (isAnswer(target)) return target;
  const seconds = secondsFor(given);
  if (given !== undefined && (seconds === undefined || seconds > MOST_SECONDS))
    return refusal(2, 'usage', `keep takes an ISO 8601 duration up to P30D as for, such as PT8H, not ${given}`, 'npx cordon keep --help');
  const found = await onTarget(desk, target.arn);
  if (found.length === 0)
    return refusal(6, 'nothing-to-review', `Nothing on ${target.name} is in force that somebody is asked about.`, 'npx cordon list');
  const now = desk.clock.now();
  for (const { state, step } of found) {
    const until = plus(now, seconds ?? step.review?.rule?.everySeconds ?? USUAL_SECONDS);
    const fact: LedgerDraft = {
      id: keyOf(step.runId, step.path, `kept:${(step.review?.kept ?? 0) + 1}`),
      type: 'review.kept',
      actor,
      data: { runId: step.runId, path: step.path, until, reason },
    };
    await desk.authority.admit({ incidentId: state.incidentId, facts: [fact] });
    const tasks = state.tasks.filter((task) => task.done === undefined && task.runId === step.runId && task.path === `${step.path}:review`);
    const done = tasks.map(
      ({ number }): LedgerDraft => ({
        id: `${state.incidentId}:task:${number}:done`,
        type: 'task.done',
        actor,
        data: { number, said: `it stays: ${reason}` },
      }),
    );
    if (done.length > 0) await record(desk, state.incidentId, done);
  }
  const numbers = [...new Set(found.map(({ card }) => card.number))];
  return {
    exit: 0,
    lines: [`${target.name} stays as it is, says ${actor.id}: ${reason}. Nothing was changed; people are asked again later.`],
    data: { target: target.arn, incidents: numbers, by: actor.id, reason },
    next: `npx cordon status INC-${numbers[0] ?? 0}`,
  };
};
