import type { DurableContext } from '@aws/durable-execution-sdk-js';
import type { ActionResult, Applied } from '../../core/action/plan.ts';
import type { Effect } from '../../core/failure.ts';
import { stepIn } from '../../core/ledger/incident.ts';
import { readIncident } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { permissionFor } from './approve.ts';
import { carryOut, proofOf, type Settled } from './effect.ts';
import type { Done, Where } from './try-once.ts';
import { endStep } from './end.ts';
import type { StepItem } from './items.ts';
import { skip, type Outcome } from './outcome.ts';
import { untilFree, type Busy } from './lease.ts';
import { RUN_OVER, stoppedFailure } from './stopped.ts';
import { planStep, type Planned } from './plan.ts';

/** A plan that the account has overtaken is made anew, and asked anew, this often; then a person must look. */
const MAX_ROUNDS = 3;
/** A target that others take again and again just before us. */
const MOST_WAITS = 12;

const planUnlessStopped = async (desk: Desk, run: RunInput, item: StepItem, round: number): Promise<Planned> => {
  const failure = stoppedFailure(await readIncident(desk, run.incidentId), run);
  return failure === undefined ? planStep(desk, run, item, round) : { kind: 'failed', failure };
};

const planRound = async (ctx: DurableContext, desk: Desk, run: RunInput, item: StepItem, round: number): Promise<Planned> => {
  const name = `${item.path}:plan${round > 1 ? `.${round}` : ''}`;
  const retry = item.kind === 'action' ? item.retry : { on: ['throttled', 'unavailable'], attempts: 5 };
  for (let attempt = 1; ; attempt += 1) {
    const planned: Planned = await ctx.step(attempt > 1 ? `${name}-try.${attempt}` : name, () => planUnlessStopped(desk, run, item, round));
    const again =
      planned.kind === 'failed' && planned.failure.retryable && retry.on.includes(planned.failure.kind) && attempt < retry.attempts;
    if (!again) return planned;
    await ctx.wait(`${name}-back-off.${attempt}`, { seconds: 2 ** attempt });
  }
};

/** After an effect without an answer, or a failed repeat, the account is read back; a first try that certainly changed nothing is not. */
const proofAfter = async (
  ctx: DurableContext,
  desk: Desk,
  where: Where,
  done: Done,
  settle: { readonly everySeconds: number; readonly atMostSeconds: number },
): Promise<Settled> => {
  if (done.ok || done.failure.effect !== 'no-change') return proofOf(ctx, desk, where, settle);
  const refuted: Settled = { kind: 'refuted', because: `${done.failure.what}: ${done.failure.why}` };
  if (!done.doubt) return refuted;
  const proof = await proofOf(ctx, desk, where, settle);
  return proof.kind === 'refuted' ? refuted : proof;
};
const effectOf = (done: Done, proof: Settled): Effect => {
  if (done.ok) return done.applied.effect;
  if (proof.kind === 'proven') return 'changed';
  return done.doubt && proof.kind === 'unknown' ? 'unknown' : done.failure.effect;
};

const settleOf = (desk: Desk, action: string, item: StepItem) => {
  const { everySeconds, atMostSeconds } = desk.catalog.get(action)?.settle ?? { everySeconds: 30, atMostSeconds: 600 };
  return { everySeconds, atMostSeconds: (item.kind === 'action' ? item.timeoutSeconds : undefined) ?? atMostSeconds };
};

