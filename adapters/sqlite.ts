import { DatabaseSync } from 'node:sqlite';

/** Called before and after every write and every transaction boundary: crash tests end the process in it. */
export type Hook = (point: string) => void;

/** How long a writer waits for another process that holds the file, in milliseconds. */
const BUSY_MS = 5000;

/** WAL, so that readers never wait; FULL: what was committed survives a power cut (one fsync each). NORMAL: survives a killed process only. */
export const openDatabase = (file: string, durability: 'FULL' | 'NORMAL' = 'FULL'): DatabaseSync => {
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability};`);
  return database;
};

/** All or nothing. IMMEDIATE takes the write lock first, so that what `work` reads is still true when it writes. */
export const transaction = <T>(database: DatabaseSync, label: string, work: () => T, hook: Hook = () => {}): T => {
  hook(`before ${label} BEGIN`);
  database.exec('BEGIN IMMEDIATE');
  let result: T;
  try {
    result = work();
    hook(`before ${label} COMMIT`);
    database.exec('COMMIT');
  } catch (error) {
    // SQLite has already rolled back after a full disk or an I/O error.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
  hook(`after ${label} COMMIT`);
  return result;
};
