import { keyOf } from '../../core/id.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { row, WIDTH } from '../../core/report/layout.ts';
import { afterOf } from '../../core/run/containment.ts';
import { liveState, ownMark } from '../../core/run/adopted.ts';
import type { StepView } from '../../core/run/run.ts';
import { readIncident, record, type Reading } from '../append.ts';
import type { Desk } from '../desk.ts';
import { whoSettles } from '../outcome.ts';
import type { Answer, Person, Run } from '../verb.ts';
import { containmentOn, wordDraft } from '../word.ts';
import { refusal } from './answer.ts';
import { holdersOf, isAnswer, releasable } from './endpoint.ts';

interface Seen {
  readonly step: StepView;
  readonly differences: readonly string[];
  readonly after: JsonObject;
  readonly gone: boolean;
}

/** What the live account says about one hold; a sentence when it cannot be read. */
const look = async (desk: Desk, state: Reading, step: StepView): Promise<Seen | string> => {
  const { action, plan, runId, path } = step;
  const { target } = plan;
  const call = { incidentId: state.incidentId, key: keyOf(runId, path, 'adopt'), at: desk.clock.now(), exercise: desk.exercise };
  const left = afterOf(state.runs, target.arn);
  const undo = await desk.caller.call(action, target.arn, { ...call, verb: 'look-undo', plan, after: left });
  if (!undo.ok) return `${undo.failure.what}: ${undo.failure.why}`;
  const now = await desk.caller.call(action, target.arn, { ...call, verb: 'look', input: plan.input });
  if (!now.ok) return `${now.failure.what}: ${now.failure.why}`;
  if (undo.value.verb !== 'look-undo' || now.value.verb !== 'look') return `${action} answered something else`;
  const live = liveState(now.value.plan.guard, left);
  const lost = ownMark(step).filter(([key, value]) => live[key] !== value);
  const lifted = lost.map(
    ([key, value]) => `${key} is ${JSON.stringify(live[key] ?? null)}, not ${JSON.stringify(value)}: what Cordon did is gone`,
  );
  return { step, differences: [...new Set([...undo.value.drift, ...lifted])], after: { ...left, ...live }, gone: lost.length > 0 };
};

const adopt = async (desk: Desk, state: Reading, seen: readonly Seen[], reason: string, actor: Person): Promise<void> => {
  const { incidentId } = state;
  const at = desk.clock.now();
  const facts = seen.map(({ step: { runId, path }, differences, after, gone }): LedgerDraft => {
    const data = { runId, path, differences, after, gone, reason };
    return { id: keyOf(runId, path, `adopted:${at}`), type: 'change.adopted', actor, data };
  });
  await desk.authority.admit({ incidentId, facts });
  const lifted = seen.filter(({ gone, step }) => gone && desk.catalog.get(step.action)?.effect === 'containment');
  const alarms = lifted.map(({ step, differences }): LedgerDraft => {
    const sentence = `${step.plan.target.name} is NOT CONTAINED by ${step.path} any more: somebody lifted it by hand (${differences.join('; ')}). ${actor.id} recorded it: ${reason}`;
    return {
      id: keyOf(step.runId, step.path, `adopted-alarm:${at}`),
      type: 'alarm.raised',
      actor,
      data: { kind: 'containment-lifted', sentence },
    };
  });
  if (alarms.length > 0) await record(desk, incidentId, alarms);
  const [first] = seen;
  if (first === undefined) return;
  const { runId, path, plan } = first.step;
  await wordDraft(desk, incidentId, state, plan.target.arn, keyOf(runId, path, `adopted-word:${at}`), actor);
};

/** Records what people did by hand, so that a later release compares with that. It changes nothing, and calls nothing contained. */
export const adoptChange: Run<'adopt-change'> = async (desk, { endpoint, incident, reason }, actor): Promise<Answer> => {
  const target = releasable(desk, endpoint);
  if (isAnswer(target)) return target;
  const holder = (await holdersOf(desk, target)).find(({ card }) => incident === undefined || card.number === incident);
  if (holder === undefined)
    return refusal(6, 'not-held', `Cordon holds nothing on ${target.name}; there is nothing to compare.`, 'npx cordon list');
  const { state, card, holds } = holder;
  const people = holds.flatMap((step) => whoSettles(desk.policy, state, step));
  const status = `npx cordon status INC-${card.number}`;
  if (!people.includes(actor.id))
    return refusal(5, 'not-eligible', `This is for ${[...new Set(people)].join(', ')}. Nothing was recorded.`, status);
  const looked = await Promise.all(holds.map((step) => look(desk, state, step)));
  const blind = looked.filter((one) => typeof one === 'string');
  if (blind.length > 0)
    return refusal(1, 'cannot-look', `${target.name} cannot be compared: ${blind.join('; ')}. Nothing was recorded.`, status);
  const seen = looked.filter((one) => typeof one !== 'string').filter(({ differences }) => differences.length > 0);
  if (seen.length === 0)
    return { exit: 0, lines: [`${target.name} is as Cordon left it; there is nothing to adopt.`], data: { adopted: false }, next: status };
  await adopt(desk, state, seen, reason, actor);
  const after = await readIncident(desk, state.incidentId);
  const word = containmentOn(desk, after, target.arn)?.word ?? 'not-contained';
  const differences = seen.flatMap((one) => one.differences);
  const lifted = seen.some(({ gone }) => gone);
  return {
    exit: 0,
    lines: [
      `${target.name}: the live state is accepted as it is, says ${actor.id}. Nothing was changed.`,
      ...row('Differs', differences, WIDTH),
      ...(lifted ? [`${target.name} is ${word.toUpperCase().replace('-', ' ')}. An alarm was raised.`] : []),
    ],
    data: { adopted: true, incident: card.number, differences, containment: word, by: actor.id },
    next: lifted && target.kind === 'endpoint' ? `npx cordon contain ${target.name}` : status,
  };
};
