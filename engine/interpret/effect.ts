import type { DurableContext } from '@aws/durable-execution-sdk-js';
import type { Applied, Proof } from '../../core/action/plan.ts';
import type { ActionReply, ActionRequest } from '../../core/action/request.ts';
import type { SignedGrant } from '../../core/approval/grant.ts';
import type { Failure } from '../../core/failure.ts';
import { HALTED } from '../../core/house/house.ts';
import { keyOf } from '../../core/id.ts';
import type { JsonObject } from '../../core/json.ts';
import { stepIn } from '../../core/ledger/incident.ts';
import { afterOf } from '../../core/run/containment.ts';
import type { StepView } from '../../core/run/run.ts';
import { readIncident, record } from '../append.ts';
import type { Desk } from '../desk.ts';
import { haltOf } from '../house.ts';
import type { RunInput } from '../ports.ts';
import { heldUntilResumed } from './hold.ts';
import { vouchFor } from '../held.ts';
import type { Busy } from './lease.ts';
import { lookAgain } from './recheck.ts';
import { stoppedFailure } from './stopped.ts';

export interface Where {
  readonly run: RunInput;
  readonly path: string;
  readonly verb: 'apply' | 'undo';
}
/** `doubt`: an earlier try of the same call may have had an effect, whatever the last one says about itself. */
export type Done =
  | { readonly ok: true; readonly applied: Applied }
  | { readonly ok: false; readonly failure: Failure; readonly doubt: boolean; readonly busy?: Busy };
export type Settled = Exclude<Proof, { kind: 'pending' }>;

const stepOf = async (
  desk: Desk,
  where: Where,
): Promise<{ readonly step: StepView; readonly after: JsonObject; readonly stopped: Failure | undefined }> => {
  const state = await readIncident(desk, where.run.incidentId);
  const step = stepIn(state, where.run.runId, where.path);
  if (step === undefined) throw new Error(`${where.path} has no plan in the ledger`);
  return { step, after: afterOf(state.runs, step.plan.target.arn), stopped: stoppedFailure(state, where.run) };
};
const callOf = (desk: Desk, { run, path }: Where, verb: string) => ({
  incidentId: run.incidentId,
  key: keyOf(run.runId, path, verb),
  at: desk.clock.now(),
  exercise: desk.exercise,
});
const conflict = (what: string, why: string, next: string): Failure => ({
  kind: 'conflict',
  retryable: false,
  effect: 'no-change',
  what,
  why,
  next,
});

const notGranted = ({ action }: StepView, why: string): Failure => ({
  kind: 'no-grant',
  retryable: false,
  effect: 'no-change',
  what: `${action} was refused`,
  why,
  next: 'npx cordon status',
});

/** The action function says the same, if somebody stops everything between our look and its own. */
const halted = ({ action }: StepView, why: string): Failure => ({
  kind: HALTED,
  retryable: true,
  effect: 'no-change',
  what: `${action} waits`,
  why,
  next: 'npx cordon resume --all',
});

/** A grant lives for minutes; a process may be down for longer. What was decided is then signed anew, if it still stands. */
const current = async (desk: Desk, { run, path, verb }: Where, grant: SignedGrant): ReturnType<Desk['authority']['grant']> =>
  grant.payload.expiresAt > desk.clock.now()
    ? grant
    : desk.authority.grant({ ...run, step: path, verb, planDigest: grant.payload.planDigest });

/** A repeat that finds its work done found what the first try did: nobody was there between them but a crash, or a lost answer. */
const ours = (applied: Applied, step: StepView, repeat: boolean): Applied => {
  const writes = step.verb === 'undo' ? (step.undoWrites ?? []) : step.plan.writes;
  return repeat && applied.effect === 'no-change' && writes.length > 0 ? { ...applied, effect: 'changed' } : applied;
};

