import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openDatabase } from '../../adapters/sqlite.ts';

/** Writes to a file that is not in WAL mode yet, as a process does that is just making it. */
const HOLDS = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(workerData);
  database.exec('CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)');
  parentPort.postMessage('holds it');
  setTimeout(() => { database.exec('COMMIT'); database.close(); }, 300);
`;

test('a file that somebody else is just making is waited for, not refused', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cordon-sqlite-'));
  const file = join(directory, 'new.sqlite');
  try {
    const other = new Worker(HOLDS, { eval: true, workerData: file });
    await new Promise((resolve) => other.once('message', resolve));
    const database = openDatabase(file);
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    database.close();
    await other.terminate();
  } finally {
    rmSync(directory, { recursive: true });
  }
});
