import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Mutant } from './mutants.ts';
import type { Seen } from './play.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** What the sandbox and its world are made of. */
const ROOMS = ['package.json', 'core', 'sources', 'actions', 'engine', 'adapters', 'tabletop', 'playbooks', 'samples', 'test/engine'];
const INTERPRETER = 'engine/interpret';

/** A copy of the tree to try things in. */
export const copyTree = (to: string): void => {
  for (const room of ROOMS) cpSync(join(ROOT, room), join(to, room), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(to, 'node_modules'));
};

/** Writes a mutant of the interpreter into the copy; throws where the text that it changes does not stand in exactly one file. */
export const mutate = (tree: string, { name, edits }: Pick<Mutant, 'name' | 'edits'>): void => {
  for (const file of readdirSync(join(ROOT, INTERPRETER))) cpSync(join(ROOT, INTERPRETER, file), join(tree, INTERPRETER, file));
  for (const [pattern, replacement] of edits) {
    const files = readdirSync(join(tree, INTERPRETER)).map((file) => join(tree, INTERPRETER, file));
    const found = files.filter((file) => pattern.test(readFileSync(file, 'utf8')));
    const [only] = found;
    if (only === undefined || found.length > 1)
      throw new Error(`"${name}" changes ${String(pattern)}, which stands in ${found.length} files`);
    writeFileSync(only, readFileSync(only, 'utf8').replace(pattern, replacement));
  }
};

/** Plays ways over the copy, in a process of its own; answers those that did not hold. */
export const playedOver = async (
  tree: string,
  ways: readonly string[],
): Promise<readonly { readonly name: string; readonly seen: Seen | string }[]> => {
  const child = await promisify(execFile)(process.execPath, [join(tree, 'test/engine/containment/play-ways.ts'), ...ways], {
    cwd: tree,
    timeout: 60_000,
    maxBuffer: 10_000_000,
  });
  return JSON.parse(child.stdout);
};
