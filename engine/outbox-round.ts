import type { IncidentId } from '../core/id.ts';
import type { Later } from './outbox-send.ts';
import { tell, type OutboxDesk, type Told } from './outbox.ts';

export interface Patience {
  /** Until whoever waits gives up. */
  readonly secondsLeft: () => number;
  readonly pause: (seconds: number) => Promise<void>;
}
export type Late = Later & { readonly incidentId: IncidentId };

/** What cannot even be tried, for a reason that is not Slack's. */
const BROKEN_SECONDS = 60;

/** One incident that cannot be told holds up no other. */
const tellEach = async (desk: OutboxDesk): Promise<readonly Late[]> => {
  const late: Late[] = [];
  for (const incidentId of await desk.outbox.pending()) {
    const told = await tell(desk, incidentId).catch(
      (thrown: unknown): Told => ({ kind: 'later', seconds: BROKEN_SECONDS, why: String(thrown) }),
    );
    if (told.kind === 'later') late.push({ ...told, incidentId });
  }
  return late;
};

/** Tells everything that is pending, again as long as waiting is all that it takes. Answers what is left, and why. */
export const tellPending = async (desk: OutboxDesk, { secondsLeft, pause }: Patience): Promise<readonly Late[]> => {
  for (;;) {
    const late = await tellEach(desk);
    const soonest = Math.max(1, Math.min(...late.map(({ seconds }) => seconds)));
    if (late.length === 0 || soonest >= secondsLeft()) return late;
    await pause(soonest);
  }
};
