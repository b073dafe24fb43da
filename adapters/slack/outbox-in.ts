import type { Outbox } from '../../engine/outbox-ports.ts';

/**
 * An outbox whose messages are those of one channel. When a deployment moves to another channel, or a laptop from the emulated Slack to the
 * real one, the old messages are not there to be edited: what happens from then on is told anew, beginning with the card.
 */
export const outboxIn = (channel: string, outbox: Outbox): Outbox => {
  const own = `${channel}/`;
  return {
    ...outbox,
    messages: async (incidentId) =>
      (await outbox.messages(incidentId)).flatMap((message) =>
        message.key.startsWith(own) ? [{ ...message, key: message.key.slice(own.length) }] : [],
      ),
    claim: (incidentId, key, at, before) => outbox.claim(incidentId, `${own}${key}`, at, before),
    unclaim: (incidentId, key) => outbox.unclaim(incidentId, `${own}${key}`),
    done: (incidentId, key, sent) => outbox.done(incidentId, `${own}${key}`, sent),
  };
};
