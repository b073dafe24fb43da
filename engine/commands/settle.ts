import { keyOf } from '../../core/id.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { unsettledOf } from '../../core/run/containment.ts';
import { record } from '../append.ts';
import { whoSettles } from '../outcome.ts';
import { wordDraft } from '../word.ts';
import type { Run } from '../verb.ts';
import { findIncident, noSuch, refusal } from './answer.ts';

/** A person's answer to a question that no look could answer. It changes nothing in the account, and proves nothing. */
export const settle: Run<'settle'> = async (desk, { incident, step: path, found: answer, reason }, actor) => {
  const found = await findIncident(desk, incident);
  if (found === undefined) return noSuch(`INC-${incident}`);
  const { state } = found;
  const { incidentId } = state;
  const status = `npx cordon status INC-${incident}`;
  const open = unsettledOf(state.runs);
  const step = open.findLast((one) => one.path === path);
  if (step === undefined) {
    const done = state.runs.flatMap(({ steps }) => steps).findLast((one) => one.path === path && one.settled !== undefined)?.settled;
    if (done !== undefined)
      return refusal(7, 'settled', `${path} of INC-${incident} is settled: ${done.by} found ${done.answer}: ${done.reason}`, status);
    const others = open.length === 0 ? 'Nothing is open.' : `Open: ${open.map((one) => one.path).join(', ')}.`;
    return refusal(6, 'not-found', `Nobody asks what became of ${path} in INC-${incident}. ${others}`, status);
  }
  const people = whoSettles(desk.policy, state, step);
  if (!people.includes(actor.id))
    return refusal(
      5,
      'not-eligible',
      `This is for ${people.join(', ')}: who answers for the asset, and who responds. Nothing was recorded.`,
      status,
    );
  const { runId, verb } = step;
  const fact: LedgerDraft = {
    id: keyOf(runId, path, `${verb}:outcome-settled`),
    type: 'outcome.settled',
    actor,
    data: { runId, path, verb, answer, reason },
  };
  await desk.authority.admit({ incidentId, facts: [fact] });
  const number = step.question?.task ?? 0;
  const done: LedgerDraft = {
    id: `${incidentId}:task:${number}:done`,
    type: 'task.done',
    actor,
    data: { number, said: `${answer}: ${reason}` },
  };
  await record(desk, incidentId, [done]);
  await wordDraft(desk, incidentId, state, step.plan.target.arn, keyOf(runId, path, `${verb}:settled-word`), actor);
  const counts = answer === 'changed' ? 'It counts as done; no proof is claimed.' : 'It counts as not done.';
  return {
    exit: 0,
    lines: [`${path} of INC-${incident}: ${answer}, says ${actor.id}. ${counts} Nothing was sent.`],
    data: { incident, step: path, answer, by: actor.id, reason },
    next: status,
  };
};
