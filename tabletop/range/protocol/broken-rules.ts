import type { Constraint } from './constraints.ts';
import { regexOf } from './pattern.ts';

const isPlain = (value: unknown): value is object => typeof value === 'object' && value !== null && !(value instanceof Date);
/** What `min` and `max` are about: code points, bytes, entries, or the number itself. */
const sizeOf = (value: unknown): number | undefined => {
  // A text is measured in code points; spreading a long one would cost more than counting its surrogate pairs.
  if (typeof value === 'string') return value.length - (value.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return isPlain(value) ? Object.keys(value).length : undefined;
};

/** The rules that a value breaks, as AWS says them after "failed to satisfy constraint: ". */
export const brokenRules = (rule: Constraint, value: unknown): readonly string[] => {
  const size = sizeOf(value);
  const bound = typeof value === 'number' || typeof value === 'bigint' ? 'value' : 'length';
  const broken: string[] = [];
  if (rule.max !== undefined && size !== undefined && size > rule.max)
    broken.push(`Member must have ${bound} less than or equal to ${rule.max}`);
  if (rule.min !== undefined && size !== undefined && size < rule.min)
    broken.push(`Member must have ${bound} greater than or equal to ${rule.min}`);
  if (typeof value !== 'string') return broken;
  if (rule.pattern !== undefined && regexOf(rule.pattern)?.test(value) === false)
    broken.push(`Member must satisfy regular expression pattern: ${rule.pattern}`);
  if (rule.values !== undefined && !rule.values.includes(value))
    broken.push(`Member must satisfy enum value set: [${rule.values.join(', ')}]`);
  return broken;
};

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (!isPlain(value)) return String(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}=${shown(inner)}`)
    .join(', ')}}`;
};
/** A sentence for each broken rule. What is secret is not repeated. */
export const complaints = (broken: readonly string[], value: unknown, path: string, isSecret: boolean): readonly string[] =>
  broken.map(
    (text) =>
      `Value ${isSecret || value instanceof Uint8Array ? '' : `'${shown(value)}' `}at '${path}' failed to satisfy constraint: ${text}`,
  );

/** What each entry of a list or map must satisfy is said once, of the whole: `Member must satisfy constraint: [Member must …, Member must …]`. */
export const entriesBroken = (
  what: 'Member' | 'Map value' | 'Map keys',
  rule: Constraint | undefined,
  values: readonly unknown[],
): readonly string[] => {
  if (rule === undefined) return [];
  const broken = new Set(values.flatMap((value) => (value === undefined || value === null ? [] : brokenRules(rule, value))));
  return broken.size === 0 ? [] : [`${what} must satisfy constraint: [${[...broken].join(', ')}]`];
};
