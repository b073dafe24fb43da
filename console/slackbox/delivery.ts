import type { Cancel, Timeline } from '../../adapters/clock.ts';

/** What Slack sends to an app: a command, a press or a form (`interactive`), or an event. */
export interface Envelope {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly body: { readonly [key: string]: unknown };
  readonly retry?: { readonly num: number; readonly reason: string };
}
/** `payload`: what the app said in its acknowledgement. */
export type Delivered =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: string; readonly noRetry?: boolean };
export type Deliver = (envelope: Envelope) => Promise<Delivered>;

/** https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
const ACK_MILLISECONDS = 3_000;
/** A virtual clock waits this long, in real time, for an app on this machine; then it moves on, and the three seconds can run out. */
const LOOPBACK_MILLISECONDS = 500;

/** What `work` answers, or a time-out by the workspace's own clock. */
export const withinAckTime = (clock: Timeline, work: Promise<Delivered>): Promise<Delivered> =>
  new Promise((resolve) => {
    const release = clock.hold();
    const patience = setTimeout(release, LOOPBACK_MILLISECONDS);
    const settle = (delivered: Delivered): void => {
      clearTimeout(patience);
      cancel();
      release();
      resolve(delivered);
    };
    const cancel = clock.schedule(clock.now() + ACK_MILLISECONDS, () => settle({ ok: false, error: 'operation_timeout' }));
    void work.then(settle, () => settle({ ok: false, error: 'dispatch_failed' }));
  });

/** Events that the app did not take are sent again: at once, after a minute, after five. https://docs.slack.dev/apis/events-api#retries */
const RETRIES_MILLISECONDS = [0, 60_000, 300_000];
const REASONS: Readonly<Record<string, string>> = { operation_timeout: 'http_timeout', dispatch_failed: 'connection_failed' };

export interface Events {
  readonly tell: (body: Envelope['body']) => void;
  /** Nothing that failed comes again. */
  readonly stop: () => void;
}

export const createEvents = (clock: Timeline, deliver: Deliver): Events => {
  const planned = new Set<Cancel>();
  let stopped = false;
  const send = async (body: Envelope['body'], retry?: Envelope['retry']): Promise<void> => {
    const sent = await deliver({ type: 'events_api', body, ...(retry === undefined ? {} : { retry }) });
    const attempt = retry?.num ?? 0;
    const wait = RETRIES_MILLISECONDS[attempt];
    if (stopped || sent.ok || sent.noRetry === true || wait === undefined) return;
    const next = { num: attempt + 1, reason: REASONS[sent.error] ?? 'http_error' };
    const cancel = clock.schedule(clock.now() + wait, () => {
      planned.delete(cancel);
      return send(body, next);
    });
    planned.add(cancel);
  };
  return {
    tell: (body) => void send(body),
    stop: () => {
      stopped = true;
      for (const cancel of planned) cancel();
      planned.clear();
    },
  };
};
