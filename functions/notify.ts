import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import middy from '@middy/core';
import type { LedgerEvent } from '../core/ledger/facts.ts';
import { sentenceFor } from '../core/report/sentence.ts';
import { notify } from '../engine/notify.ts';
import { liveNotifyDesk } from './live.ts';
import { once } from './once.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.Lambda.html */
interface StreamEvent {
  readonly Records: readonly { readonly dynamodb?: { readonly NewImage?: Readonly<Record<string, { readonly S?: string }>> } }[];
}
/** PutEvents takes ten entries. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const ENTRIES = 10;
const bus = new EventBridgeClient({});

/** Tells the account's bus what happened, for everybody who is not Cordon. */
const publish = async (events: readonly LedgerEvent[]): Promise<void> => {
  const entries = events.flatMap((event) => {
    const sentence = sentenceFor(event);
    if (sentence === undefined) return [];
    const detail = { incidentId: event.incidentId, seq: event.seq, type: event.type, at: event.at, sentence };
    return [{ Source: 'cordon', DetailType: 'Cordon Incident State Change', Detail: JSON.stringify(detail) }];
  });
  for (let at = 0; at < entries.length; at += ENTRIES) {
    const { FailedEntryCount = 0 } = await bus.send(new PutEventsCommand({ Entries: entries.slice(at, at + ENTRIES) }));
    if (FailedEntryCount > 0) throw new Error(`${FailedEntryCount} events were refused by the bus; the stream tries again`);
  }
};
const desk = once(() => liveNotifyDesk(publish));

/** The one reader of the ledger's stream: wakes runs, reports what was forged, tells the world. */
export const handler = middy(async ({ Records }: StreamEvent) => {
  const events = Records.flatMap(({ dynamodb }): readonly LedgerEvent[] => {
    const { sk, json } = dynamodb?.NewImage ?? {};
    return sk?.S?.startsWith('E#') === true && json?.S !== undefined ? [JSON.parse(json.S)] : [];
  });
  if (events.length > 0) await notify(await desk(), events);
});