/** Nothing is called: the hold of another incident is shared, and this one's own is written down before anybody looks whether it holds. */
const share = async (desk: Desk, where: Where, step: StepView, grant: SignedGrant): Promise<Done> => {
  const { runId, incidentId } = where.run;
  const other = where.verb === 'apply' ? await vouchFor(desk, step.plan) : undefined;
  if (where.verb === 'apply' && other === undefined && step.status !== 'started')
    return {
      ok: false,
      failure: { ...conflict('The hold is gone', 'the other incident does not hold it any more', 'npx cordon list'), kind: 'plan-changed' },
      doubt: false,
    };
  const now = await current(desk, where, grant);
  if ('refused' in now) return { ok: false, failure: notGranted(step, now.refused), doubt: false };
  const id = keyOf(runId, where.path, `${where.verb}:shared:${step.planDigest.slice(7, 19)}`);
  const data = { runId, path: where.path, verb: where.verb };
  await record(desk, incidentId, [{ id, type: 'step.started', actor: { kind: 'run', id: runId }, data }]);
  return {
    ok: true,
    applied: { effect: 'no-change', ...(other?.opened && { output: { heldBy: `INC-${other.opened.number}` } }) },
  };
};

/** One try: lease, write-ahead, call. After a crash it runs again under the same key; actions make a repeat harmless. */
const tryOnce = async (desk: Desk, where: Where, given: SignedGrant, cursor: JsonObject | undefined, rested: boolean): Promise<Done> => {
  const { step, after, stopped } = await stepOf(desk, where);
  const { target } = step.plan;
  const started = step.status === 'started';
  const repeat = started && !rested;
  if (stopped !== undefined) return { ok: false, failure: stopped, doubt: repeat };
  if (step.plan.restsOn !== undefined) return share(desk, where, step, given);
  const effect = desk.catalog.get(step.action)?.effect;
  const observes = effect === 'observe';
  const halt = observes ? undefined : await haltOf(desk);
  if (halt !== undefined) return { ok: false, failure: halted(step, halt.sentence), doubt: repeat };
  const lease = observes ? { kind: 'mine' as const } : await desk.leases.take(target.arn, where.run.runId);
  if (lease.kind === 'theirs')
    return {
      ok: false,
      failure: conflict(`${target.name} is being changed by another run`, `${lease.owner} holds it until it ends`, 'npx cordon list'),
      doubt: repeat,
      // A call that may have been sent is read back, not waited for.
      ...(!repeat && { busy: { target: target.arn, owner: lease.owner, ...(effect === 'containment' && { contains: step.action }) } }),
    };
  const grant = await current(desk, where, given);
  if ('refused' in grant) {
    const failure = grant.stopped === true ? halted(step, grant.refused) : notGranted(step, grant.refused);
    return { ok: false, failure, doubt: repeat };
  }
  if (!repeat) {
    const moved = await lookAgain(desk, where, step, after);
    // A plan is made anew before the write-ahead only; after it, the step ends here and a person looks.
    if (moved !== undefined) return { ok: false, failure: started ? { ...moved, kind: 'conflict' } : moved, doubt: false };
  }
  if (!started) {
    await record(desk, where.run.incidentId, [
      {
        id: keyOf(where.run.runId, where.path, `${where.verb}:started`),
        type: 'step.started',
        actor: { kind: 'run', id: where.run.runId },
        data: { runId: where.run.runId, path: where.path, verb: where.verb },
      },
    ]);
  }
  const { startedAt } = started ? step : (await stepOf(desk, where)).step;
  const call = { ...callOf(desk, where, where.verb), ...(startedAt && { at: startedAt }) };
  const request: ActionRequest =
    where.verb === 'apply'
      ? { ...call, verb: 'apply', plan: step.plan, grant, ...(cursor && { cursor }) }
      : { ...call, verb: 'undo', plan: step.plan, grant, after };
  const reply: ActionReply = await desk.caller.call(step.action, target.arn, request);
  if (!reply.ok) return { ok: false, failure: reply.failure, doubt: repeat };
  return 'applied' in reply.value
    ? { ok: true, applied: ours(reply.value.applied, step, repeat) }
    : { ok: false, failure: conflict('The action answered something else', reply.value.verb, 'npx cordon status'), doubt: repeat };
};

/** A step that is stopped this often without being done is being played with. */
const MAX_HOLDS = 24;
/** 2, 4, 8 … seconds, at most a minute, in AWS time. */
const backOffSeconds = (attempt: number): number => Math.min(60, 2 ** attempt);

