import type { DatabaseSync } from 'node:sqlite';
import type { IncidentId } from '../../core/id.ts';
import type { Instant } from '../../core/time.ts';
import type { Outbox, SentMessage } from '../../engine/outbox-ports.ts';
import type { Hook } from '../sqlite.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS outbox_news(incident TEXT PRIMARY KEY, seq INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE IF NOT EXISTS outbox_message(
  incident TEXT NOT NULL, key TEXT NOT NULL, claimed TEXT NOT NULL, ts TEXT, digest TEXT, PRIMARY KEY(incident, key)
) STRICT;`;

/** The outbox in one SQLite file; each method is one statement, so each is all or nothing. */
export const sqliteOutbox = (database: DatabaseSync, hook: Hook = () => {}): Outbox => {
  database.exec(SCHEMA);
  const prepare = (sql: string) => database.prepare(sql);
  const news = prepare(
    'INSERT INTO outbox_news(incident, seq) VALUES(?, ?) ON CONFLICT(incident) DO UPDATE SET seq = max(seq, excluded.seq)',
  );
  const pending = prepare('SELECT incident FROM outbox_news WHERE told < seq ORDER BY rowid');
  const told = prepare('UPDATE outbox_news SET told = max(told, ?) WHERE incident = ?');
  const messages = prepare('SELECT key, claimed, ts, digest FROM outbox_message WHERE incident = ? ORDER BY rowid');
  const insert = prepare('INSERT INTO outbox_message(incident, key, claimed) VALUES(?, ?, ?) ON CONFLICT DO NOTHING');
  const renew = prepare('UPDATE outbox_message SET claimed = ? WHERE incident = ? AND key = ? AND claimed = ? AND ts IS NULL');
  const unclaim = prepare('DELETE FROM outbox_message WHERE incident = ? AND key = ? AND ts IS NULL');
  const done = prepare(
    'INSERT INTO outbox_message(incident, key, claimed, ts, digest) VALUES(?, ?, ?, ?, ?) ON CONFLICT(incident, key) DO UPDATE SET ts = excluded.ts, digest = excluded.digest',
  );
  const write = (name: string, work: () => number | bigint): number => {
    hook(`before outbox ${name}`);
    const changes = Number(work());
    hook(`after outbox ${name}`);
    return changes;
  };
  // Casts: the columns are ours and STRICT, and these texts were of these types when they were written.
  const sent = (row: Record<string, unknown>): SentMessage => ({
    key: row['key'] as string,
    claimedAt: row['claimed'] as Instant,
    ...(row['ts'] !== null && { done: { ts: row['ts'] as string, digest: row['digest'] as string } }),
  });
  return {
    news: async (incidentId, seq) => void write('news', () => news.run(incidentId, seq).changes),
    pending: async () => pending.all().map(({ incident }) => incident as IncidentId),
    told: async (incidentId, seq) => void write('told', () => told.run(seq, incidentId).changes),
    messages: async (incidentId) => messages.all(incidentId).map(sent),
    claim: async (incidentId, key, at, before) => {
      const claimed = () => (before === undefined ? insert.run(incidentId, key, at) : renew.run(at, incidentId, key, before)).changes;
      return write('claim', claimed) === 1;
    },
    unclaim: async (incidentId, key) => void write('unclaim', () => unclaim.run(incidentId, key).changes),
    done: async (incidentId, key, { ts, digest }) => void write('done', () => done.run(incidentId, key, '', ts, digest).changes),
  };
};
