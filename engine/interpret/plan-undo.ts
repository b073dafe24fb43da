import type { Failure } from '../../core/failure.ts';
import { keyOf } from '../../core/id.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { stepIn, type IncidentState } from '../../core/ledger/incident.ts';
import { afterOf } from '../../core/run/containment.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import type { StepItem } from './items.ts';

/** Plans the way back of a step, on the account as it is now; refuses when somebody else was there. */
export const planUndo = async (
  desk: Desk,
  state: IncidentState,
  input: RunInput,
  item: Extract<StepItem, { kind: 'undo' }>,
  id: string,
): Promise<Extract<LedgerDraft, { type: 'step.planned' }> | Failure> => {
  const step = stepIn(state, item.of.runId, item.of.path);
  if (step === undefined)
    return {
      kind: 'invalid',
      retryable: false,
      effect: 'no-change',
      what: 'There is nothing to release',
      why: `step ${item.of.path} is not in the ledger`,
      next: 'npx cordon status',
    };
  const { plan, planDigest, action } = step;
  const reply = await desk.caller.call(action, plan.target.arn, {
    incidentId: input.incidentId,
    key: keyOf(input.runId, item.path, 'look-undo'),
    at: desk.clock.now(),
    exercise: desk.exercise,
    verb: 'look-undo',
    plan,
    after: afterOf(state.runs, plan.target.arn),
  });
  if (!reply.ok) return reply.failure;
  const { drift, writes } = reply.value.verb === 'look-undo' ? reply.value : { drift: ['the action answered something else'], writes: [] };
  if (drift.length > 0)
    return {
      kind: 'drift',
      retryable: false,
      effect: 'no-change',
      what: `${plan.target.name} was changed by somebody else`,
      why: drift.join('; '),
      next: `npx cordon show ${plan.target.name}`,
    };
  const data = {
    runId: input.runId,
    path: item.path,
    phase: item.phase,
    title: item.title,
    action,
    risk: 'L' as const,
    verb: 'undo' as const,
    plan,
    planDigest,
    undoWrites: writes,
  };
  return { id, type: 'step.planned', actor: { kind: 'run', id: input.runId }, data };
};
