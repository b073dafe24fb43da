import type { DatabaseSync } from 'node:sqlite';
import type { Timeline } from '../adapters/clock.ts';
import { transaction, type Hook } from '../adapters/sqlite.ts';
import { notifyFrom, type NotifyDesk } from '../engine/notify.ts';
import type { Feed, Ledger } from '../engine/ports.ts';

const cursorsOf = (database: DatabaseSync, hook: Hook) => {
  database.exec('CREATE TABLE IF NOT EXISTS cursor(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  const get = database.prepare("SELECT value FROM cursor WHERE name = 'notify'");
  const put = database.prepare(
    "INSERT INTO cursor(name, value) VALUES('notify', ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
  );
  return {
    get: (): string | undefined => {
      const row = get.get();
      return row === undefined ? undefined : String(row['value']);
    },
    put: (value: string): void => transaction(database, 'cursor', () => void put.run(value), hook),
  };
};

/** A ledger that says when something was appended: locally there is no stream that would. */
export const telling = <L extends Ledger>(ledger: L, appended: () => void): L => ({
  ...ledger,
  append: async (...given) => {
    const answer = await ledger.append(...given);
    if (answer.kind === 'appended') appended();
    return answer;
  },
});

export interface FeedReader {
  /** Something may be new: reads soon, one reading at a time. */
  readonly look: () => void;
  readonly stop: () => void;
}
interface FeedParts {
  readonly desk: NotifyDesk;
  readonly feed: Feed;
  readonly database: DatabaseSync;
  readonly timeline: Timeline;
  readonly hook: Hook;
}

/** Tells what was appended. It happens on the timeline: a virtual clock must not pass a deadline while an answer is on its way. */
export const readFeed = ({ desk, feed, database, timeline, hook }: FeedParts): FeedReader => {
  const cursor = cursorsOf(database, hook);
  let [planned, stopped] = [false, false];
  let last: Promise<void> = Promise.resolve();

  const read = async (): Promise<void> => {
    planned = false;
    if (stopped) return;
    const before = cursor.get();
    try {
      const next = await notifyFrom(desk, feed, before);
      if (!stopped && next !== before) cursor.put(next);
    } catch (thrown) {
      // The file is closed under a reading that was still under way: the next process reads from the same place.
      if (!stopped) throw thrown;
    }
  };
  return {
    look: () => {
      if (planned || stopped) return;
      planned = true;
      timeline.schedule(timeline.now(), () => (last = last.then(read)));
    },
    stop: () => {
      stopped = true;
    },
  };
};
