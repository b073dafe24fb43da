import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assemble, documentFrom, newestPlaybooks, type Assembled } from '../core/playbook/assemble.ts';
import { knownFrom } from '../core/playbook/known-from.ts';
import type { Known, KnownAction } from '../core/playbook/known.ts';
import type { LoadedPlaybook, PlaybookLibrary } from '../core/playbook/library.ts';
import { lintPlaybook } from '../core/playbook/lint.ts';
import { MAX_BYTES } from '../core/playbook/lint/yaml-source.ts';
import type { LintFinding } from '../core/playbook/problem.ts';
import { knownReferences, References } from '../core/playbook/references.ts';

/** A file above the bound is cut just above it: enough for the reader to refuse it by size, whatever the file is. */
const readBounded = async (file: string): Promise<string> => {
  const bytes = await readFile(file);
  return bytes.subarray(0, MAX_BYTES * 4 + 1).toString('utf8');
};

const namesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).toSorted();
};

/** Files of a folder of playbooks that make up the library, by path relative to it. Links are not followed. */
export const readPlaybookFiles = async (root: string): Promise<ReadonlyMap<string, string>> => {
  const files: string[] = [];
  for (const name of await namesIn(root)) {
    if (name === 'versions.json') files.push(name);
    if (!/^[a-z][a-z0-9-]*\/$/.test(name)) continue;
    const inside = await namesIn(join(root, name));
    if (inside.includes('playbook.yaml')) files.push(`${name}playbook.yaml`);
    if (inside.includes('released/')) {
      const released = await namesIn(join(root, name, 'released'));
      files.push(...released.filter((one) => one.endsWith('.json')).map((one) => `${name}released/${one}`));
    }
  }
  return new Map(await Promise.all(files.map(async (file) => [file, await readBounded(join(root, file))] as const)));
};

const same = (a: LoadedPlaybook['ref'], b: LoadedPlaybook['ref']): boolean =>
  a.id === b.id && a.version === b.version && a.digest === b.digest;

/** Playbooks from disk, read once per process. `root`: the folder that holds versions.json. */
export const playbooksFromFiles = (root: string): PlaybookLibrary => {
  let cache: Promise<Assembled> | undefined;
  const load = (): Promise<Assembled> => {
    cache ??= readPlaybookFiles(root).then(assemble);
    return cache;
  };
  return {
    all: async () => newestPlaybooks(await load()),
    byRef: async (ref) => (await load()).playbooks.find((one) => same(one.ref, ref)),
    resolve: async (id, version) => {
      const assembled = await load();
      return version === undefined
        ? newestPlaybooks(assembled).find((one) => one.ref.id === id)
        : assembled.playbooks.find((one) => one.ref.id === id && one.ref.version === version);
    },
    read: documentFrom,
    shelf: load,
    problems: async () => (await load()).problems,
  };
};

/** Ids of public catalogues, if the folder pins them: a company's own folder need not. */
const referencesIn = async (root: string): Promise<Known['references']> => {
  if (!(await namesIn(root)).includes('references.json')) return undefined;
  return knownReferences(References.parse(JSON.parse(await readBounded(join(root, 'references.json')))));
};

/**
 * What playbooks of a folder may call: every action, and what is being worked on there. `beside`: another folder, whose playbooks may be
 * called too where this one has none of their names, as a company's own folder may call the shipped ones.
 */
export const knownIn = async (root: string, actions: readonly KnownAction[], beside: string = root): Promise<Known> => {
  const own = assemble(await readPlaybookFiles(root)).working;
  const others = beside === root ? [] : assemble(await readPlaybookFiles(beside)).working;
  const references = (await referencesIn(root)) ?? (await referencesIn(beside));
  const documents = [...own, ...others.filter((other) => own.every(({ metadata }) => metadata.id !== other.metadata.id))];
  return knownFrom({ actions, documents, ...(references && { references }) });
};

export interface LintedFolder {
  /** Ids of the playbooks that were looked at. */
  readonly checked: readonly string[];
  readonly findings: readonly LintFinding[];
}
interface LintWhere {
  /** See `knownIn`. */
  readonly beside?: string;
  /** What people call the folder. @default playbooks */
  readonly name?: string;
}
/** Lints what is being worked on, released or not, against what it calls; `undefined`: there is no such playbook. */
export const lintFolder = async (
  root: string,
  actions: readonly KnownAction[],
  id?: string,
  { beside, name = 'playbooks' }: LintWhere = {},
): Promise<LintedFolder | undefined> => {
  const files = await readPlaybookFiles(root);
  const known = await knownIn(root, actions, beside);
  const working = [...files].filter(([file]) => file.endsWith('/playbook.yaml') && (id === undefined || file === `${id}/playbook.yaml`));
  if (working.length === 0) return undefined;
  return {
    checked: working.map(([file]) => file.slice(0, -'/playbook.yaml'.length)),
    findings: working.flatMap(([file, text]) => lintPlaybook(text, `${name}/${file}`, known)),
  };
};

/** Text of a file of a folder of playbooks, bounded like every other; undefined: it is not there. */
export const readBeside = async (file: string): Promise<string | undefined> => {
  try {
    return await readBounded(file);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
};
