import { dirname, join } from 'node:path';

/** Links to files of the project; those that lead elsewhere are somebody else's to keep. */
export const brokenLinks = (page: string, text: string, exists: (path: string) => boolean): readonly string[] =>
  [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target) && !exists(join(dirname(page), target)));
