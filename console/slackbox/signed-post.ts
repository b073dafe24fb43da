import { createHmac } from 'node:crypto';
import type { Box } from './box.ts';
import { withinAckTime, type Deliver, type Delivered, type Envelope } from './delivery.ts';

/** Longer than Slack waits by its own clock, so that a request that nobody answers ends when a virtual clock stands still. */
const SOCKET_MILLISECONDS = 10_000;

/** Commands are forms, presses and forms are a form with one field, events are JSON. */
const encoded = ({ type, body }: Envelope): { readonly kind: string; readonly text: string } => {
  if (type === 'events_api') return { kind: 'application/json', text: JSON.stringify(body) };
  const form = type === 'interactive' ? { payload: JSON.stringify(body) } : body;
  const fields = Object.entries(form).map(([key, value]): [string, string] => [key, String(value)]);
  return { kind: 'application/x-www-form-urlencoded', text: new URLSearchParams(fields).toString() };
};

const answerOf = (text: string): unknown => {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    // An app may answer a command with bare text.
    return { text };
  }
};

/** Deliveries as POST requests to the app's request URL. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const createSignedPost =
  (box: Box, requestUrl: () => string): Deliver =>
  (envelope) => {
    const { kind, text } = encoded(envelope);
    const timestamp = String(Math.floor(box.clock.now() / 1000));
    const signature = createHmac('sha256', box.secret).update(`v0:${timestamp}:${text}`).digest('hex');
    const post = async (): Promise<Delivered> => {
      const response = await fetch(requestUrl(), {
        method: 'POST',
        headers: {
          'content-type': kind,
          'user-agent': 'Slackbot 1.0 (slackbox)',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
          ...(envelope.retry === undefined
            ? {}
            : { 'x-slack-retry-num': String(envelope.retry.num), 'x-slack-retry-reason': envelope.retry.reason }),
        },
        body: text,
        redirect: 'error',
        signal: AbortSignal.timeout(SOCKET_MILLISECONDS),
      });
      const said = await response.text();
      if (response.ok) return { ok: true, payload: answerOf(said) };
      return { ok: false, error: 'http_service_error', noRetry: response.headers.get('x-slack-no-retry') === '1' };
    };
    return withinAckTime(box.clock, post());
  };
