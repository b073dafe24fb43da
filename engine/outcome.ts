import type { Actor } from '../core/approval/approval.ts';
import type { ActionResult, Proof } from '../core/action/plan.ts';
import { peopleOfRole } from '../core/asset/people.ts';
import { keyOf, type IncidentId } from '../core/id.ts';
import type { LedgerDraft } from '../core/ledger/facts.ts';
import type { IncidentState } from '../core/ledger/incident.ts';
import { outcomeQuestion } from '../core/report/outcome-question.ts';
import type { StepView } from '../core/run/run.ts';
import { plus } from '../core/time.ts';
import type { Desk } from './desk.ts';

/** Design §3.10: people are to know within ten minutes. */
const QUESTION_SECONDS = 600;

/** Something was sent, or may have been, and no look could say what became of it. */
export const mayBeUnknown = (result: ActionResult): result is ActionResult & { readonly proof: Extract<Proof, { kind: 'unknown' }> } =>
  result.proof.kind === 'unknown' && result.effect !== 'no-change';

/** Whoever answers for the asset, and whoever responds tonight. */
export const whoSettles = ({ assets }: Desk['policy'], { opened }: IncidentState, step: StepView): readonly string[] => {
  const owned = assets.assets.some(({ arn }) => arn === step.plan.target.arn) ? step.plan.target.arn : opened?.target?.arn;
  return [...new Set([...peopleOfRole(assets, 'owner', owned), ...peopleOfRole(assets, 'responder', undefined)])];
};

/** The question whether a step took effect, as a task that is told to people. Nothing for a step that only looks, or that is asked about already. */
export const outcomeDrafts = (
  desk: Pick<Desk, 'catalog' | 'policy' | 'clock'>,
  state: IncidentState,
  step: StepView,
  saw: string,
  number: number,
  actor: Actor,
): readonly LedgerDraft[] => {
  const entry = desk.catalog.get(step.action);
  if (entry?.effect === 'observe' || step.question !== undefined) return [];
  const { runId, path, verb } = step;
  const asked = {
    ...outcomeQuestion(step, state.opened?.number ?? 0, saw, entry),
    runId,
    path: `${path}:outcome`,
    number,
    ask: 'owner' as const,
    people: whoSettles(desk.policy, state, step),
    due: plus(desk.clock.now(), QUESTION_SECONDS),
  };
  return [
    { id: keyOf(runId, path, `${verb}:outcome-task`), type: 'task.asked', actor, data: asked },
    { id: keyOf(runId, path, `${verb}:outcome-asked`), type: 'outcome.asked', actor, data: { runId, path, verb, number } },
  ];
};

/** The question is answered by what was read back after all. */
export const answeredDrafts = (
  incidentId: IncidentId,
  { question, settled }: StepView,
  found: string,
  actor: Actor,
): readonly LedgerDraft[] => {
  if (question === undefined || settled !== undefined) return [];
  const { task: number } = question;
  return [{ id: `${incidentId}:task:${number}:done`, type: 'task.done', actor, data: { number, said: `read back: ${found}` } }];
};
