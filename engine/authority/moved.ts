import { planDigestOf } from '../../core/action/plan.ts';
import { HOUSE } from '../../core/house/house.ts';
import { keyOf } from '../../core/id.ts';
import { afterOf } from '../../core/run/containment.ts';
import type { StepView } from '../../core/run/run.ts';
import type { Reading } from '../append.ts';
import type { AuthorityDesk } from './authority.ts';
import { movedInHouse } from './house.ts';

/** Does the account still look as it did when people were asked? The one look that makes an approval mean what it says. */
export const moved = async (desk: AuthorityDesk, state: Reading, step: StepView): Promise<string | undefined> => {
  if (state.incidentId === HOUSE) return movedInHouse(desk, state, step);
  const call = {
    incidentId: state.incidentId,
    key: keyOf(step.runId, step.path, 'recheck'),
    at: desk.clock.now(),
    exercise: desk.exercise,
  };
  if (step.verb === 'undo') {
    const reply = await desk.caller.call(step.action, step.plan.target.arn, {
      ...call,
      verb: 'look-undo',
      plan: step.plan,
      after: afterOf(state.runs, step.plan.target.arn),
    });
    if (!reply.ok) return reply.failure.why;
    return reply.value.verb === 'look-undo' && reply.value.drift.length > 0 ? reply.value.drift.join('; ') : undefined;
  }
  const reply = await desk.caller.call(step.action, step.plan.target.arn, { ...call, verb: 'look', input: step.plan.input });
  if (!reply.ok) return reply.failure.why;
  if (reply.value.verb !== 'look' || planDigestOf(reply.value.plan) === step.planDigest) return undefined;
  return differences(step.plan.guard, reply.value.plan.guard);
};
const differences = (was: Readonly<Record<string, unknown>>, is: Readonly<Record<string, unknown>>): string => {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]),
  );
  return keys.length === 0
    ? 'the calls would be others than those that were shown'
    : keys.map((key) => `${key} was ${JSON.stringify(was[key])} and is ${JSON.stringify(is[key])}`).join('; ');
};
