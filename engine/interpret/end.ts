import type { ActionResult, Applied } from '../../core/action/plan.ts';
import { keyOf } from '../../core/id.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { runIn, stepIn, type IncidentState } from '../../core/ledger/incident.ts';
import { staysUntilReleased } from '../../core/action/catalog.ts';
import { containmentsOf } from '../../core/run/containment.ts';
import { remainsOf, remainsText } from '../../core/run/remains.ts';
import type { Containment } from '../../core/action/plan.ts';
import { reviewOf, type ReviewAfter } from '../../core/playbook/steps/review-after.ts';
import { plus } from '../../core/time.ts';
import { decideAndAppend } from '../append.ts';
import type { Desk } from '../desk.ts';
import { answeredDrafts, mayBeUnknown, outcomeDrafts } from '../outcome.ts';
import type { RunInput } from '../ports.ts';

const wordFor = (desk: Desk, state: IncidentState, target: string): { readonly word: Containment; readonly because: readonly string[] } =>
  containmentsOf(state.runs, (action) => desk.catalog.get(action)?.effect === 'containment').find((view) => view.target === target) ?? {
    word: 'not-contained',
    because: [],
  };

/** The state as it will be when the step has ended, to say in the same breath what that makes of the containment. */
const withEnd = (
  state: IncidentState,
  run: RunInput,
  path: string,
  result: ActionResult,
  at: IncidentState['runs'][number]['requestedAt'],
): IncidentState => ({
  ...state,
  runs: state.runs.map((one) =>
    one.runId === run.runId
      ? { ...one, steps: one.steps.map((step) => (step.path === path ? { ...step, status: 'ended' as const, result, endedAt: at } : step)) }
      : one,
  ),
});

interface Ending {
  readonly path: string;
  readonly verb: 'apply' | 'undo';
  readonly reviewAfter?: ReviewAfter;
}

/** Writes down how a step ended, what that makes of the containment, and the evidence it took. All or nothing. */
export const endStep = async (
  desk: Desk,
  run: RunInput,
  { path, verb, reviewAfter }: Ending,
  result: ActionResult,
  applied: Applied | undefined,
): Promise<string> => {
  const number = applied?.collected === undefined ? 0 : await desk.ledger.nextNumber('evidence');
  const task = mayBeUnknown(result) ? await desk.ledger.nextNumber('task') : 0;
  const actor = { kind: 'run', id: run.runId } as const;
  return decideAndAppend(desk, run.incidentId, (state) => {
    const step = stepIn(state, run.runId, path);
    if (step === undefined || runIn(state, run.runId) === undefined) throw new Error(`${path} has no plan in the ledger`);
    if (step.status === 'ended') return { drafts: [], answer: 'known' };
    const { target } = step.plan;
    const ended: LedgerDraft = {
      id: keyOf(run.runId, path, `${verb}:ended`),
      type: 'step.ended',
      actor,
      data: { runId: run.runId, path, verb, result, ...(applied?.output && { output: applied.output }) },
    };
    const was = wordFor(desk, state, target.arn);
    const is = wordFor(desk, withEnd(state, run, path, result, desk.clock.now()), target.arn);
    const moved: readonly LedgerDraft[] =
      desk.catalog.get(step.action)?.effect !== 'containment'
        ? []
        : [
            {
              id: keyOf(run.runId, path, `${verb}:containment`),
              type: 'containment.changed',
              actor,
              data: { target: target.arn, from: was.word, to: is.word, because: is.because },
            },
          ];
    const { collected } = applied ?? {};
    const sealed: readonly LedgerDraft[] =
      collected === undefined
        ? []
        : [
            {
              id: keyOf(run.runId, path, 'evidence'),
              type: 'evidence.sealed',
              actor,
              data: {
                runId: run.runId,
                path,
                number,
                bundle: collected.bundle,
                digest: collected.digest,
                subject: target.arn,
                set: 'quick',
                items: collected.items,
                missing: collected.missing,
              },
            },
          ];
    const rule = reviewAfter === undefined ? undefined : reviewOf(reviewAfter);
    const review: readonly LedgerDraft[] =
      rule === undefined || result.effect === 'no-change'
        ? []
        : [
            {
              id: keyOf(run.runId, path, 'review'),
              type: 'review.set',
              actor,
              data: { runId: run.runId, path, due: plus(desk.clock.now(), rule.afterSeconds), rule },
            },
          ];
    const question = mayBeUnknown(result)
      ? outcomeDrafts(desk, state, step, result.proof.because, task, actor)
      : answeredDrafts(run.incidentId, step, result.proof.kind, actor);
    return { drafts: [ended, ...moved, ...sealed, ...review, ...question], answer: 'recorded' };
  });
};

/** Stopping undoes nothing, so it says what stays. */
const whatRemains = ({ catalog }: Desk, { runs }: IncidentState, { runId }: RunInput): string =>
  remainsText(
    remainsOf(
      runs,
      runs.filter((one) => one.runId === runId),
      (action) => staysUntilReleased(catalog, action),
    ),
  );

/** The run is over: its leases are free, and the ledger says how it went. */
export const endRun = async (desk: Desk, run: RunInput, status: 'completed' | 'failed' | 'aborted', because: string): Promise<string> => {
  await desk.leases.free(run.runId);
  return decideAndAppend(desk, run.incidentId, (state) => {
    const known = runIn(state, run.runId)?.status;
    if (known !== 'running' && known !== 'requested') return { drafts: [], answer: 'known' };
    const data = {
      runId: run.runId,
      status,
      because: status === 'aborted' ? `${because.replace(/[.\s]+$/, '')}; ${whatRemains(desk, state, run)}` : because,
    };
    return {
      drafts: [{ id: `${run.runId}:ended`, type: 'run.ended', actor: { kind: 'run', id: run.runId }, data }],
      answer: 'recorded',
    };
  });
};
