import { planDigestOf } from '../../core/action/plan.ts';
import type { Failure } from '../../core/failure.ts';
import { keyOf } from '../../core/id.ts';
import type { JsonObject } from '../../core/json.ts';
import type { StepView } from '../../core/run/run.ts';
import type { Desk } from '../desk.ts';
import type { Where } from './try-once.ts';

const changed = (name: string, why: string): Failure => ({
  kind: 'plan-changed',
  retryable: false,
  effect: 'no-change',
  what: `${name} changed after the plan was made`,
  why,
  next: 'npx cordon status',
});

/** The last look before the first write: an approval means this plan on this state of the account. */
export const lookAgain = async (
  desk: Pick<Desk, 'caller' | 'clock' | 'exercise'>,
  { run, path, verb }: Where,
  step: StepView,
  after: JsonObject,
): Promise<Failure | undefined> => {
  const { target, input } = step.plan;
  const call = { incidentId: run.incidentId, key: keyOf(run.runId, path, 'recheck'), at: desk.clock.now(), exercise: desk.exercise };
  if (verb === 'undo') {
    const reply = await desk.caller.call(step.action, target.arn, { ...call, verb: 'look-undo', plan: step.plan, after });
    if (!reply.ok) return reply.failure;
    const drift = reply.value.verb === 'look-undo' ? reply.value.drift : [];
    return drift.length === 0 ? undefined : { ...changed(target.name, drift.join('; ')), kind: 'drift' };
  }
  const reply = await desk.caller.call(step.action, target.arn, { ...call, verb: 'look', input });
  if (!reply.ok) return reply.failure;
  if (reply.value.verb === 'look' && planDigestOf(reply.value.plan) === step.planDigest) return undefined;
  return changed(target.name, 'the calls or the facts they rest on are not those of the plan');
};
