/** `position` is the change feed: writers take turns, so that no smaller one ever appears after a larger one was read. */
export const LEDGER_SCHEMA = `
CREATE TABLE IF NOT EXISTS event (
  position INTEGER PRIMARY KEY AUTOINCREMENT, incident TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL,
  type TEXT NOT NULL, json TEXT NOT NULL, hash TEXT NOT NULL, UNIQUE (incident, seq), UNIQUE (incident, id)
) STRICT;
CREATE TABLE IF NOT EXISTS opened (
  incident TEXT PRIMARY KEY, correlation TEXT NOT NULL, generation INTEGER NOT NULL, position INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS opened_correlation ON opened (correlation, generation);
CREATE INDEX IF NOT EXISTS opened_position ON opened (position);
CREATE TABLE IF NOT EXISTS number (
  kind TEXT NOT NULL, number INTEGER NOT NULL, incident TEXT NOT NULL, PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counter (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

export const LEDGER_STATEMENTS = {
  head: 'SELECT seq, hash FROM event WHERE incident = ? ORDER BY seq DESC LIMIT 1',
  knows: 'SELECT 1 FROM event WHERE incident = ? AND id = ?',
  insert: 'INSERT INTO event (incident, seq, id, type, json, hash) VALUES (?, ?, ?, ?, ?, ?)',
  read: 'SELECT position, json FROM event WHERE incident = ? AND seq >= ? ORDER BY seq',
  changes: 'SELECT position, json FROM event WHERE position > ? ORDER BY position LIMIT ?',
  open: 'INSERT OR IGNORE INTO opened (incident, correlation, generation, position) VALUES (?, ?, ?, ?)',
  byCorrelation: 'SELECT incident, generation FROM opened WHERE correlation = ? ORDER BY generation DESC LIMIT 1',
  incidents: 'SELECT incident FROM opened ORDER BY position DESC',
  number: 'INSERT OR IGNORE INTO number (kind, number, incident) VALUES (?, ?, ?)',
  byNumber: 'SELECT incident FROM number WHERE kind = ? AND number = ?',
  count: 'INSERT INTO counter (kind, last) VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET last = last + 1 RETURNING last',
} as const;
