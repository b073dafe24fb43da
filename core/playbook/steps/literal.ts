import type { Json, JsonObject } from '../../json.ts';

const textFault = (value: string, { pattern, minLength, maxLength, format }: JsonObject): string | undefined => {
  // Unicode patterns, as JSON Schema wants them; zod's reader of JSON Schema takes them for others.
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) return `It must match ${pattern}`;
  if (typeof minLength === 'number' && value.length < minLength) return `It must have at least ${minLength} characters`;
  if (typeof maxLength === 'number' && value.length > maxLength) return `It may have ${maxLength} characters`;
  return format === 'date-time' && Number.isNaN(Date.parse(value)) ? 'It must be an instant such as 2026-11-20T03:00:00Z' : undefined;
};
const numberFault = (value: number, { minimum, maximum }: JsonObject): string | undefined => {
  if (typeof minimum === 'number' && value < minimum) return `It must be at least ${minimum}`;
  return typeof maximum === 'number' && value > maximum ? `It may be ${maximum} at most` : undefined;
};

/** What is wrong with a literal by the JSON Schema of one input, or undefined. The action's own schema has the last word when it runs. */
export const literalFault = (value: Json, schema: JsonObject): string | undefined => {
  const { type, enum: words } = schema;
  const is = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const fits = type === 'integer' ? Number.isSafeInteger(value) : typeof type !== 'string' || type === is;
  if (!fits && typeof type === 'string') return `It must be of type ${type}`;
  if (Array.isArray(words) && !words.includes(value)) return `It must be one of ${words.join(', ')}`;
  if (typeof value === 'string') return textFault(value, schema);
  return typeof value === 'number' ? numberFault(value, schema) : undefined;
};
