import type { App, Receiver } from '@slack/bolt';
import { isObject } from '../../core/json.ts';
import type { QueuedRequest } from './ingress.ts';

export interface QueueReceiver {
  readonly receiver: Receiver;
  /** Runs the listeners of one queued request to their end. What they throw goes back to the queue. */
  readonly deliver: (request: QueuedRequest) => Promise<void>;
}

/** Lets Bolt's listeners run on what the ingress verified and queued; Slack got its answer long ago, so acknowledging says nothing. */
export const queueReceiver = (): QueueReceiver => {
  let app: App | undefined;
  return {
    receiver: {
      init: (given) => {
        app = given;
      },
      start: async () => undefined,
      stop: async () => undefined,
    },
    deliver: async ({ body, formOpened }) => {
      if (app === undefined) throw new Error('no Bolt app has taken this receiver');
      await app.processEvent({ body: { ...body }, ack: async () => undefined, customProperties: { formOpened } });
    },
  };
};

/** One message of the queue. Only the ingress may write into it; what has another shape is a mistake of ours. */
export const queuedRequest = (text: string): QueuedRequest => {
  const value: unknown = JSON.parse(text);
  if (!isObject(value) || typeof value['key'] !== 'string' || !isObject(value['body'])) throw new Error('not a queued Slack request');
  return { key: value['key'], body: value['body'], formOpened: value['formOpened'] === true };
};
