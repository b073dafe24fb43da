import { canonical, isObject, type Json } from '../json.ts';
import { quoted } from './problem.ts';

/** One place where two values differ. `before` or `after` is absent where the place itself is. */
export interface Leaf {
  readonly path: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
}

/** Every place where two values differ. Objects are compared field by field; a list, like a text, differs as a whole. */
export const leafChanges = (before: Json | undefined, after: Json | undefined, path: readonly string[] = []): readonly Leaf[] => {
  if (before === undefined && after === undefined) return [];
  if (before !== undefined && after !== undefined && canonical(before) === canonical(after)) return [];
  if (!isObject(before) || !isObject(after))
    return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.flatMap((name) =>
    leafChanges(Object.hasOwn(before, name) ? before[name] : undefined, Object.hasOwn(after, name) ? after[name] : undefined, [
      ...path,
      name,
    ]),
  );
};

/** Characters of a text that are shown in front of the first one that differs. */
const CONTEXT = 20;
/** Two values in a sentence, cut where they begin to differ: what is the same in a long paragraph says nothing. */
export const shownPair = (before: Json | undefined, after: Json | undefined): readonly [string, string] => {
  if (typeof before !== 'string' || typeof after !== 'string') return [quoted(before), quoted(after)];
  const shorter = Math.min(before.length, after.length);
  const at = Array.from({ length: shorter }, (_, index) => index).find((index) => before[index] !== after[index]) ?? shorter;
  const cut = (text: string) => quoted(at <= CONTEXT ? text : `...${text.slice(at - CONTEXT)}`);
  return [cut(before), cut(after)];
};
