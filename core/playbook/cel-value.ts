import { Optional } from '@marcbachmann/cel-js';
import type { Json } from '../json.ts';

/** Characters and nodes that one evaluated value may have; above it, it is no argument but a payload. */
const MAX_CHARACTERS = 65_536;
const MAX_NODES = 4096;

/**
 * JSON for CEL. Objects become Maps, so that a field an attacker named `constructor` or `__proto__` is a field like any other; safe
 * integers become bigint, which is what CEL's int is.
 */
export const celOf = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(celOf);
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return new Map(entries.map(([key, field]) => [key, celOf(field)]));
};

interface Budget {
  nodes: number;
  characters: number;
}
const refuse = (what: string): never => {
  throw new RangeError(what);
};
const text = (value: string, budget: Budget): string => {
  budget.characters += value.length;
  if (budget.characters > MAX_CHARACTERS) refuse(`the value is longer than ${MAX_CHARACTERS} characters`);
  return value.isWellFormed() ? value : refuse('the text holds half a character (a lone surrogate)');
};
const number = (value: number): number => (Number.isFinite(value) ? value : refuse(`${value} is not a JSON number`));
const integer = (value: bigint): number =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : refuse(`${value} is too large to be exact as a JSON number`);

const object = (entries: Iterable<readonly [unknown, unknown]>, budget: Budget): Json => {
  const fields: [string, Json][] = [];
  for (const [key, field] of entries) {
    if (typeof key !== 'string' || key === '__proto__') return refuse(`a field may not be called ${String(key)}`);
    const value = json(field, budget);
    if (value !== undefined) fields.push([text(key, budget), value]);
  }
  return Object.fromEntries(fields);
};

const json = (value: unknown, budget: Budget): Json | undefined => {
  budget.nodes += 1;
  if (budget.nodes > MAX_NODES) return refuse(`the value has more than ${MAX_NODES} parts`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return text(value, budget);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'bigint') return integer(value);
  if (value instanceof Optional) return value.hasValue() ? json(value.value(), budget) : undefined;
  if (Array.isArray(value)) return value.map((item) => json(item, budget)).filter((item) => item !== undefined);
  if (value instanceof Map) return object(value, budget);
  if (typeof value === 'object' && (value.constructor === Object || value.constructor === undefined))
    return object(Object.entries(value), budget);
  return refuse('the value is not JSON (bytes, times and types are not)');
};

/** CEL's answer as JSON; `undefined` for an empty optional. Throws RangeError on what JSON cannot hold exactly. */
export const jsonOf = (value: unknown): Json | undefined => json(value, { nodes: 0, characters: 0 });
