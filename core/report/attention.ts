import type { IncidentState } from '../ledger/incident.ts';
import { unsettledOf } from '../run/containment.ts';
import { isUnderWay } from '../run/run.ts';

/** What of an incident waits for something else than an approval. */
export const attentionOf = (state: IncidentState): readonly string[] => [
  ...unsettledOf(state.runs).map(
    ({ path, plan, question }) =>
      `nobody knows whether ${path} took effect on ${plan.target.name}: it counts as done until somebody looks (T-${question?.task ?? 0}): npx cordon settle INC-${state.opened?.number ?? 0} ${path} changed|no-change --reason "what you saw"`,
  ),
  ...state.runs.flatMap(({ status, because, endedAt }) =>
    status === 'aborted' && !state.runs.some((later) => later.requestedAt > (endedAt ?? '')) ? [because ?? 'the run was stopped'] : [],
  ),
  ...state.runs.filter(isUnderWay).flatMap(({ leaseWaits = [] }) => leaseWaits.map(({ sentence }) => sentence)),
];
