import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Env } from './identity.ts';
import { numberIn } from './number.ts';
import type { Desk } from './place.ts';
import { missing, problem } from './problem.ts';
import type { Channel, Streams } from './stream.ts';

/** A burst of appends is one ping: the page asks again anyway. */
const PING_MILLISECONDS = 100;

const tooMany = (c: Context): Response => {
  c.header('retry-after', '5');
  return problem(c, {
    status: 503,
    code: 'busy',
    message: 'Too many pages and followers are connected',
    hint: 'Close a tab or a follower',
  });
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const pings =
  ({ backend }: Desk) =>
  async ({ send, signal }: Channel): Promise<void> => {
    let pending: NodeJS.Timeout | undefined;
    const ping = () => {
      pending ??= setTimeout(() => {
        pending = undefined;
        send('changed', {});
      }, PING_MILLISECONDS);
    };
    const subscriptions = [backend.changed(ping), backend.slackbox?.subscribe(ping)];
    // Whatever happened before the subscription is fetched now.
    send('changed', {});
    await untilAborted(signal);
    clearTimeout(pending);
    for (const unsubscribe of subscriptions) unsubscribe?.();
  };

const seqIn = (text: string | undefined): number | undefined =>
  text === undefined ? 0 : /^\d{1,15}$/.test(text) ? Number(text) : undefined;

export const streamRoutes = (desk: Desk, streams: Streams): Hono<Env> =>
  new Hono<Env>()
    .get('/changes', (c) => streams.open(c.req.raw.signal, pings(desk)) ?? tooMany(c))
    .get('/follow', async (c) => {
      const named = c.req.query('incident') ?? '';
      const number = numberIn(named, 'INC');
      if (number === undefined || (await desk.backend.incident(number)) === undefined)
        return missing(c, `incident ${named}`, 'GET /incidents');
      const from = seqIn(c.req.query('from'));
      const last = c.req.header('last-event-id');
      const resumed = last === undefined ? 0 : seqIn(last);
      if (from === undefined || resumed === undefined) {
        return problem(c, {
          status: 400,
          code: 'unreadable',
          message: 'from: a sequence number',
          hint: 'GET /follow?incident=INC-1&from=0',
        });
      }
      // Sequence numbers are whole: the next line after the last one seen is one higher.
      const start = last === undefined ? from : Math.max(from, resumed + 1);
      const serve = async ({ send, signal }: Channel) => {
        const { reason } = await desk.backend.follow(number, start, (line) => send('line', line, line.seq), signal);
        send('settled', { reason });
      };
      return streams.open(c.req.raw.signal, serve) ?? tooMany(c);
    });
