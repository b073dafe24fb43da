import type { Proof } from '../core/action/plan.ts';
import type { Failure } from '../core/failure.ts';
import { keyOf } from '../core/id.ts';
import type { IncidentState } from '../core/ledger/incident.ts';
import type { LedgerDraft } from '../core/ledger/facts.ts';
import { containmentsOf, decidersOf, nextLook, unsettledOf } from '../core/run/containment.ts';
import type { StepView } from '../core/run/run.ts';
import { decideAndAppend } from './append.ts';
import type { Desk } from './desk.ts';

export type HoldsDesk = Pick<Desk, 'ledger' | 'verify' | 'clock' | 'catalog' | 'caller' | 'exercise'>;
const SWEEP = { kind: 'system', id: 'sweep' } as const;

/** Somebody is changing this target right now: what a look would see is neither before nor after. */
const isBusy = (state: IncidentState, arn: string): boolean =>
  state.runs.some(
    ({ status, steps }) => status === 'running' && steps.some((step) => step.status === 'started' && step.plan.target.arn === arn),
  );
/** Holds whose next look is due. */
const due = (desk: HoldsDesk, state: IncidentState): readonly StepView[] => {
  const deciders = decidersOf(state.runs, (action) => desk.catalog.get(action)?.effect === 'containment');
  // Besides what holds: what nobody knows, because a later look may answer that by itself.
  const open = unsettledOf(state.runs).filter((step) => !deciders.some((one) => one.step === step));
  return [...deciders, ...open.map((step) => ({ step, word: 'unknown' as const }))].flatMap((decider) => {
    const at = nextLook(decider);
    return at === undefined || at > desk.clock.now() || isBusy(state, decider.step.plan.target.arn) ? [] : [decider.step];
  });
};
const wordFor = (desk: HoldsDesk, state: IncidentState, arn: string) =>
  containmentsOf(state.runs, (action) => desk.catalog.get(action)?.effect === 'containment').find(({ target }) => target === arn);

/** A first look is always open; whoever is not proven to be denied after so many is not known to be. */
const PATIENCE = 3;
const settle = (proof: Proof, { held }: StepView): Proof =>
  proof.kind === 'pending' && (held?.open ?? 0) + 1 >= PATIENCE
    ? { kind: 'unknown', because: `looked ${PATIENCE} times: ${proof.because}` }
    : proof;
const blind = ({ what, why }: Failure): Proof => ({ kind: 'unknown', because: `${what}: ${why}` });

const look = async (desk: HoldsDesk, incidentId: IncidentState['incidentId'], step: StepView): Promise<Proof | undefined> => {
  const seen = step.held?.seen;
  const reply = await desk.caller.call(step.action, step.plan.target.arn, {
    incidentId,
    key: keyOf(step.runId, step.path, 'hold'),
    at: desk.clock.now(),
    exercise: desk.exercise,
    verb: 'verify',
    plan: step.plan,
    ...(seen && { seen }),
  });
  // Throttled or out of reach for a moment: the next sweep looks again.
  if (!reply.ok) return reply.failure.retryable ? undefined : blind(reply.failure);
  return 'proof' in reply.value ? reply.value.proof : blind({ ...NO_PROOF, why: reply.value.verb });
};
const NO_PROOF: Failure = {
  kind: 'conflict',
  retryable: false,
  effect: 'no-change',
  what: 'The action answered something else than a proof',
  why: '',
  next: 'npx cordon status',
};

/** Writes down what a look showed, and, if that changes it, the word. */
const keep = (desk: HoldsDesk, incidentId: IncidentState['incidentId'], step: StepView, proof: Proof): Promise<string> =>
  decideAndAppend(desk, incidentId, (state) => {
    const now = due(desk, state).find(({ runId, path }) => runId === step.runId && path === step.path);
    if (now === undefined || now.held?.looks !== step.held?.looks) return { drafts: [], answer: 'overtaken' };
    const number = (step.held?.looks ?? 0) + 1;
    const { arn } = step.plan.target;
    const observed: LedgerDraft = {
      id: keyOf(step.runId, step.path, `hold:${number}`),
      type: 'hold.observed',
      actor: SWEEP,
      data: { runId: step.runId, path: step.path, look: number, proof },
    };
    const seen = (one: StepView): StepView =>
      one.path === step.path && proof.kind !== 'pending' ? { ...one, held: { looks: number, at: desk.clock.now(), open: 0, proof } } : one;
    const answered: readonly LedgerDraft[] =
      proof.kind !== 'proven' || now.question === undefined || now.settled !== undefined
        ? []
        : [
            {
              id: `${incidentId}:task:${now.question.task}:done`,
              type: 'task.done',
              actor: SWEEP,
              data: { number: now.question.task, said: `a look proved it: ${proof.observed.join('; ')}` },
            },
          ];
    const after = { ...state, runs: state.runs.map((run) => (run.runId === step.runId ? { ...run, steps: run.steps.map(seen) } : run)) };
    const [was, is] = [wordFor(desk, state, arn), wordFor(desk, after, arn)];
    if (was === undefined || is === undefined || was.word === is.word) return { drafts: [observed, ...answered], answer: 'same' };
    const changed: LedgerDraft = {
      id: keyOf(step.runId, step.path, `hold:${number}:containment`),
      type: 'containment.changed',
      actor: SWEEP,
      data: { target: arn, from: was.word, to: is.word, because: is.because },
    };
    return { drafts: [observed, changed, ...answered], answer: 'changed' };
  });

/** Looks again at what this incident holds: "contained" is a fact of now, not of the moment when the step ended (design §3.8). */
export const watchHolds = async (desk: HoldsDesk, state: IncidentState): Promise<void> => {
  for (const step of due(desk, state)) {
    const proof = await look(desk, state.incidentId, step);
    if (proof !== undefined) await keep(desk, state.incidentId, step, settle(proof, step));
  }
};
