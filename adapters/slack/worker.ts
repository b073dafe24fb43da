import { slackApp, type SlackAppOptions } from './app.ts';
import type { QueuedRequest } from './ingress.ts';
import { queueReceiver } from './receiver.ts';

/** Handles what the ingress queued. */
export const makeWorker = (options: SlackAppOptions): ((request: QueuedRequest) => Promise<void>) => {
  const { receiver, deliver } = queueReceiver();
  slackApp(options, receiver);
  return deliver;
};
