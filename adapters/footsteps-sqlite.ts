import type { DatabaseSync } from 'node:sqlite';
import type { Footsteps } from '../engine/desk.ts';

/** Request ids of our own calls. They are kept as long as CloudTrail shows events: 90 days of them are small. */
export const sqliteFootsteps = (database: DatabaseSync): Footsteps => {
  database.exec('CREATE TABLE IF NOT EXISTS footstep(request_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID');
  const insert = database.prepare('INSERT OR IGNORE INTO footstep(request_id) VALUES(?)');
  const select = database.prepare('SELECT 1 FROM footstep WHERE request_id = ?');
  return {
    add: async (requestId) => void insert.run(requestId),
    knows: async (requestId) => select.get(requestId) !== undefined,
  };
};
