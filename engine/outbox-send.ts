import type { IncidentId } from '../core/id.ts';
import type { SlackMessage } from '../core/report/slack/blocks.ts';
import { secondsBetween, type Instant } from '../core/time.ts';
import type { Clock } from './ports.ts';
import type { Messenger, Outbox, Sent } from './outbox-ports.ts';

export interface Later {
  readonly kind: 'later';
  /** At least. */
  readonly seconds: number;
  readonly why: string;
}
export interface Sending {
  readonly incidentId: IncidentId;
  readonly key: string;
  readonly message: SlackMessage;
  readonly digest: string;
  readonly done: { readonly ts: string; readonly digest: string } | undefined;
  /** It was begun then, and nobody knows whether it was sent. */
  readonly claimedAt: Instant | undefined;
  readonly thread?: string;
  /** Edited in place when it says something new. */
  readonly edits?: boolean;
}
interface Ports {
  readonly outbox: Outbox;
  readonly messenger: Messenger;
  readonly clock: Clock;
}

/** A request that was under way when its sender died may still arrive; only then is "it is not there" an answer. */
const READ_BACK_SECONDS = 5;
/** What Slack refuses, somebody must mend: a channel, a scope, a token. Nothing is given up meanwhile. */
const REFUSED_SECONDS = 60;

const later = (sent: Exclude<Sent, { kind: 'sent' }>): Later => ({
  kind: 'later',
  seconds: sent.kind === 'not-now' ? sent.seconds : sent.kind === 'unknown' ? READ_BACK_SECONDS : REFUSED_SECONDS,
  why: sent.why,
});
/** The same words without the layout: better than silence when a block is refused. */
const bare = ({ text }: SlackMessage): SlackMessage => ({ text, blocks: [] });
const withFallback = async (message: SlackMessage, attempt: (message: SlackMessage) => Promise<Sent>): Promise<Sent> => {
  const sent = await attempt(message);
  return sent.kind === 'refused' && sent.shape ? attempt(bare(message)) : sent;
};

/** Has an earlier attempt arrived? Its place, `null` when it has not, or when to look again. */
const readBack = async (
  { messenger, clock }: Ports,
  { incidentId, key, thread }: Sending,
  claimedAt: Instant,
): Promise<string | null | Later> => {
  const age = secondsBetween(claimedAt, clock.now());
  if (age < READ_BACK_SECONDS) return { kind: 'later', seconds: READ_BACK_SECONDS - age, why: `${key} is perhaps still on its way` };
  const found = await messenger.find(`${incidentId}:${key}`, claimedAt, thread);
  return found.kind === 'read' ? found.ts : later(found);
};

const edit = async ({ outbox, messenger }: Ports, sending: Sending, ts: string): Promise<string | Later> => {
  const { incidentId, key, message, digest } = sending;
  const sent = await withFallback(message, (one) => messenger.update(`${incidentId}:${key}`, one, ts));
  if (sent.kind !== 'sent') return later(sent);
  await outbox.done(incidentId, key, { ts, digest });
  return ts;
};

/** One message, once: claimed, sent, done. Answers where it is. */
export const send = async (ports: Ports, sending: Sending): Promise<string | Later> => {
  const { outbox, messenger, clock } = ports;
  const { incidentId, key, message, digest, done, claimedAt, thread, edits = false } = sending;
  if (done !== undefined) return edits && done.digest !== digest ? edit(ports, sending, done.ts) : done.ts;
  if (claimedAt !== undefined) {
    const found = await readBack(ports, sending, claimedAt);
    if (typeof found === 'string') {
      // It may say what was true then.
      if (edits) return edit(ports, sending, found);
      await outbox.done(incidentId, key, { ts: found, digest });
      return found;
    }
    if (found !== null) return found;
  }
  if (!(await outbox.claim(incidentId, key, clock.now(), claimedAt)))
    return { kind: 'later', seconds: READ_BACK_SECONDS, why: `${key} is being sent by somebody else` };
  const sent = await withFallback(message, (one) => messenger.post(`${incidentId}:${key}`, one, thread));
  if (sent.kind === 'sent') {
    await outbox.done(incidentId, key, { ts: sent.ts, digest });
    return sent.ts;
  }
  if (sent.kind !== 'unknown') await outbox.unclaim(incidentId, key);
  return later(sent);
};
