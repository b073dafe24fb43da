import { isObject } from '../../../../core/json.ts';

/** `$.a.b[0]` as its steps; undefined: that is no selector. */
export const pathOf = (selector: string): readonly (string | number)[] | undefined => {
  if (!/^\$((\.[A-Za-z_@][\w@-]*)|(\[\d{1,6}\]))+$/.test(selector)) return undefined;
  return [...selector.matchAll(/\.([A-Za-z_@][\w@-]*)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
};
export const valueOf = (line: unknown, path: readonly (string | number)[]): unknown => {
  let found = line;
  for (const step of path) {
    if (typeof step === 'number') found = Array.isArray(found) ? (found as readonly unknown[])[step] : undefined;
    else found = isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
};
