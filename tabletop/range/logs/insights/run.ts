import { isObject } from '../../../../core/json.ts';
import { instantOf } from '../../../../core/time.ts';
import type { Told } from '../read.ts';
import type { Command, Condition, Statistic } from './parse.ts';

export type Row = Readonly<Record<string, string | number>>;

/** The fields that CloudWatch finds in a line: its own, and those of a JSON object, with dots between the levels. */
export const rowOf = (line: Told, group: string, account: string): Row => {
  const found: Record<string, string | number> = {
    '@timestamp': instantOf(line.at).replace('T', ' ').replace('Z', ''),
    '@message': line.message,
    '@logStream': line.stream,
    '@log': `${account}:${group}`,
    '@ingestionTime': line.ingestedAt,
  };
  const walk = (value: unknown, name: string): void => {
    if (typeof value === 'string' || typeof value === 'number') found[name] = value;
    else if (typeof value === 'boolean') found[name] = value ? '1' : '0';
    else if (Array.isArray(value)) value.forEach((inner: unknown, index) => walk(inner, `${name}.${index}`));
    else if (isObject(value)) for (const [key, inner] of Object.entries(value)) walk(inner, name === '' ? key : `${name}.${key}`);
  };
  try {
    const parsed: unknown = JSON.parse(line.message);
    if (isObject(parsed)) walk(parsed, '');
  } catch {
    // A line that is no JSON has its own fields only.
  }
  return found;
};

const compare = (a: string | number, b: string | number): number =>
  Number.isFinite(Number(a)) && Number.isFinite(Number(b))
    ? Number(a) - Number(b)
    : String(a) < String(b)
      ? -1
      : String(a) > String(b)
        ? 1
        : 0;
const meets = (row: Row, { field, operator, wanted }: Condition): boolean => {
  const value = row[field];
  if (value === undefined) return operator === '!=' || operator === 'not like';
  if (operator === 'like' || operator === 'not like') {
    const isLike = wanted instanceof RegExp ? wanted.test(String(value)) : String(value).includes(String(wanted));
    return isLike === (operator === 'like');
  }
  const order = compare(value, wanted instanceof RegExp ? wanted.source : wanted);
  if (operator === '=') return order === 0;
  if (operator === '!=') return order !== 0;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
};
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const statistic = (rows: readonly Row[], { function: of, field }: Statistic): number | undefined => {
  const present = rows.flatMap((row) => row[field] ?? []);
  if (of === 'count') return field === '*' ? rows.length : present.length;
  const values = present.map(Number).filter((value) => Number.isFinite(value));
  if (values.length === 0) return undefined;
  if (of === 'min') return Math.min(...values);
  if (of === 'max') return Math.max(...values);
  return of === 'sum' ? total(values) : total(values) / values.length;
};
const grouped = (rows: readonly Row[], of: readonly Statistic[], by: readonly string[]): readonly Row[] => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((field) => row[field] ?? null));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((members) =>
    Object.fromEntries([
      ...by.flatMap((field) => (members[0]?.[field] === undefined ? [] : [[field, members[0][field]] as const])),
      ...of.flatMap((one) => {
        const value = statistic(members, one);
        return value === undefined ? [] : [[one.name, value] as const];
      }),
    ]),
  );
};

export interface Found {
  readonly rows: readonly Row[];
  /** The columns, in the order in which they were asked for. */
  readonly columns: readonly string[];
  readonly matched: number;
}
/** Newest first, unless the query sorts. */
export const runQuery = (commands: readonly Command[], newestFirst: readonly Row[], most: number): Found => {
  let rows = newestFirst;
  let columns: readonly string[] = ['@timestamp', '@message'];
  let limit = most;
  let matched = rows.length;
  for (const command of commands) {
    if (command.kind === 'fields') columns = command.fields;
    if (command.kind === 'filter') {
      rows = rows.filter((row) => command.anyOf.some((group) => group.every((condition) => meets(row, condition))));
      matched = rows.length;
    }
    if (command.kind === 'stats') {
      rows = grouped(rows, command.of, command.by);
      columns = [...command.by, ...command.of.map(({ name }) => name)];
    }
    if (command.kind === 'sort') {
      const sorted = rows.toSorted((a, b) => compare(a[command.field] ?? '', b[command.field] ?? ''));
      rows = command.descending ? sorted.toReversed() : sorted;
    }
    if (command.kind === 'limit') limit = command.most;
  }
  return { rows: rows.slice(0, limit), columns, matched };
};
