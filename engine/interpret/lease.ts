import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { targetOf, type Arn } from '../../core/asset/resource.ts';
import type { RunId } from '../../core/id.ts';
import { isOpen, runIn } from '../../core/ledger/incident.ts';
import { isUnderWay } from '../../core/run/run.ts';
import { leaseQuestion, leaseSentence } from '../../core/report/lease.ts';
import { holdsOf, isProvenHold } from '../../core/run/containment.ts';
import { staysUntilReleased } from '../../core/action/catalog.ts';
import { plus, secondsBetween } from '../../core/time.ts';
import { readIncident, record, type Reading } from '../append.ts';
import type { Desk } from '../desk.ts';
import { incidentOfRun } from '../held.ts';
import type { RunInput } from '../ports.ts';
import { isWoken } from './asleep.ts';

/** Another run changes the target. */
export interface Busy {
  readonly target: Arn;
  readonly owner: RunId;
  /** Present: the step contains, by this action; it does not wait where somebody else's hold is proven. */
  readonly contains?: string;
}
/** `ended`: this run was stopped meanwhile. `late`: see MOST_WAKES. */
type Went = 'free' | 'ended' | 'late';

/** The notifier wakes the run; this is for the day on which nobody does. Doubled after each look, up to four hours. */
const FIRST_POLL_SECONDS = 60;
const LONGEST_POLL_SECONDS = 14_400;
/** Then a person is asked, while the run waits on: harm goes on meanwhile when the step would contain. */
const QUESTION_SECONDS = { contains: 600, changes: 14_400 } as const;
/** Looks in one wait; without a single wake that is a week. Then the step fails, loudly. Two durable operations each. */
const MOST_WAKES = 48;

/**
 * No run holds a lease while it waits for another's: that is why two cannot wait for each other for ever. What is under way keeps its own;
 * a later step on a target that was given back is planned, and takes its lease, anew.
 */
export const giveBack = async (desk: Desk, run: RunInput, state: Reading): Promise<void> => {
  const steps = runIn(state, run.runId)?.steps ?? [];
  const busy = new Set(steps.filter(({ status }) => status === 'started').map(({ plan }) => plan.target.arn));
  const quiet = new Set(steps.map(({ plan }) => plan.target.arn).filter((arn) => !busy.has(arn)));
  if (quiet.size > 0) await desk.leases.free(run.runId, [...quiet]);
};

/** Who has it. A run that has ended, or whose incident has, holds nothing any more; its lease is swept here, too. */
const ownerNow = async (
  desk: Desk,
  run: RunInput,
  target: Arn,
): Promise<{ readonly owner: RunId; readonly state?: Reading } | undefined> => {
  const owner = await desk.leases.holder(target);
  if (owner === undefined || owner === run.runId) return undefined;
  const state = await incidentOfRun(desk, owner);
  const view = state && runIn(state, owner);
  if (state === undefined || view === undefined) return { owner };
  if (isOpen(state) && isUnderWay(view)) return { owner, state };
  await desk.leases.free(owner);
  return undefined;
};

const submit = async (desk: Desk, run: RunInput, path: string, wait: string, busy: Busy, callbackId: string): Promise<void> => {
  const mine = await readIncident(desk, run.incidentId);
  await giveBack(desk, run, mine);
  const has = await ownerNow(desk, run, busy.target);
  const owner = has?.owner ?? busy.owner;
  const number = has?.state?.opened?.number ?? null;
  const sentence = leaseSentence(targetOf(busy.target).name, path, has?.state, owner);
  const actor = { kind: 'run', id: run.runId } as const;
  const data = { runId: run.runId, path, wait, target: busy.target, owner, ownerIncident: number, callbackId, sentence };
  await record(desk, run.incidentId, [{ id: `${run.runId}:${path}:lease:${wait}`, type: 'lease.waiting', actor, data }]);
  const waker = has?.state ?? (await incidentOfRun(desk, owner));
  if (waker === undefined) return;
  // After ours: whoever lets go between the two is told by the notifier when it reads this one.
  const awaited = { runId: owner, target: busy.target, by: run.runId, byIncident: mine.opened?.number ?? 0, callbackId };
  await record(desk, waker.incidentId, [{ id: `${run.runId}:${path}:awaits:${wait}`, type: 'lease.awaited', actor, data: awaited }]);
};

