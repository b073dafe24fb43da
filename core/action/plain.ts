import type { Json, JsonObject } from '../json.ts';

/** Deeper nesting than any AWS answer has; a cycle would end here too. */
const MAX_DEPTH = 32;

/** What an AWS client answered or was asked, as JSON: instants as ISO text, bytes as base64, functions and undefined left out. */
export const plain = (value: unknown, depth = 0): Json => {
  if (depth > MAX_DEPTH) return '(nested too deeply)';
  if (value === null || value === undefined || typeof value === 'function' || typeof value === 'symbol') return null;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '(no date)' : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  // A hole in a list is a null, too; `map` would pass over it.
  if (Array.isArray(value)) return Array.from(value, (item: unknown) => plain(item, depth + 1));
  return plainObject(value, depth);
};

export const plainObject = (value: object, depth = 0): JsonObject =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined && typeof field !== 'function')
      .map(([name, field]): [string, Json] => [name.toWellFormed(), plain(field, depth + 1)]),
  );
