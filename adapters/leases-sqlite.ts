import type { DatabaseSync } from 'node:sqlite';
import type { RunId } from '../core/id.ts';
import type { Leases } from '../engine/ports.ts';
import { transaction, type Hook } from './sqlite.ts';

const SCHEMA = `CREATE TABLE IF NOT EXISTS lease (target TEXT PRIMARY KEY, owner TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lease_owner ON lease (owner);`;

export const sqliteLeases = (database: DatabaseSync, hook: Hook = () => {}): Leases => {
  transaction(database, 'lease schema', () => database.exec(SCHEMA));
  const insert = database.prepare('INSERT OR IGNORE INTO lease (target, owner) VALUES (?, ?)');
  const select = database.prepare('SELECT owner FROM lease WHERE target = ?');
  const remove = database.prepare('DELETE FROM lease WHERE owner = ?');
  const removeOne = database.prepare('DELETE FROM lease WHERE owner = ? AND target = ?');
  // Cast: only `take` writes the column.
  const holder = (target: string): RunId | undefined => (select.get(target) as { owner: RunId } | undefined)?.owner;

  return {
    take: async (target, run) =>
      transaction(
        database,
        'lease',
        () => {
          insert.run(target, run);
          const owner = holder(target) ?? run;
          return owner === run ? { kind: 'mine' } : { kind: 'theirs', owner };
        },
        hook,
      ),
    holder: async (target) => holder(target),
    free: async (owner, targets) => {
      const some = () => {
        for (const target of targets ?? []) removeOne.run(owner, target);
      };
      transaction(database, 'free', () => (targets === undefined ? void remove.run(owner) : some()), hook);
    },
  };
};
