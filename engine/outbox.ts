import { HOUSE } from '../core/house/house.ts';
import type { IncidentId } from '../core/id.ts';
import type { LedgerEvent } from '../core/ledger/facts.ts';
import type { TimelineLine } from '../core/report/card.ts';
import { approvalMessage } from '../core/report/slack/approval-message.ts';
import { incidentMessage, type Place } from '../core/report/slack/incident-message.ts';
import { stopMessage } from '../core/report/slack/stop-message.ts';
import { linesPerReply, timelineMessage } from '../core/report/slack/timeline-message.ts';
import { readIncident } from './append.ts';
import { allIncidents, cardOf, houseApprovals, type Found } from './commands/answer.ts';
import { haltOf, readHouse } from './house.ts';
import { questionsOf } from './outbox-questions.ts';
import type { Later } from './outbox-send.ts';
import { isLater, sending, type OutboxDesk, type Send } from './outbox-sending.ts';

export type { OutboxDesk } from './outbox-sending.ts';

export type Told = { readonly kind: 'told' } | Later;

/** Kept for the outbox, for as long as it takes. The change feed calls it before its cursor moves on. */
export const keepNews = async ({ outbox }: Pick<OutboxDesk, 'outbox'>, events: readonly LedgerEvent[]): Promise<void> => {
  const newest = new Map<IncidentId, number>();
  for (const { incidentId, seq } of events) newest.set(incidentId, Math.max(seq, newest.get(incidentId) ?? 0));
  await Promise.all([...newest].map(([incidentId, seq]) => outbox.news(incidentId, seq)));
};

const LINES = /^lines:\d+-(\d+)$/;
/** Sequence number up to which the timeline was told. */
const toldUpTo = (keys: Iterable<string>): number => Math.max(0, ...[...keys].flatMap((key) => LINES.exec(key)?.[1] ?? []).map(Number));

/** Timeline lines as replies to the card, as many in one as fit; the key says which, so that the same reply can be made again. */
const tellLines = async (
  sendOne: Send,
  lines: readonly TimelineLine[],
  found: Found,
  place: Place,
  thread: string,
): Promise<Later | undefined> => {
  for (let left = lines; left.length > 0; ) {
    const now = left.slice(0, linesPerReply(left, found.card.openedAt));
    const key = `lines:${now[0]?.seq ?? 0}-${now.at(-1)?.seq ?? 0}`;
    const sent = await sendOne(key, timelineMessage(now, found.card.openedAt, place), { thread });
    if (isLater(sent)) return sent;
    left = left.slice(now.length);
  }
  return undefined;
};

/** A reply that was claimed, and of which nobody knows whether it was sent, comes first and with the same lines. */
const claimedLines = (keys: readonly string[], lines: readonly TimelineLine[]): readonly TimelineLine[] => {
  const [from, to] = keys.flatMap((key) => (LINES.test(key) ? [key.slice(6).split('-').map(Number)] : []))[0] ?? [];
  return from === undefined || to === undefined ? [] : lines.filter(({ seq }) => seq >= from && seq <= to);
};

const tellAll = async (desk: OutboxDesk, found: Found): Promise<Later | undefined> => {
  const { outbox, messenger } = desk;
  const { incidentId } = found.state;
  const { done, claimed, place, sendOne } = await sending(desk, incidentId);

  const card = await sendOne('card', incidentMessage(found.card, place), { edits: true });
  if (isLater(card)) return card;
  if (!done.has('pin')) {
    const pinned = await messenger.pin(card);
    if (pinned.kind === 'not-now') return { kind: 'later', seconds: pinned.seconds, why: pinned.why };
    if (pinned.kind === 'unknown') return { kind: 'later', seconds: 1, why: pinned.why };
    // A channel whose pins are full, or that the app may not pin in, still gets everything else.
    await outbox.done(incidentId, 'pin', { ts: card, digest: pinned.kind });
  }

  const again = await tellLines(sendOne, claimedLines([...claimed.keys()], found.card.timeline), found, place, card);
  if (again !== undefined) return again;
  let told = toldUpTo([...done.keys(), ...claimed.keys()]);
  for (const { seq, key, message } of questionsOf(found, place)) {
    const before = found.card.timeline.filter((line) => line.seq > told && line.seq < seq);
    const late = await tellLines(sendOne, before, found, place, card);
    if (late !== undefined) return late;
    told = Math.max(told, seq - 1);
    const sent = await sendOne(key, message, { edits: true });
    if (isLater(sent)) return sent;
  }
  return tellLines(
    sendOne,
    found.card.timeline.filter((line) => line.seq > told),
    found,
    place,
    card,
  );
};

/** What concerns the whole house: each stop and each question a message of its own; and every open card says whether everything is stopped. */
const tellHouse = async (desk: OutboxDesk): Promise<Later | undefined> => {
  const house = await readHouse(desk);
  const { place, sendOne } = await sending(desk, HOUSE);
  const stops = house.state.believed.events.filter(({ type }) => type === 'house.stopped');
  for (const [index, event] of stops.entries()) {
    const { number } = house.house.stop ?? { number: 0 };
    const sent = await sendOne(`stop:${index + 1}`, stopMessage(event, number === index + 1, place), { edits: true });
    if (isLater(sent)) return sent;
  }
  for (const approval of await houseApprovals(desk)) {
    const sent = await sendOne(`A-${approval.number}`, approvalMessage(approval, place), { edits: true });
    if (isLater(sent)) return sent;
  }
  for (const found of await allIncidents(desk)) {
    const later = found.card.resolved ? undefined : await tellAll(desk, found);
    if (later !== undefined) return later;
  }
  return undefined;
};

/**
 * Brings Slack to where the ledger is: one card per incident in one channel, pinned and edited in place; each approval and each choice a message
 * of its own, edited when it is decided; the timeline as replies to the card. In order, each message once, whatever happened to the process that sent
 * it. Only one may tell an incident at a time (a FIFO group, one local loop); a second one stops at the first message that both want.
 */
export const tell = async (desk: OutboxDesk, incidentId: IncidentId): Promise<Told> => {
  const state = await readIncident(desk, incidentId);
  const found = incidentId === HOUSE ? undefined : cardOf(desk, state, await haltOf(desk));
  const later = incidentId === HOUSE ? await tellHouse(desk) : found === undefined ? undefined : await tellAll(desk, found);
  if (later !== undefined) return later;
  await desk.outbox.told(incidentId, state.seq);
  return { kind: 'told' };
};
