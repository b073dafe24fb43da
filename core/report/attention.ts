import type { IncidentState } from '../ledger/incident.ts';
import { isTakenBack, unsettledOf } from '../run/containment.ts';
import { isUnderWay } from '../run/run.ts';

/** What of an incident waits for something else than an approval. */
export const attentionOf = (state: IncidentState): readonly string[] => [
  ...unsettledOf(state.runs).map(
    ({ path, plan, question }) =>
      `nobody knows whether ${path} took effect on ${plan.target.name}: it counts as done until somebody looks (T-${question?.task ?? 0}): npx cordon settle INC-${state.opened?.number ?? 0} ${path} changed|no-change --reason "what you saw"`,
  ),
  ...state.runs
    .flatMap(({ steps }) => steps)
    .filter((step) => !isTakenBack(state.runs, step))
    .flatMap(({ title, plan, review }) =>
      review?.rule !== undefined && review.asked > 0
        ? [
            review.next === undefined
              ? `nobody answered ${review.rule.atMost} times whether "${title}" should stay: it stays in force, and ${review.rule.ifIgnored} was told: npx cordon keep ${plan.target.name} --reason "why"`
              : `${review.rule.ask} is asked whether "${title}" should stay (${review.asked} of ${review.rule.atMost}, next ${review.next.slice(0, 16)}Z; if nobody answers, ${review.rule.ifIgnored} is told and it stays): npx cordon keep ${plan.target.name} --reason "why"`,
          ]
        : [],
    ),
  ...state.runs.flatMap(({ status, because, endedAt }) =>
    status === 'aborted' && !state.runs.some((later) => later.requestedAt > (endedAt ?? '')) ? [because ?? 'the run was stopped'] : [],
  ),
  ...state.runs.filter(isUnderWay).flatMap(({ leaseWaits = [] }) => leaseWaits.map(({ sentence }) => sentence)),
];
