import { ErrorCode, WebClient } from '@slack/web-api';
import { isObject } from '../../core/json.ts';
import type { SlackMessage } from '../../core/report/slack/blocks.ts';
import { millisecondsOf, type Instant } from '../../core/time.ts';
import type { Messenger, Sent } from '../../engine/outbox-ports.ts';
import { webOptions } from './web-options.ts';

export interface MessengerOptions {
  readonly botToken: string;
  readonly apiUrl: string;
  /** Id of the one channel for incidents: C…; the app must be in it. */
  readonly channel: string;
}

/** Errors that leave open whether it was done. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const OPEN = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org']);
const SHAPE = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long']);
/** Pages of 200 messages that are read back; more than are posted while one message is unknown. */
const PAGES = 10;
/** Clocks differ; a message is looked for from this long before it was claimed. */
const SKEW_SECONDS = 300;
const EVENT = 'cordon_message';

type NotSent = Exclude<Sent, { kind: 'sent' }>;
const notSent = (thrown: unknown): NotSent => {
  const error = isObject(thrown) ? thrown : {};
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  if (error['code'] === ErrorCode.RateLimitedError) return { kind: 'not-now', seconds: Math.max(1, Number(error['retryAfter']) || 1), why };
  if (error['code'] !== ErrorCode.PlatformError) return { kind: 'unknown', why };
  const told = isObject(error['data']) ? error['data']['error'] : undefined;
  const said = typeof told === 'string' ? told : why;
  if (said === 'ratelimited') return { kind: 'not-now', seconds: 1, why: said };
  return OPEN.has(said) ? { kind: 'unknown', why: said } : { kind: 'refused', shape: SHAPE.has(said), why: said };
};

const metadataOf = (key: string) => ({ event_type: EVENT, event_payload: { key } });
/** Casts of the core's blocks to the SDK's types: theirs are mutable, ours are not; the shapes are checked by tests. */
const contentOf = ({ text, blocks }: SlackMessage) => ({ text, blocks: blocks as never, mrkdwn: true });

/** One Slack channel over the Web API. */
export const slackMessenger = ({ botToken, apiUrl, channel }: MessengerOptions): Messenger => {
  const client = new WebClient(botToken, webOptions(apiUrl));
  const send = client.chat.postMessage;
  const quiet = { unfurl_links: false, unfurl_media: false } as const;
  const attempt = async (work: () => Promise<{ readonly ts?: string | undefined }>, otherwise = ''): Promise<Sent> => {
    try {
      const { ts = otherwise } = await work();
      return ts === '' ? { kind: 'unknown', why: 'Slack did not say where the message is' } : { kind: 'sent', ts };
    } catch (thrown) {
      return notSent(thrown);
    }
  };
  let me: Promise<{ readonly user: string | undefined; readonly bot: string | undefined }> | undefined;
  /** Another app may post the same metadata; only our own messages count. */
  const whoAmI = () =>
    (me ??= client.auth.test().then(
      ({ user_id: user, bot_id: bot }) => ({ user, bot }),
      (thrown: unknown) => {
        me = undefined;
        throw thrown;
      },
    ));
  const pageOf = async (oldest: string, cursor: string | undefined, thread: string | undefined) => {
    const asked = { channel, oldest, limit: 200, include_all_metadata: true, ...(cursor !== undefined && { cursor }) };
    return thread === undefined ? client.conversations.history(asked) : client.conversations.replies({ ...asked, ts: thread });
  };
  const place = async (key: string, since: Instant, thread: string | undefined): Promise<string | null> => {
    const { user, bot } = await whoAmI();
    const oldest = String(millisecondsOf(since) / 1000 - SKEW_SECONDS);
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const { messages = [], response_metadata: more } = await pageOf(oldest, cursor, thread);
      const mine = messages.find((message) => {
        // Cast: `metadata` is in the answer when asked for, and missing in some of the SDK's types.
        const { metadata } = message as { metadata?: { event_type?: string; event_payload?: Record<string, unknown> } };
        const ours = (user !== undefined && message.user === user) || (bot !== undefined && message.bot_id === bot);
        return ours && metadata?.event_type === EVENT && metadata.event_payload?.['key'] === key;
      });
      if (mine?.ts !== undefined) return mine.ts;
      cursor = more?.next_cursor;
      if (cursor === undefined || cursor === '') return null;
    }
    throw new Error(`${key} was not found among the newest ${PAGES * 200} messages, and there are more`);
  };
  return {
    post: (key, message, thread) =>
      attempt(() =>
        // By another name: a lint rule takes it for the browser's.
        send({
          channel,
          ...contentOf(message),
          ...quiet,
          metadata: metadataOf(key),
          ...(thread !== undefined && { thread_ts: thread }),
        }),
      ),
    update: (key, message, ts) => attempt(() => client.chat.update({ channel, ts, ...contentOf(message), metadata: metadataOf(key) })),
    pin: async (ts) => {
      const pinned = await attempt(async () => {
        await client.pins.add({ channel, timestamp: ts });
        return { ts };
      });
      return pinned.kind === 'refused' && pinned.why === 'already_pinned' ? { kind: 'sent', ts } : pinned;
    },
    find: async (key, since, thread) => {
      try {
        return { kind: 'read', ts: await place(key, since, thread) };
      } catch (thrown) {
        return notSent(thrown);
      }
    },
  };
};