interface Carried {
  readonly result: ActionResult;
  readonly applied?: Applied;
}
const carried = async (
  ctx: DurableContext,
  desk: Desk,
  run: RunInput,
  item: StepItem,
  uses: string,
  grant: Parameters<typeof carryOut>[3],
): Promise<Carried | 'plan-changed' | Busy> => {
  const verb = item.kind === 'undo' ? 'undo' : 'apply';
  const retry = item.kind === 'action' ? item.retry : { on: ['throttled', 'unavailable', 'in-progress'], attempts: 5 };
  const where = { run, path: item.path, verb } as const;
  const done = await carryOut(ctx, desk, where, grant, retry);
  const failure = done.ok ? undefined : done.failure;
  if (!done.ok && done.busy !== undefined) return done.busy;
  if (failure?.kind === 'plan-changed') return 'plan-changed';
  const proof = await proofAfter(ctx, desk, where, done, settleOf(desk, uses, item));
  const heldBy = done.ok ? done.applied.output?.['heldBy'] : undefined;
  // Somebody lifted what was to be shared, between the plan and the look: contain it by ourselves then.
  if (heldBy !== undefined && proof.kind === 'refuted') return 'plan-changed';
  const effect = effectOf(done, proof);
  const said: Settled =
    typeof heldBy === 'string' && proof.kind === 'proven'
      ? { ...proof, observed: [`already held by ${heldBy}`, ...proof.observed] }
      : proof;
  return { result: { effect, proof: said, ...(failure && { failure }) }, ...(done.ok && { applied: done.applied }) };
};

const usesOf = (desk: Desk, run: RunInput, item: StepItem): Promise<string> =>
  item.kind === 'action'
    ? Promise.resolve(item.uses)
    : readIncident(desk, run.incidentId).then((state) => stepIn(state, item.of.runId, item.of.path)?.action ?? '');

/** One step from look to proof. Every line of it is a durable operation or free of effects, so it may be replayed from any point. */
export const runStep = async (ctx: DurableContext, desk: Desk, run: RunInput, item: StepItem): Promise<Outcome> => {
  const verb = item.kind === 'undo' ? 'undo' : 'apply';
  let waits = 0;
  const wait = async (busy: Busy, round: number): Promise<Outcome | undefined> => {
    waits += 1;
    const went = waits > MOST_WAITS ? 'late' : await untilFree(ctx, desk, run, item.path, waits, busy);
    if (went === 'free') return undefined;
    const because =
      went === 'ended' ? 'the run was stopped while it waited' : `${busy.target} was held by another run all the time; a person must look`;
    await ctx.step(`${item.path}:skip.${round}`, () => skip(desk, run, item.path, because).then(() => 'recorded'));
    return { kind: 'failed', because };
  };
  for (let round = 1; round <= MAX_ROUNDS + waits; round += 1) {
    const planned = await planRound(ctx, desk, run, item, round);
    if (planned.kind === 'busy') {
      const over = await wait(planned.busy, round);
      if (over !== undefined) return over;
      continue;
    }
    if (planned.kind === 'skipped') return { kind: 'skipped' };
    if (planned.kind === 'failed') {
      const because = `${planned.failure.what}: ${planned.failure.why}`;
      await ctx.step(`${item.path}:skip.${round}`, () => skip(desk, run, item.path, because).then(() => 'recorded'));
      return { kind: planned.failure.kind === RUN_OVER ? 'aborted' : 'failed', because };
    }
    const permission = await permissionFor(ctx, desk, { run, path: item.path, verb, round, planDigest: planned.planDigest });
    if (permission.kind === 'not-granted') {
      if (permission.because === 'plan-changed') continue;
      await ctx.step(`${item.path}:skip.${round}`, () => skip(desk, run, item.path, permission.because).then(() => 'recorded'));
      return { kind: 'skipped' };
    }
    const uses = await ctx.step(`${item.path}:action.${round}`, () => usesOf(desk, run, item));
    const end = await carried(ctx, desk, run, item, uses, permission.grant);
    if (end === 'plan-changed') continue;
    if ('owner' in end) {
      const over = await wait(end, round);
      if (over !== undefined) return over;
      continue;
    }
    await ctx.step(`${item.path}:end`, () =>
      endStep(
        desk,
        run,
        { path: item.path, verb, ...(item.kind === 'action' && item.reviewAfter !== undefined && { reviewAfter: item.reviewAfter }) },
        end.result,
        end.applied,
      ),
    );
    return end.result.proof.kind === 'proven' ? { kind: 'done' } : { kind: 'failed', because: end.result.proof.because };
  }
  const because = `the account changed ${MAX_ROUNDS} times while people were deciding; a person must look`;
  await ctx.step(`${item.path}:skip.0`, () => skip(desk, run, item.path, because).then(() => 'recorded'));
  return { kind: 'failed', because };
};
