import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { IncidentId } from '../core/id.ts';
import { canonical } from '../core/json.ts';
import { genesis, hashOf } from '../core/ledger/chain.ts';
import type { LedgerDraft, LedgerEvent } from '../core/ledger/facts.ts';
import type { Clock, Feed, Ledger } from '../engine/ports.ts';
import { LEDGER_SCHEMA, LEDGER_STATEMENTS } from './ledger-sqlite-schema.ts';
import { transaction, type Hook } from './sqlite.ts';

export interface SqliteLedgerOptions {
  /** From `openDatabase`; its owner closes it. */
  readonly database: DatabaseSync;
  /** Stamps `at`. */
  readonly clock: Clock;
  /** Stamped on every event: an exercise must never be taken for the real thing. */
  readonly exercise: boolean;
  readonly hook?: Hook;
}
interface Head {
  readonly seq: number;
  readonly hash: LedgerEvent['hash'];
}
type Kind = Parameters<Ledger['byNumber']>[0];

/** The numbers that people say (INC-1, A-1, E-1, T-1, C-1), and the event that gives one to an incident. */
const numbered = (event: LedgerEvent): readonly [Kind, number] | undefined => {
  if (event.type === 'incident.opened') return ['incident', event.data.number];
  if (event.type === 'approval.requested') return ['approval', event.data.approval.number];
  if (event.type === 'task.asked') return ['task', event.data.number];
  if (event.type === 'choice.asked') return ['choice', event.data.number];
  return event.type === 'evidence.sealed' ? ['evidence', event.data.number] : undefined;
};

/** Events kept as they were parsed: about 15 MB. */
const MOST_PARSED = 2048;

const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
};

/** The first of every id that is not known: a repeated draft is the same event, whoever sends it. */
const unknownOf = (drafts: readonly LedgerDraft[], knows: (id: string) => boolean): readonly LedgerDraft[] => {
  const seen = new Set<string>();
  return drafts.filter(({ id }) => !seen.has(id) && seen.add(id) && !knows(id));
};

/**
 * The ledger in one SQLite file. Drafts whose id is known are dropped first; when none remain the answer is `already`, whatever
 * `expectedSeq` says; otherwise `expectedSeq` must be the head, and what remains is appended in one transaction with the read models.
 */
export const sqliteLedger = ({ database, clock, exercise, hook = () => {} }: SqliteLedgerOptions): Ledger & Feed => {
  transaction(database, 'ledger schema', () => database.exec(LEDGER_SCHEMA));
  const prepare = (name: keyof typeof LEDGER_STATEMENTS): StatementSync => database.prepare(LEDGER_STATEMENTS[name]);
  const statements = {
    head: prepare('head'),
    knows: prepare('knows'),
    insert: prepare('insert'),
    read: prepare('read'),
    changes: prepare('changes'),
    open: prepare('open'),
    byCorrelation: prepare('byCorrelation'),
    incidents: prepare('incidents'),
    number: prepare('number'),
    byNumber: prepare('byNumber'),
    count: prepare('count'),
  };
  const write = (name: 'insert' | 'open' | 'number', ...values: SQLInputValue[]): number | bigint => {
    hook(`before ${name}`);
    const { lastInsertRowid } = statements[name].run(...values);
    hook(`after ${name}`);
    return lastInsertRowid;
  };
  // The same text is the same event: a changed row is another one. Frozen, because it is handed out again.
  const parsed = new Map<number, { readonly json: string; readonly event: LedgerEvent }>();
  const event = (row: object): LedgerEvent => {
    // Casts: the columns are ours and STRICT, and the JSON was a LedgerEvent when it was written.
    const { position, json } = row as { position: number; json: string };
    const known = parsed.get(position);
    if (known?.json === json) return known.event;
    const read = frozen(JSON.parse(json) as LedgerEvent);
    parsed.set(position, { json, event: read });
    const oldest = parsed.keys().next();
    if (parsed.size > MOST_PARSED && oldest.done !== true) parsed.delete(oldest.value);
    return read;
  };
  const headOf = (incidentId: IncidentId): Head =>
    (statements.head.get(incidentId) as Head | undefined) ?? { seq: 0, hash: genesis(incidentId) };

  const project = (event: LedgerEvent, position: number): void => {
    if (event.type === 'incident.opened') write('open', event.incidentId, event.data.correlationKey, event.data.generation, position);
    const number = numbered(event);
    // The first incident keeps a number: a later event that claims it is a mistake or a forgery.
    if (number !== undefined) write('number', ...number, event.incidentId);
  };

  const appendOne = (incidentId: IncidentId, { seq, hash }: Head, draft: LedgerDraft): Head => {
    const stamped = { ...draft, schemaVersion: 1, incidentId, seq: seq + 1, at: clock.now(), exercise, prevHash: hash };
    const whole = { ...stamped, hash: hashOf(stamped) };
    // Canonical text: what cannot be hashed again after reading cannot be written either.
    const json = canonical(whole);
    const position = Number(write('insert', incidentId, whole.seq, draft.id, draft.type, json, whole.hash));
    project(event({ position, json }), position);
    return whole;
  };

  return {
    append: async (incidentId, expectedSeq, drafts) =>
      transaction(
        database,
        'append',
        () => {
          const head = headOf(incidentId);
          const fresh = unknownOf(drafts, (id) => statements.knows.get(incidentId, id) !== undefined);
          if (fresh.length === 0) return { kind: 'already', seq: head.seq };
          if (expectedSeq !== head.seq) return { kind: 'conflict', seq: head.seq };
          const { seq } = fresh.reduce((last, draft) => appendOne(incidentId, last, draft), head);
          return { kind: 'appended', seq };
        },
        hook,
      ),
    read: async (incidentId, fromSeq = 1) => statements.read.all(incidentId, fromSeq).map(event),
    changes: async (cursor = '0', limit) => {
      const position = Number(cursor);
      if (!/^\d+$/.test(cursor) || !Number.isSafeInteger(position)) throw new Error(`not a cursor of this ledger: ${cursor}`);
      const rows = statements.changes.all(position, limit);
      return { events: rows.map(event), cursor: String(rows.at(-1)?.['position'] ?? cursor) };
    },
    byCorrelation: async (key) => {
      const row = statements.byCorrelation.get(key) as { incident: IncidentId; generation: number } | undefined;
      return row && { incidentId: row.incident, generation: row.generation };
    },
    byNumber: async (kind, number) => (statements.byNumber.get(kind, number) as { incident: IncidentId } | undefined)?.incident,
    incidents: async () => (statements.incidents.all() as { incident: IncidentId }[]).map(({ incident }) => incident),
    nextNumber: async (kind) => transaction(database, 'number', () => Number(statements.count.get(kind)?.['last']), hook),
  };
};
