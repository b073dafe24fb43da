import type { DurableContext } from '@aws/durable-execution-sdk-js';
import type { SignedGrant } from '../../core/approval/grant.ts';
import { secondsBetween, type Instant } from '../../core/time.ts';
import type { Sha256 } from '../../core/json.ts';
import { record } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { isWoken } from './asleep.ts';
import { heldUntilResumed } from './hold.ts';

export type Permission =
  | { readonly kind: 'granted'; readonly grant: SignedGrant }
  | { readonly kind: 'not-granted'; readonly because: string };
interface Where {
  readonly run: RunInput;
  readonly path: string;
  readonly verb: 'apply' | 'undo';
  readonly round: number;
  readonly planDigest: Sha256;
}

/** A run that is woken this often without an answer is being played with; it stops and says so. */
const MAX_WAKES = 24;
type Waiting = { readonly kind: 'waiting'; readonly approvalId: string; readonly round: number; readonly seconds: number };
type Standing = Waiting | { readonly kind: 'granted' } | { readonly kind: 'not-granted'; readonly because: string };

/** At least a second: a time-out of zero is not a time-out to the service. */
const secondsUntil = (desk: Desk, until: Instant): number => Math.max(1, Math.ceil(secondsBetween(desk.clock.now(), until)));

const ask = async (desk: Desk, { run, path, verb, planDigest }: Where): Promise<Standing> => {
  const asked = await desk.authority.request({ ...run, step: path, verb, planDigest });
  if (asked.kind === 'auto') return { kind: 'granted' };
  if (asked.kind === 'refused') return { kind: 'not-granted', because: asked.because };
  return stand(desk, run, asked.approvalId);
};
const stand = async (desk: Desk, run: RunInput, approvalId: string): Promise<Standing> => {
  const settled = await desk.authority.settle({ incidentId: run.incidentId, approvalId });
  return settled.kind === 'waiting'
    ? { kind: 'waiting', approvalId, round: settled.round, seconds: secondsUntil(desk, settled.until) }
    : settled;
};

const nameOf = (where: Where, what: string) => `${where.path}:${what}${where.round > 1 ? `.${where.round}` : ''}`;

/** Waits until somebody answers or the round ends; says whether it was not the clock. */
const pause = (ctx: DurableContext, desk: Desk, where: Where, waiting: Waiting, wake: number): Promise<boolean> => {
  const submit = async (callbackId: string): Promise<void> => {
    await record(desk, where.run.incidentId, [
      {
        id: `${where.run.runId}:${where.path}:${where.verb}:waiting:${where.round}:${wake}`,
        type: 'approval.waiting',
        actor: { kind: 'run', id: where.run.runId },
        data: { approvalId: waiting.approvalId, callbackId, round: waiting.round },
      },
    ]);
  };
  return isWoken(ctx, nameOf(where, `answer.${wake}`), submit, waiting.seconds);
};

/** Somebody answered the callback, but no sealed vote closed the approval: the callback was forged, or replayed. */
const reportForged = (desk: Desk, where: Where, wake: number): Promise<void> =>
  record(desk, where.run.incidentId, [
    {
      id: `${where.run.runId}:${where.path}:forged-callback:${where.round}:${wake}`,
      type: 'alarm.raised',
      actor: { kind: 'run', id: where.run.runId },
      data: {
        kind: 'forged-callback',
        sentence: `Somebody answered the wait of step ${where.path} without a vote that Cordon recorded. Nothing was permitted; the step waits on.`,
      },
    },
  ]);

/** Asks whoever the table names, waits as long as their rounds last, and comes back with a signed grant or with the reason why not. */
export const permissionFor = async (ctx: DurableContext, desk: Desk, where: Where): Promise<Permission> => {
  let standing: Standing = await ctx.step(nameOf(where, 'ask'), () => ask(desk, where));
  for (let wake = 1; standing.kind === 'waiting'; wake += 1) {
    if (wake > MAX_WAKES) return { kind: 'not-granted', because: `the run was woken ${MAX_WAKES} times without an answer` };
    const waiting: Waiting = standing;
    const woken = await pause(ctx, desk, where, waiting, wake);
    standing = await ctx.step(nameOf(where, `settle.${wake}`), async () => {
      const now = await stand(desk, where.run, waiting.approvalId);
      if (woken && now.kind === 'waiting' && now.round === waiting.round) await reportForged(desk, where, wake);
      return now;
    });
  }
  if (standing.kind === 'not-granted') return standing;
  return grantFor(ctx, desk, where);
};

interface Held {
  readonly kind: 'held';
  readonly because: string;
}
/** What was decided stays decided while everything is stopped: the run waits, and asks for its grant again. */
const grantFor = async (ctx: DurableContext, desk: Desk, where: Where): Promise<Permission> => {
  for (let tries = 1; ; tries += 1) {
    const name = nameOf(where, tries > 1 ? `grant-again.${tries}` : 'grant');
    const permission = await ctx.step(name, async (): Promise<Permission | Held> => {
      const grant = await desk.authority.grant({ ...where.run, step: where.path, verb: where.verb, planDigest: where.planDigest });
      if (!('refused' in grant)) return { kind: 'granted', grant };
      return { kind: grant.stopped === true ? 'held' : 'not-granted', because: grant.refused };
    });
    if (permission.kind !== 'held') return permission;
    if (tries > MAX_WAKES || !(await heldUntilResumed(ctx, desk, where, name)))
      return { kind: 'not-granted', because: `it was held too long: ${permission.because}` };
  }
};
