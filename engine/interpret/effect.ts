import type { DurableContext } from '@aws/durable-execution-sdk-js';
import type { Proof } from '../../core/action/plan.ts';
import type { ActionRequest } from '../../core/action/request.ts';
import type { SignedGrant } from '../../core/approval/grant.ts';
import { HALTED } from '../../core/house/house.ts';
import { keyOf } from '../../core/id.ts';
import type { JsonObject } from '../../core/json.ts';
import { record } from '../append.ts';
import type { Desk } from '../desk.ts';
import { heldUntilResumed } from './hold.ts';
import { callOf, stepOf, tryOnce, type Done, type Where } from './try-once.ts';

export type Settled = Exclude<Proof, { kind: 'pending' }>;

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
