import { AwsFault } from '../../protocol/errors.ts';
import { notSimulated } from '../faults.ts';

export interface Condition {
  readonly field: string;
  readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'not like';
  readonly wanted: string | number | RegExp;
}
export type Command =
  | { readonly kind: 'fields'; readonly fields: readonly string[] }
  /** One of the groups must hold, and of a group every condition. */
  | { readonly kind: 'filter'; readonly anyOf: readonly (readonly Condition[])[] }
  | { readonly kind: 'stats'; readonly of: readonly Statistic[]; readonly by: readonly string[] }
  | { readonly kind: 'sort'; readonly field: string; readonly descending: boolean }
  | { readonly kind: 'limit'; readonly most: number };
export interface Statistic {
  readonly name: string;
  readonly function: 'count' | 'sum' | 'avg' | 'min' | 'max';
  /** `*` of a count. */
  readonly field: string;
}
const malformed = (text: string): AwsFault => new AwsFault('MalformedQueryException', `unexpected symbol found in: ${text}`);

const FIELD = '[A-Za-z_@][\\w@.-]*';
const CONDITION = new RegExp(
  `^(${FIELD})\\s*(=|!=|<=|>=|<|>|\\bnot\\s+like\\b|\\blike\\b)\\s*(?:"([^"]*)"|'([^']*)'|/((?:[^/\\\\]|\\\\.)+)/|([+-]?\\d+(?:\\.\\d+)?))$`,
  'i',
);
const conditionOf = (text: string): Condition => {
  const [, field, written, double, single, expression, digits] = CONDITION.exec(text.trim()) ?? [];
  if (field === undefined || written === undefined) throw malformed(text);
  const operator = written.toLowerCase().replace(/\s+/g, ' ') as Condition['operator']; // One of the alternatives of the expression above.
  const isLike = operator.endsWith('like');
  if (expression !== undefined && !isLike) throw malformed(text);
  if (digits !== undefined && isLike) throw malformed(text);
  return { field, operator, wanted: expression === undefined ? (double ?? single ?? Number(digits)) : new RegExp(expression) };
};
/** Splits outside of quotes and of slashes. */
const split = (text: string, at: RegExp): readonly string[] => {
  const kept: string[] = [];
  const masked = text.replace(/"[^"]*"|'[^']*'|\/(?:[^/\\]|\\.)+\//g, (match) => `\u0000${kept.push(match) - 1}\u0000`);
  // Only what was put there one line before is replaced back.
  return masked.split(at).map((part) => part.replace(/\u0000(\d+)\u0000/g, (_all, index: string) => kept[Number(index)] ?? '').trim());
};

const STATISTIC = new RegExp(`^(count|sum|avg|min|max)\\(\\s*(\\*|${FIELD})\\s*\\)(?:\\s+as\\s+(\\w+))?$`, 'i');
const statisticOf = (text: string): Statistic => {
  const [whole, name, field, alias] = STATISTIC.exec(text) ?? [];
  if (whole === undefined || name === undefined || field === undefined) throw notSimulated(`know the statistic ${text}`);
  const known = name.toLowerCase() as Statistic['function']; // One of the alternatives of the expression above.
  if (field === '*' && known !== 'count') throw malformed(text);
  return { name: alias ?? text.replace(/\s+/g, ''), function: known, field };
};
const fieldsOf = (text: string): readonly string[] => {
  const fields = split(text, /,/);
  const other = fields.find((field) => !new RegExp(`^${FIELD}$`).test(field));
  if (other !== undefined) throw other === '' ? malformed(text) : notSimulated(`compute ${other} in queries`);
  return fields;
};
const commandOf = (text: string): Command => {
  const [, word = '', rest = ''] = /^(\w+)\s*(.*)$/s.exec(text) ?? [];
  const name = word.toLowerCase();
  if (name === 'fields') return { kind: 'fields', fields: fieldsOf(rest) };
  if (name === 'filter') {
    if (/[()]/.test(rest.replace(/"[^"]*"|'[^']*'|\/(?:[^/\\]|\\.)+\//g, ''))) throw notSimulated('group conditions of queries');
    return { kind: 'filter', anyOf: split(rest, /\s+or\s+/i).map((group) => split(group, /\s+and\s+/i).map(conditionOf)) };
  }
  if (name === 'stats') {
    const [of = '', by, ...more] = split(rest, /\s+by\s+/i);
    if (more.length > 0) throw malformed(text);
    return { kind: 'stats', of: split(of, /,/).map(statisticOf), by: by === undefined ? [] : fieldsOf(by) };
  }
  if (name === 'sort') {
    const [, field, way = 'asc'] = new RegExp(`^(${FIELD})(?:\\s+(asc|desc))?$`, 'i').exec(rest) ?? [];
    if (field === undefined) throw malformed(text);
    return { kind: 'sort', field, descending: way.toLowerCase() === 'desc' };
  }
  if (name === 'limit' && /^\d{1,5}$/.test(rest) && Number(rest) <= 10_000) return { kind: 'limit', most: Number(rest) };
  if (['parse', 'display', 'dedup', 'pattern', 'diff', 'unmask', 'unnest', 'anomaly', 'filterindex', 'source'].includes(name))
    throw notSimulated(`know the command ${name}`);
  throw malformed(text);
};
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
export const parseQuery = (text: string): readonly Command[] => {
  const parts = split(text.replace(/^\s*#.*$/gm, ''), /\|/);
  if (parts.some((part) => part === '')) throw malformed(text);
  return parts.map(commandOf);
};
