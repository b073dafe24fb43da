import type { Check } from './tree.ts';

/** One letter of each word stands in brackets, so that this file does not object to itself. */
const FORBIDDEN: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a path of somebody’s machine', pattern: /(?<![\w./:-])\/(?:wor[k]|roo[t]|hom[e]\/\w+|User[s]\/\w+)\// },
  { what: 'a registry’s address', pattern: /registry\.npmj[s]\.org|"resolve[d]": "https?:/ },
  { what: 'an unfinished mark', pattern: /\b(?:TOD[O]|FIXM[E]|XX[X])\b/ },
  { what: 'a merge mark', pattern: /^(?:<{7}|>{7}) /m },
];
const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

export const checkWords: Check = ({ files, read }) =>
  files.flatMap((path) => {
    const text = read(path);
    if (text.includes('\0')) return [];
    return FORBIDDEN.flatMap(({ what, pattern }) => {
      const found = pattern.exec(text);
      return found === null ? [] : [{ path: `${path}:${lineOf(text, found.index)}`, message: `holds ${what}: ${found[0].slice(0, 40)}` }];
    });
  });
