import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files that belong to the project: tracked, or new and not ignored. */
export interface Tree {
  readonly files: readonly string[];
  readonly read: (path: string) => string;
}
/** One broken rule of the house: where, and what to do. */
export interface Objection {
  readonly path: string;
  readonly message: string;
}
export type Check = (tree: Tree) => readonly Objection[];

export const treeAt = (root: string): Tree => {
  const listed = execFileSync('git', ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], { maxBuffer: 1e8 });
  const isFile = (path: string) => existsSync(join(root, path)) && statSync(join(root, path)).isFile();
  return {
    files: [...new Set(listed.toString().split('\0'))].filter((path) => path !== '' && isFile(path)).toSorted(),
    read: (path) => readFileSync(join(root, path), 'utf8'),
  };
};
