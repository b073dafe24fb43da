import type { DatabaseSync } from 'node:sqlite';
import type { DecisionLine } from '../core/report/card.ts';
import type { Decisions } from '../engine/desk.ts';

/** How many decisions are kept; older ones that concern an incident stay in its ledger. */
const KEPT = 10_000;

/** The last decisions, including "nothing happened", for people who ask why. */
export const sqliteDecisions = (database: DatabaseSync): Decisions => {
  database.exec('CREATE TABLE IF NOT EXISTS decision(id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL) STRICT');
  const add = database.prepare('INSERT INTO decision(json) VALUES(?)');
  const trim = database.prepare('DELETE FROM decision WHERE id <= (SELECT max(id) FROM decision) - ?');
  const recent = database.prepare('SELECT json FROM decision ORDER BY id DESC LIMIT ?');
  return {
    add: async (line) => {
      add.run(JSON.stringify(line));
      trim.run(KEPT);
    },
    recent: async (limit) => recent.all(limit).map(({ json }): DecisionLine => JSON.parse(String(json))),
  };
};