/** Asks the people once, under one id, however often it looks. */
const question = async (desk: Desk, run: RunInput, path: string, wait: number, busy: Busy, state: Reading): Promise<void> => {
  const open = runIn(state, run.runId)?.leaseWaits?.find((one) => one.path === path);
  const patience = QUESTION_SECONDS[busy.contains === undefined ? 'changes' : 'contains'];
  if (open === undefined || secondsBetween(open.since, desk.clock.now()) < patience) return;
  const id = `${run.runId}:${path}:lease-question:${wait}`;
  if (state.believed.events.some((event) => event.id === id)) return;
  const data = {
    ...leaseQuestion(desk.policy.assets, state, open, targetOf(busy.target).name),
    runId: run.runId,
    path: `${path}:lease`,
    number: await desk.ledger.nextNumber('task'),
    due: plus(desk.clock.now(), 3600),
  };
  await record(desk, run.incidentId, [{ id, type: 'task.asked', actor: { kind: 'run', id: run.runId }, data }]);
};

/** Since it waits, the other one has contained the target: the step plans anew, and shares that. */
const newlyHeld = (desk: Desk, mine: Reading, other: Reading, run: RunInput, path: string, { contains, target }: Busy): boolean => {
  const since = runIn(mine, run.runId)?.leaseWaits?.find((one) => one.path === path)?.since;
  return holdsOf(other.runs, target, (action) => staysUntilReleased(desk.catalog, action)).some(
    (hold) => hold.action === contains && isProvenHold(hold) && (hold.held?.at ?? hold.endedAt ?? '') >= (since ?? ''),
  );
};

const lookAtIt = async (desk: Desk, run: RunInput, path: string, wait: number, wake: number, busy: Busy): Promise<Went | 'held'> => {
  const state = await readIncident(desk, run.incidentId);
  const view = runIn(state, run.runId);
  if (view === undefined || !isUnderWay(view)) return 'ended';
  const has = await ownerNow(desk, run, busy.target);
  const name = targetOf(busy.target).name;
  const shared = has?.state !== undefined && newlyHeld(desk, state, has.state, run, path, busy);
  if (has !== undefined && !shared && wake < MOST_WAKES) {
    await question(desk, run, path, wait, busy, state);
    return 'held';
  }
  const went: Went = has === undefined || shared ? 'free' : 'late';
  const sentence = went === 'free' ? `goes on: ${name} is free` : `stopped waiting for ${name}`;
  await record(desk, run.incidentId, [
    {
      id: `${run.runId}:${path}:lease:${wait}:over`,
      type: 'lease.waited',
      actor: { kind: 'run', id: run.runId },
      data: { runId: run.runId, path, wait: String(wait), sentence },
    },
  ]);
  return went;
};

/** Waits durably until the target is free, says so, and never tries meanwhile. `wait` counts the waits of this step from 1. */
export const untilFree = async (ctx: DurableContext, desk: Desk, run: RunInput, path: string, wait: number, busy: Busy): Promise<Went> => {
  for (let wake = 1; ; wake += 1) {
    const seconds = Math.min(LONGEST_POLL_SECONDS, FIRST_POLL_SECONDS * 2 ** (wake - 1));
    const name = `${path}:lease.${wait}.${wake}`;
    await isWoken(ctx, name, (callbackId) => submit(desk, run, path, `${wait}.${wake}`, busy, callbackId), seconds);
    const went = await ctx.step(`${path}:lease-look.${wait}.${wake}`, () => lookAtIt(desk, run, path, wait, wake, busy));
    if (went !== 'held') return went;
  }
};
