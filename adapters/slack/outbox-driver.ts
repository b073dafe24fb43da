import type { IncidentId } from '../../core/id.ts';
import type { Told } from '../../engine/outbox.ts';
import type { Outbox } from '../../engine/outbox-ports.ts';
import type { Timeline } from '../clock.ts';

export interface OutboxDriver {
  /** There may be news: it is told soon, one incident after the other. */
  readonly look: () => void;
  readonly stop: () => Promise<void>;
}
interface DriverParts {
  readonly outbox: Pick<Outbox, 'pending'>;
  readonly tell: (incidentId: IncidentId) => Promise<Told>;
  readonly timeline: Timeline;
  /** Why something cannot be told for longer than a moment, once until it can. */
  readonly waits: (incidentId: IncidentId, why: string) => void;
}

/** A card is edited at most this often; what happened meanwhile is one edit. Slack allows about 50 edits a minute. */
const PAUSE_MS = 1000;
/** Seconds between attempts while Slack is down: 1, 2, 4 … up to this; there is no last attempt. */
const LONGEST_WAIT = 60;
/** Attempts that fail before anybody is bothered: a rate limit is over by then. */
const WORTH_SAYING = 2;

/** Tells the outbox's news on the timeline, with unlimited patience. One incident that cannot be told holds up no other. */
export const outboxDriver = ({ outbox, tell, timeline, waits }: DriverParts): OutboxDriver => {
  const state = new Map<IncidentId, { readonly notBefore: number; readonly failures: number }>();
  let stopped = false;
  let plannedAt = Infinity;
  let unplan: () => void = () => {};
  let last: Promise<void> = Promise.resolve();

  const plan = (at: number): void => {
    if (stopped || plannedAt <= at) return;
    plannedAt = at;
    unplan();
    unplan = timeline.schedule(at, () => {
      if (plannedAt !== at) return undefined;
      plannedAt = Infinity;
      return (last = last.then(run));
    });
  };
  const one = async (incidentId: IncidentId): Promise<void> => {
    const failures = state.get(incidentId)?.failures ?? 0;
    const told = await tell(incidentId).catch((thrown: unknown): Told => ({ kind: 'later', seconds: LONGEST_WAIT, why: String(thrown) }));
    if (told.kind === 'told') {
      state.set(incidentId, { notBefore: timeline.now() + PAUSE_MS, failures: 0 });
      return;
    }
    if (failures === WORTH_SAYING) waits(incidentId, told.why);
    const seconds = Math.max(told.seconds, Math.min(LONGEST_WAIT, 2 ** failures));
    state.set(incidentId, { notBefore: timeline.now() + seconds * 1000, failures: Math.min(failures + 1, 10) });
  };
  const run = async (): Promise<void> => {
    if (stopped) return;
    const pending = await outbox.pending();
    for (const incidentId of pending) {
      if (!stopped && timeline.now() >= (state.get(incidentId)?.notBefore ?? 0)) await one(incidentId);
    }
    if (stopped) return;
    const left = await outbox.pending();
    // Who has nothing to tell any more needs no place here.
    for (const incidentId of state.keys())
      if (!left.includes(incidentId) && timeline.now() > (state.get(incidentId)?.notBefore ?? 0)) state.delete(incidentId);
    if (left.length > 0) plan(Math.max(timeline.now() + 1, Math.min(...left.map((id) => state.get(id)?.notBefore ?? 0))));
  };
  return {
    look: () => plan(timeline.now()),
    stop: async () => {
      stopped = true;
      unplan();
      await last.catch(() => undefined);
    },
  };
};
