import type { Verify } from '../core/approval/grant.ts';
import type { LedgerEvent } from '../core/ledger/facts.ts';
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
