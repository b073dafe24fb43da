import { isObject, type Json, type JsonObject } from '../json.ts';

/** Longest text that a detection carries. Long enough for an ARN or a title, short enough for a card. */
export const MAX_TEXT = 512;

/**
 * Text from an event, for people: one line, without control, format and bidi characters (a title must not be able to draw over a card),
 * without lone surrogates (they have no canonical JSON), cut to `max`. It stays data: whoever prints it escapes it for that surface.
 */
export const cleanText = (text: string, max = MAX_TEXT): string => {
  const line = text
    .slice(0, max * 4)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim();
  return line.length <= max ? line : `${line.slice(0, max - 1).toWellFormed()}…`;
};

type Step = string | number;

/** The value at a path, or undefined. Only own properties: `constructor` and `__proto__` find what the event holds, nothing else. */
export const at = (value: Json | undefined, ...path: readonly Step[]): Json | undefined => {
  let here: Json | undefined = value;
  for (const step of path) {
    if (Array.isArray(here) && typeof step === 'number') here = here[step];
    else if (isObject(here) && typeof step === 'string' && Object.hasOwn(here, step)) here = here[step];
    else return undefined;
  }
  return here;
};

/** Cleaned text; undefined when it is empty or no text. */
export const textAt = (value: Json | undefined, ...path: readonly Step[]): string | undefined => {
  const found = at(value, ...path);
  if (typeof found !== 'string') return undefined;
  const text = cleanText(found);
  return text === '' ? undefined : text;
};
export const numberAt = (value: Json | undefined, ...path: readonly Step[]): number | undefined => {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
};
export const objectAt = (value: Json | undefined, ...path: readonly Step[]): JsonObject | undefined => {
  const found = at(value, ...path);
  return isObject(found) ? found : undefined;
};

/** Most entries of a list that a parser looks at; real events hold a handful. */
const MAX_ITEMS = 64;
export const listAt = (value: Json | undefined, ...path: readonly Step[]): readonly Json[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.slice(0, MAX_ITEMS) : [];
};

/** Attributes without the keys that an event left out. */
export const attributesOf = (
  entries: Readonly<Record<string, string | number | boolean | undefined>>,
): Readonly<Record<string, string | number | boolean>> =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, typeof value === 'string' ? cleanText(value) : value]],
    ),
  );
