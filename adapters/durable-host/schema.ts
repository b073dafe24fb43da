/** `seq` is given once, at START: the service lists operations in the order they started. `dirty`: changed since the SDK last heard of it. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS execution (
  arn TEXT PRIMARY KEY, kind TEXT NOT NULL, functionName TEXT NOT NULL, version TEXT NOT NULL, name TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'RUNNING', input TEXT NOT NULL, result TEXT, error TEXT,
  startedAt INTEGER NOT NULL, endedAt INTEGER, expiresAt INTEGER NOT NULL, parent TEXT, parentOperation TEXT,
  owner TEXT, lease INTEGER NOT NULL DEFAULT 0, token TEXT,
  operations INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
  UNIQUE (functionName, name), UNIQUE (parent, parentOperation)
) STRICT;
CREATE INDEX IF NOT EXISTS execution_running ON execution (startedAt) WHERE status = 'RUNNING';
CREATE TABLE IF NOT EXISTS operation (
  arn TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, document TEXT NOT NULL, due INTEGER,
  callback TEXT, timesOutAt INTEGER, beatMs INTEGER, waiting INTEGER NOT NULL, dirty INTEGER NOT NULL, PRIMARY KEY (arn, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS operation_seq ON operation (arn, seq);
CREATE INDEX IF NOT EXISTS operation_due ON operation (arn, due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS operation_dirty ON operation (arn, seq) WHERE dirty = 1;
CREATE UNIQUE INDEX IF NOT EXISTS operation_callback ON operation (callback) WHERE callback IS NOT NULL;
`;

export const STATEMENTS = {
  execution: 'SELECT * FROM execution WHERE arn = ?',
  byName: 'SELECT * FROM execution WHERE functionName = ? AND name = ?',
  running: "SELECT * FROM execution WHERE status = 'RUNNING' ORDER BY startedAt, rowid",
  insert: `INSERT INTO execution (arn, kind, functionName, version, name, input, startedAt, expiresAt, parent, parentOperation, owner, lease)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  finish: `UPDATE execution SET status = ?, result = ?, error = ?, endedAt = ?, owner = NULL, token = NULL WHERE arn = ? AND status = 'RUNNING'`,
  lease: `UPDATE execution SET owner = ?1, lease = ?2
    WHERE arn = ?3 AND status = 'RUNNING' AND (owner IS NULL OR owner = ?1 OR owner = ?4 OR lease < ?5)`,
  renew: "UPDATE execution SET lease = ? WHERE owner = ? AND status = 'RUNNING'",
  free: 'UPDATE execution SET owner = NULL WHERE arn = ? AND owner = ?',
  attempt: 'UPDATE execution SET token = ?, attempts = ? WHERE arn = ?',
  advance: 'UPDATE execution SET token = ?, operations = ?, bytes = ?, attempts = 0 WHERE arn = ?',
  operation: 'SELECT * FROM operation WHERE arn = ? AND id = ?',
  operations: 'SELECT document FROM operation WHERE arn = ? ORDER BY seq',
  due: 'SELECT * FROM operation WHERE arn = ? AND due <= ? ORDER BY due, seq',
  nextDue: 'SELECT min(due) AS due FROM operation WHERE arn = ?',
  dirty: 'SELECT document FROM operation WHERE arn = ? AND dirty = 1 ORDER BY seq',
  clean: 'UPDATE operation SET dirty = 0 WHERE arn = ? AND dirty = 1',
  callback: 'SELECT * FROM operation WHERE callback = ?',
  openCallbacks: `SELECT operation.* FROM operation JOIN execution USING (arn)
    WHERE status = 'RUNNING' AND callback IS NOT NULL AND waiting = 1 ORDER BY startedAt, arn, seq`,
  waiting: 'SELECT count(*) AS count FROM operation WHERE arn = ? AND waiting = 1',
  put: `INSERT INTO operation (arn, id, seq, document, due, callback, timesOutAt, beatMs, waiting, dirty)
    VALUES (?1, ?2, (SELECT coalesce(max(seq), 0) + 1 FROM operation WHERE arn = ?1), ?3, ?4, ?5, ?6, ?7, ?8, 1)
    ON CONFLICT (arn, id) DO UPDATE SET document = excluded.document, due = excluded.due, callback = coalesce(excluded.callback, callback),
      timesOutAt = excluded.timesOutAt, beatMs = excluded.beatMs, waiting = excluded.waiting, dirty = 1`,
  latest: 'SELECT max(coalesce(endedAt, startedAt)) AS at FROM execution',
} as const;
export type StatementName = keyof typeof STATEMENTS;
