import type { DatabaseSync } from 'node:sqlite';
import { instantsOf, type Timeline } from '../../adapters/clock.ts';
import { slackMessenger } from '../../adapters/slack/messenger.ts';
import { outboxDriver, type OutboxDriver } from '../../adapters/slack/outbox-driver.ts';
import { sqliteOutbox } from '../../adapters/slack/outbox-sqlite.ts';
import type { LedgerEvent } from '../../core/ledger/facts.ts';
import type { Messenger } from '../../engine/outbox-ports.ts';
import { keepNews, tell, type OutboxDesk } from '../../engine/outbox.ts';
import type { World } from '../engine/world.ts';
import { BOT_TOKEN } from './chat.ts';

export interface Connected {
  readonly driver: OutboxDriver;
  readonly waits: string[];
  readonly desk: OutboxDesk;
}
/** What a composition root does: the product's feed, the outbox's table, a channel. */
export const connect = (
  world: Pick<World, 'sandbox'>,
  chat: { readonly apiUrl: string; readonly channel: string },
  parts: {
    readonly database: DatabaseSync;
    readonly timeline: Timeline;
    readonly between?: (messenger: Messenger) => Messenger;
    readonly hook?: (point: string) => void;
  },
): Connected => {
  const direct = slackMessenger({ botToken: BOT_TOKEN, apiUrl: chat.apiUrl, channel: chat.channel });
  const desk: OutboxDesk = {
    ...world.sandbox.desk,
    clock: instantsOf(parts.timeline),
    outbox: sqliteOutbox(parts.database, parts.hook),
    messenger: parts.between?.(direct) ?? direct,
  };
  const waits: string[] = [];
  const driver = outboxDriver({
    outbox: desk.outbox,
    tell: (id) => tell(desk, id),
    timeline: parts.timeline,
    waits: (_, why) => void waits.push(why),
  });
  world.sandbox.subscribe((events: readonly LedgerEvent[]) => void keepNews(desk, events).then(driver.look));
  return { driver, waits, desk };
};

/** Until Slack knows everything, second by second: nothing else tells when the outbox is empty. */
export const quiet = async (world: Pick<World, 'pass'>, { desk }: Pick<Connected, 'desk'>): Promise<void> => {
  for (let second = 0; second < 300; second += 1) {
    if ((await desk.outbox.pending()).length === 0) return;
    await world.pass(1);
  }
  throw new Error('the outbox is not empty after 300 seconds');
};
