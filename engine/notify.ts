import type { Verify } from '../core/approval/grant.ts';
import type { RunId } from '../core/id.ts';
import type { LedgerEvent } from '../core/ledger/facts.ts';
import { isUnderWay, runOf } from '../core/run/run.ts';
import { readIncident, record, type Reading } from './append.ts';
import type { Feed, Ledger, Runs } from './ports.ts';
import { wakeHeld } from './wake-held.ts';

export interface NotifyDesk {
  readonly ledger: Ledger;
  readonly runs: Runs;
  readonly verify: Verify;
  /** Everybody who wants to know that an incident moved: the page, the command line, later Slack and the pager. */
  readonly publish: (events: readonly LedgerEvent[]) => void | Promise<void>;
}

/** How many changes one reading takes. */
const PAGE = 200;

/** The approval that a fact is about, if it is about one. */
const approvalOf = ({ type, data }: LedgerEvent): string | undefined => {
  if (type === 'approval.requested') return data.approval.id;
  if (type === 'approval.voted') return data.vote.approvalId;
  return 'approvalId' in data ? data.approvalId : undefined;
};

/** Wakes the run whose question is answered. The run reads the ledger itself: being woken permits nothing. */
const wake = async (desk: NotifyDesk, { approvals }: Reading, events: readonly LedgerEvent[]): Promise<void> => {
  const touched = new Set(events.map(approvalOf));
  const answered = approvals.filter(({ approval, state: { kind } }) => kind !== 'pending' && touched.has(approval.id));
  await Promise.all(
    answered.flatMap(({ waiting }) => waiting.slice(-1)).map((callbackId) => desk.runs.answer(callbackId, { woken: true })),
  );
};

/** Does this place of a run, which sleeps there, have news: an answer, or a part that has ended? */
const hasNews = ({ choices, runs }: Reading, runId: RunId, path: string, told: readonly LedgerEvent[]): boolean => {
  if (choices.some((choice) => choice.runId === runId && choice.path === path && choice.made !== undefined)) return true;
  const parts = runs.filter(({ order }) => order.kind === 'child' && order.parent === runId && order.path === path);
  const ended = parts.filter(({ status }) => status !== 'requested' && status !== 'running');
  const justNow = told.some(({ type, data }) => type === 'run.ended' && ended.some((part) => part.runId === data.runId));
  return parts.length > 0 && (justNow || ended.length === parts.length);
};
/** Wakes runs that sleep at a question or at a foreach, and starts the parts that a foreach ordered. */
const wakeSleepers = async (desk: NotifyDesk, state: Reading, told: readonly LedgerEvent[]): Promise<void> => {
  const { incidentId } = state;
  for (const { runId, order, status, waiting } of state.runs) {
    if (order.kind === 'child' && status === 'requested') await desk.runs.start({ runId, incidentId });
    if (status === 'requested') continue;
    // A run that was stopped in its sleep wakes to find that out.
    const over = status !== 'running' && told.some((event) => runOf(event) === runId);
    for (const { path, callbackId } of waiting)
      if (over || (status === 'running' && hasNews(state, runId, path, told))) await desk.runs.answer(callbackId, { woken: true });
  }
};

/** Facts after which a run may have let go of something, or contained what another one wants to contain. */
const LETS_GO: ReadonlySet<LedgerEvent['type']> = new Set(['run.ended', 'step.ended', 'hold.observed', 'lease.waiting', 'lease.awaited']);
/** Wakes whoever waits for a run that may have let go, and a run that has ended while it waited itself. They look themselves. */
const wakeWaiting = async (desk: NotifyDesk, { runs, resolved }: Reading, events: readonly LedgerEvent[]): Promise<void> => {
  const moved = new Set(events.flatMap((event) => (LETS_GO.has(event.type) ? [runOf(event)] : [])));
  const touched = runs.filter((run) => moved.has(run.runId) || (resolved !== undefined && events.length > 0));
  const callbacks = touched.flatMap((run) => [
    ...(events.every(({ type }) => type === 'lease.awaited') && isUnderWay(run) && resolved === undefined ? [] : (run.awaited ?? [])),
    ...(isUnderWay(run) ? [] : (run.leaseWaits ?? []).map(({ callbackId }) => callbackId)),
  ]);
  await Promise.all([...new Set(callbacks)].map((callbackId) => desk.runs.answer(callbackId, { woken: true })));
};

/** Says aloud what nobody may have written: a fact of `approve` without its seal, an effect without a grant, a broken chain. */
const report = async (desk: NotifyDesk, { incidentId, believed }: Reading): Promise<void> => {
  const actor = { kind: 'system', id: 'notifier' } as const;
  const forged = believed.forged.map((event) => ({
    id: `alarm:forged:${event.seq}`,
    type: 'alarm.raised' as const,
    actor,
    data: {
      kind: 'forged-fact' as const,
      sentence: `Event ${event.seq} (${event.type}) was not written by Cordon: it lacks the seal or the grant that such a fact has. It was not acted on.`,
    },
  }));
  const broken =
    believed.brokenAt === undefined
      ? []
      : [
          {
            id: `alarm:broken:${believed.brokenAt}`,
            type: 'alarm.raised' as const,
            actor,
            data: {
              kind: 'broken-chain' as const,
              sentence: `The ledger does not fit together at event ${believed.brokenAt}: somebody changed or removed an event. Nothing more is done in this incident until a person has looked.`,
            },
          },
        ];
  if (forged.length + broken.length > 0) await record(desk, incidentId, [...forged, ...broken]);
};

/** What follows from new facts. Doing it twice does nothing twice. */
export const notify = async (desk: NotifyDesk, events: readonly LedgerEvent[]): Promise<void> => {
  for (const [incidentId, told] of Map.groupBy(events, (event) => event.incidentId)) {
    const state = await readIncident(desk, incidentId);
    await report(desk, state);
    await wake(desk, state, told);
    if (told.some(({ type }) => type === 'house.resumed')) await wakeHeld(desk);
    if (state.believed.brokenAt === undefined) await wakeSleepers(desk, state, told);
    await wakeWaiting(desk, state, told);
  }
  await desk.publish(events);
};

/** Reads the change feed from `cursor` to its end; answers the cursor for the next time. */
export const notifyFrom = async (desk: NotifyDesk, feed: Feed, cursor: string | undefined): Promise<string> => {
  for (let at = cursor; ; ) {
    const { events, cursor: next } = await feed.changes(at, PAGE);
    if (events.length === 0) return next;
    await notify(desk, events);
    at = next;
  }
};
