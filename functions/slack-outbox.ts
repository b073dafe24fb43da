import { setTimeout as sleep } from 'node:timers/promises';
import middy from '@middy/core';
import { tellPending } from '../engine/outbox-round.ts';
import { liveOutboxDesk } from './live.ts';
import { once, SECRETS_KEPT } from './once.ts';

/** A "Cordon Incident State Change" of the bus, through a FIFO queue with one group: one function at a time tells Slack. */
interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}
/** Left for what is under way when waiting ends: one call of Slack takes at most ten seconds (adapters/slack/web-options.ts). */
const RESERVE_SECONDS = 30;
const desk = once(liveOutboxDesk, SECRETS_KEPT);

const parsed = (body: string): { readonly detail?: { readonly incidentId?: unknown; readonly seq?: unknown } } => {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
};
/** What the event names; a message that names nothing still makes us look at what is pending. */
const newsIn = (body: string): { readonly incidentId: `inc-${string}`; readonly seq: number } | undefined => {
  const { incidentId, seq } = parsed(body).detail ?? {};
  return typeof incidentId === 'string' && incidentId.startsWith('inc-') && typeof seq === 'number'
    ? { incidentId: `inc-${incidentId.slice(4)}`, seq }
    : undefined;
};

/** Brings Slack to where the ledger is. What cannot be told yet goes back into the queue, for as long as it takes. */
export const handler = middy(async ({ Records }: QueueEvent, context: { readonly getRemainingTimeInMillis: () => number }) => {
  const ready = await desk();
  for (const { body } of Records) {
    const news = newsIn(body);
    if (news !== undefined) await ready.outbox.news(news.incidentId, news.seq);
  }
  const late = await tellPending(ready, {
    secondsLeft: () => context.getRemainingTimeInMillis() / 1000 - RESERVE_SECONDS,
    pause: (seconds) => sleep(seconds * 1000),
  });
  for (const { incidentId, seconds, why } of late) console.warn(JSON.stringify({ cordon: 'slack-later', incidentId, seconds, why }));
  return { batchItemFailures: late.length > 0 ? Records.map(({ messageId }) => ({ itemIdentifier: messageId })) : [] };
});