/** Applies (or undoes) a step; repeats what had no effect and may be repeated, never what may have had one. */
export const carryOut = async (
  ctx: DurableContext,
  desk: Desk,
  where: Where,
  grant: SignedGrant,
  retry: { readonly on: readonly string[]; readonly attempts: number },
): Promise<Done> => {
  let cursor: JsonObject | undefined;
  let holds = 0;
  let rested = false;
  for (let attempt = 1; ; attempt += 1) {
    const at: JsonObject | undefined = cursor;
    const fresh: boolean = rested;
    const name = `${where.path}:${where.verb}${attempt > 1 ? `.${attempt}` : ''}`;
    const done: Done = await ctx.step(name, () => tryOnce(desk, where, grant, at, fresh));
    if (!done.ok && done.failure.kind === HALTED) {
      if ((holds += 1) > MAX_HOLDS || !(await heldUntilResumed(ctx, desk, where, name))) return done;
      // Nothing was sent before the stop: the account is looked at again, because hours may have passed.
      rested = !done.doubt && cursor === undefined;
      continue;
    }
    rested = false;
    if (done.ok && done.applied.cursor === undefined) return done;
    if (done.ok) {
      cursor = done.applied.cursor;
      continue;
    }
    const { kind, retryable, effect } = done.failure;
    const worthwhile = retryable && effect === 'no-change' && retry.on.includes(kind) && attempt - holds < retry.attempts;
    if (!worthwhile) return done;
    await ctx.wait(`${where.path}:${where.verb}-back-off.${attempt}`, { seconds: backOffSeconds(attempt) });
  }
};

const lookOnce = async (desk: Desk, where: Where, seen: JsonObject | undefined, poll: number): Promise<Proof> => {
  const { step, after } = await stepOf(desk, where);
  const call = callOf(desk, where, `verify-${where.verb}`);
  const request: ActionRequest =
    where.verb === 'apply'
      ? { ...call, verb: 'verify', plan: step.plan, ...(seen && { seen }) }
      : { ...call, verb: 'verify-undo', plan: step.plan, after, ...(seen && { seen }) };
  const reply = await desk.caller.call(step.action, step.plan.target.arn, request);
  if (!reply.ok)
    return reply.failure.retryable
      ? { kind: 'pending', because: reply.failure.why }
      : { kind: 'unknown', because: `${reply.failure.what}: ${reply.failure.why}` };
  if (!('proof' in reply.value)) return { kind: 'unknown', because: `${step.action} answered ${reply.value.verb}` };
  const { proof } = reply.value;
  if (proof.kind === 'pending' && proof.because !== step.progress) {
    await record(desk, where.run.incidentId, [
      {
        id: keyOf(where.run.runId, where.path, `${where.verb}:progress:${poll}`),
        type: 'step.progress',
        actor: { kind: 'run', id: where.run.runId },
        data: { runId: where.run.runId, path: where.path, sentence: proof.because },
      },
    ]);
  }
  return proof;
};

/** Looks until the effect is proven or refuted; the engine waits durably in between. What is still open at the end is unknown, not done. */
export const proofOf = async (
  ctx: DurableContext,
  desk: Desk,
  where: Where,
  settle: { readonly everySeconds: number; readonly atMostSeconds: number },
): Promise<Settled> => {
  const polls = Math.max(1, Math.ceil(settle.atMostSeconds / settle.everySeconds));
  let seen: JsonObject | undefined;
  let because = 'nobody looked';
  for (let poll = 1; poll <= polls; poll += 1) {
    const handed = seen;
    const proof: Proof = await ctx.step(`${where.path}:verify-${where.verb}.${poll}`, () => lookOnce(desk, where, handed, poll));
    if (proof.kind !== 'pending') return proof;
    ({ because } = proof);
    seen = proof.seen ?? seen;
    if (poll < polls) await ctx.wait(`${where.path}:settle-${where.verb}.${poll}`, { seconds: settle.everySeconds });
  }
  return { kind: 'unknown', because: `still open after ${settle.atMostSeconds} s: ${because}` };
};
