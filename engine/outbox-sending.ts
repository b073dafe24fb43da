import type { IncidentId } from '../core/id.ts';
import { digestOf } from '../core/json.ts';
import type { SlackMessage } from '../core/report/slack/blocks.ts';
import type { Place } from '../core/report/slack/incident-message.ts';
import type { Desk } from './desk.ts';
import type { Messenger, Outbox } from './outbox-ports.ts';
import { send, type Later, type Sending } from './outbox-send.ts';

export interface OutboxDesk extends Pick<Desk, 'ledger' | 'verify' | 'catalog' | 'policy' | 'clock' | 'exercise'> {
  readonly outbox: Outbox;
  readonly messenger: Messenger;
}
export type Send = (key: string, message: SlackMessage, how?: Pick<Sending, 'thread' | 'edits'>) => Promise<string | Later>;
export const isLater = (value: string | Later): value is Later => typeof value !== 'string';

/** Sends one message at a time, knowing what of this ledger was sent before. */
export const sending = async (desk: OutboxDesk, incidentId: IncidentId) => {
  const { outbox, messenger, clock } = desk;
  const rows = await outbox.messages(incidentId);
  const done = new Map(rows.flatMap(({ key, done: sent }) => (sent === undefined ? [] : [[key, sent] as const])));
  const claimed = new Map(rows.flatMap(({ key, claimedAt, done: sent }) => (sent === undefined ? [[key, claimedAt] as const] : [])));
  const place: Place = desk.exercise ? 'EXERCISE' : desk.policy.place.kind;
  const sendOne: Send = (key, message, how = {}) =>
    send(
      { outbox, messenger, clock },
      { incidentId, key, message, digest: digestOf({ ...message }), done: done.get(key), claimedAt: claimed.get(key), ...how },
    );
  return { done, claimed, place, sendOne };
};
