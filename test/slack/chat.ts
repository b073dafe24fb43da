import { WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { openLine, type Line } from './line.ts';

export const PEOPLE = ['you', 'ann', 'bo', 'cy', 'dee', 'mallory'] as const;
export type PersonName = (typeof PEOPLE)[number];
export const BOT_TOKEN = 'xoxb-test-cordon';

export interface Posted {
  readonly ts: string;
  readonly text: string;
  readonly thread: string | undefined;
  readonly key: string;
  readonly blocks: readonly { readonly type: string; readonly [key: string]: unknown }[];
}
/** Slack, as emulate@0.12.2 pretends it, with a line to it that can be cut. */
export interface Chat {
  readonly line: Line;
  readonly url: string;
  /** A client that is not Cordon's, past the line. */
  readonly outside: WebClient;
  readonly channel: string;
  readonly idOf: (person: PersonName) => string;
  /** Messages of the channel and their replies, oldest first. */
  readonly messages: () => Promise<readonly Posted[]>;
  readonly close: () => Promise<void>;
}

interface Raw {
  readonly ts: string;
  readonly text: string;
  readonly thread_ts?: string;
  readonly reply_count?: number;
  readonly metadata?: { readonly event_payload?: { readonly key?: string } };
  readonly blocks?: Posted['blocks'];
}
const posted = ({ ts, text, thread_ts: thread, metadata, blocks = [] }: Raw): Posted => ({
  ts,
  text,
  thread,
  key: metadata?.event_payload?.key ?? '',
  blocks,
});

export const openChat = async (): Promise<Chat> => {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: 'Northbank', domain: 'northbank' },
        users: [...PEOPLE, 'cordon'].map((name) => ({ name, real_name: name, email: `${name}@northbank.test` })),
        channels: [{ name: 'ai-incidents', topic: 'incidents of AI systems' }],
        tokens: [
          {
            token: BOT_TOKEN,
            user: 'cordon',
            scopes: [
              'chat:write',
              'pins:write',
              'pins:read',
              'channels:history',
              'channels:read',
              'channels:join',
              'users:read',
              'views:write',
            ],
          },
        ],
      },
    },
  });
  const line = await openLine(emulator.url);
  const outside = new WebClient(BOT_TOKEN, { slackApiUrl: `${emulator.url}/api/` });
  const { members = [] } = await outside.users.list({});
  const { channels = [] } = await outside.conversations.list({});
  const channel = channels.find(({ name }) => name === 'ai-incidents')?.id ?? '';
  const ids = new Map(members.map(({ name, id }) => [name ?? '', id ?? '']));
  return {
    line,
    url: emulator.url,
    outside,
    channel,
    idOf: (person) => ids.get(person) ?? '',
    messages: async () => {
      // Casts: the SDK's types of a message lack its metadata.
      const { messages: top = [] } = await outside.conversations.history({ channel, limit: 1000, include_all_metadata: true });
      const threads = await Promise.all(
        (top as unknown as Raw[]).map(async (message) =>
          (message.reply_count ?? 0) === 0
            ? [message]
            : ((await outside.conversations.replies({ channel, ts: message.ts, include_all_metadata: true })).messages as unknown as Raw[]),
        ),
      );
      return threads
        .flat()
        .map(posted)
        .toSorted((a, b) => Number(a.ts) - Number(b.ts));
    },
    close: async () => {
      await line.close();
      await emulator.close();
    },
  };
};
