import { DatabaseSync } from 'node:sqlite';

/** Called before and after every write and every transaction boundary: crash tests end the process in it. */
export type Hook = (point: string) => void;

/** How long a writer waits for another process that holds the file, in milliseconds. */
const BUSY_MS = 5000;

/** Between two tries to open a file that another process is just making or recovering, in milliseconds. */
const RETRY_MS = 20;
const BUSY = 5;
const isBusy = (error: unknown): boolean => typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === BUSY;

/** SQLite does not wait for a change of the journal mode when two processes ask at once: it refuses one of them at once. So that one asks again. */
const patiently = (work: () => void): void => {
  for (const until = Date.now() + BUSY_MS; ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS)) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw error;
    }
  }
};

/** WAL, so that readers never wait; FULL: what was committed survives a power cut (one fsync each). NORMAL: survives a killed process only. */
export const openDatabase = (file: string, durability: 'FULL' | 'NORMAL' = 'FULL'): DatabaseSync => {
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  patiently(() => database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability};`));
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
