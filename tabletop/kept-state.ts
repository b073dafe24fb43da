import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../adapters/sqlite.ts';
import type { Change, RangeState } from './range/store.ts';

/** What the pretend AWS remembers, kept beside everything else: one row per record, written before the call is answered. */
export const keptState = (database: DatabaseSync) => {
  database.exec(
    'CREATE TABLE IF NOT EXISTS range_record(key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID; CREATE TABLE IF NOT EXISTS kept(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT',
  );
  const put = database.prepare('INSERT INTO range_record(key, json) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET json = excluded.json');
  const remove = database.prepare('DELETE FROM range_record WHERE key = ?');
  const all = database.prepare('SELECT key, json FROM range_record');
  const read = database.prepare('SELECT value FROM kept WHERE name = ?');
  const keep = database.prepare('INSERT INTO kept(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value');
  const known = (name: string): string | undefined => {
    const row = read.get(name);
    return row === undefined ? undefined : String(row['value']);
  };
  return {
    state: (): RangeState | undefined => {
      const rows = all.all();
      return rows.length === 0 ? undefined : Object.fromEntries(rows.map(({ key, json }) => [String(key), String(json)]));
    },
    save: (changes: readonly Change[]): void => {
      const write = (): void => {
        for (const { key, json } of changes) {
          if (json === undefined) remove.run(key);
          else put.run(key, json);
        }
      };
      // Whoever already holds the transaction (a call from inside the engine's own write) saves within it.
      if (database.isTransaction) write();
      else transaction(database, 'range', write);
    },
    /** A value that is decided at the first start and never again. */
    once: (name: string, make: () => string): string => {
      const before = known(name);
      if (before !== undefined) return before;
      const value = make();
      keep.run(name, value);
      return value;
    },
    read: known,
    write: (name: string, value: string): void => void keep.run(name, value),
  };
};
