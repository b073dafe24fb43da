import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { WireOperation } from '@aws/durable-execution-sdk-js';
import { transaction, type Hook } from '../sqlite.ts';
import type { Ending, Execution, NewExecution } from './execution.ts';
import { isWaiting, type Tracked } from './operation.ts';
import { SCHEMA, STATEMENTS, type StatementName } from './schema.ts';

interface OperationRow {
  readonly arn: string;
  readonly document: string;
  readonly due: number | null;
  readonly callback: string | null;
  readonly timesOutAt: number | null;
  readonly beatMs: number | null;
}
export interface Kept extends Tracked {
  readonly arn: string;
}

// Casts in this file: the columns are ours and STRICT, and the JSON was an operation when it was written.
const rows = (found: unknown): readonly OperationRow[] => found as OperationRow[];
const wire = (row: { readonly document: string }): WireOperation => JSON.parse(row.document);
const kept = (row: OperationRow): Kept => {
  const { arn, due, callback, timesOutAt, beatMs } = row;
  const timers = callback === null ? undefined : { id: callback, timesOutAt: timesOutAt ?? undefined, beatMs: beatMs ?? undefined };
  return { arn, operation: wire(row), due: due ?? undefined, callback: timers };
};

/** The only place that speaks SQL. Writes belong inside `commit`; every write and every boundary passes the hook. */
export const createStore = (database: DatabaseSync, hook: Hook) => {
  transaction(database, 'schema', () => database.exec(SCHEMA));
  const prepared = new Map<string, StatementSync>(Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]));
  const statement = (name: StatementName): StatementSync => {
    const found = prepared.get(name);
    if (found === undefined) throw new Error(`no statement ${name}`);
    return found;
  };
  const write = (name: StatementName, ...values: SQLInputValue[]): number => {
    hook(`before ${name}`);
    const { changes } = statement(name).run(...values);
    hook(`after ${name}`);
    return Number(changes);
  };
  const one = (name: StatementName, ...values: SQLInputValue[]): unknown => statement(name).get(...values);
  const many = (name: StatementName, ...values: SQLInputValue[]): unknown => statement(name).all(...values);

  return {
    commit: <T>(label: string, work: () => T): T => transaction(database, label, work, hook),
    /** Another number than last time: another connection has written. */
    dataVersion: (): number => Number(database.prepare('PRAGMA data_version').get()?.['data_version']),

    execution: (arn: string) => one('execution', arn) as Execution | undefined,
    byName: (functionName: string, name: string) => one('byName', functionName, name) as Execution | undefined,
    running: () => many('running') as Execution[],
    insert: (e: NewExecution, owner: string, lease: number) =>
      write(
        'insert',
        e.arn,
        e.kind,
        e.functionName,
        e.version,
        e.name,
        e.input,
        e.startedAt,
        e.expiresAt,
        e.parent,
        e.parentOperation,
        owner,
        lease,
      ),
    finish: (arn: string, { status, result, error }: Ending, at: number): boolean =>
      write('finish', status, result ?? null, error === undefined ? null : JSON.stringify(error), at, arn) === 1,
    /** True when it was free, ours, `gone`'s, or its lease is over. */
    lease: (arn: string, owner: string, until: number, gone: string, now: number): boolean =>
      write('lease', owner, until, arn, gone, now) === 1,
    renew: (owner: string, until: number) => write('renew', until, owner),
    free: (arn: string, owner: string) => write('free', arn, owner),
    attempt: (arn: string, token: string, attempts: number) => write('attempt', token, attempts, arn),
    advance: (arn: string, token: string, operations: number, bytes: number) => write('advance', token, operations, bytes, arn),

    operation: (arn: string, id: string): Kept | undefined => {
      const row = one('operation', arn, id) as OperationRow | undefined;
      return row && kept(row);
    },
    operations: (arn: string): WireOperation[] => rows(many('operations', arn)).map(wire),
    due: (arn: string, now: number): Kept[] => rows(many('due', arn, now)).map(kept),
    nextDue: (arn: string): number | undefined => (one('nextDue', arn) as { due: number | null } | undefined)?.due ?? undefined,
    hasDirty: (arn: string): boolean => one('dirty', arn) !== undefined,
    takeDirty: (arn: string): WireOperation[] => {
      const operations = rows(many('dirty', arn)).map(wire);
      if (operations.length > 0) write('clean', arn);
      return operations;
    },
    callback: (id: string): Kept | undefined => {
      const row = one('callback', id) as OperationRow | undefined;
      return row && kept(row);
    },
    openCallbacks: (): Kept[] => rows(many('openCallbacks')).map(kept),
    isWaiting: (arn: string): boolean => ((one('waiting', arn) as { count: number } | undefined)?.count ?? 0) > 0,
    put: (arn: string, { operation, due, callback }: Tracked) =>
      write(
        'put',
        arn,
        operation.Id ?? null,
        JSON.stringify(operation),
        due ?? null,
        callback?.id ?? null,
        callback?.timesOutAt ?? null,
        callback?.beatMs ?? null,
        isWaiting(operation) ? 1 : 0,
      ),
    latest: (): number | undefined => (one('latest') as { at: number | null } | undefined)?.at ?? undefined,
  };
};
export type Store = ReturnType<typeof createStore>;
