import * as z from 'zod';
import type { Failure } from '../failure.ts';
import { canonical, digestOf, Sha256 } from '../json.ts';
import { documentDigest, Version, type PlaybookDocument } from './document.ts';
import { readReleased } from './read-playbook.ts';
import { rulesOf } from './step.ts';
import { Kebab } from './steps/step-kind.ts';

const Tombstone = z.strictObject({
  id: Kebab,
  lastVersion: Version,
  /** The playbook that answers instead, or null when nothing does. */
  replacedBy: Kebab.nullable(),
});
const Withdrawn = z.strictObject({
  id: Kebab,
  version: Version,
  /** Said wherever somebody asks for it. */
  because: z.string().min(1).max(160),
});
/** playbooks/versions.json: every document that was ever released. Entries are added, never changed or removed. */
export const Versions = z.strictObject({
  apiVersion: z.literal('cordon/v1'),
  kind: z.literal('PlaybookVersions'),
  playbooks: z.record(Kebab, z.record(Version, Sha256)),
  tombstones: z.array(Tombstone),
  /** Single versions that may not answer any more; the others of their playbook may. Absent: none. */
  withdrawn: z.array(Withdrawn).optional(),
});
export type Versions = z.output<typeof Versions>;
export const NO_VERSIONS: Versions = { apiVersion: 'cordon/v1', kind: 'PlaybookVersions', playbooks: {}, tombstones: [] };

const numbers = (version: string): readonly number[] => version.split('.').map(Number);
/** Negative when `a` is older than `b`. */
export const compareVersions = (a: string, b: string): number => {
  const [left, right] = [numbers(a), numbers(b)];
  return left.map((one, index) => one - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
};
/** Versions of a playbook that may still answer and be called. */
const standingOf = ({ playbooks, withdrawn = [] }: Versions, id: string): readonly string[] =>
  Object.keys(playbooks[id] ?? {}).filter((version) => !withdrawn.some((one) => one.id === id && one.version === version));
export const newestOf = (versions: Iterable<string>): string | undefined => [...versions].toSorted(compareVersions).at(-1);

const releasedFile = (id: string, version: string): string => `${id}/released/${version}.json`;
export const workingFile = (id: string): string => `${id}/playbook.yaml`;

/** What an author wrote, without what release adds to it: two documents with the same answer are the same work. */
const authored = ({ locks: _locks, ...document }: PlaybookDocument): Sha256 => digestOf(document);

export type VersionFailure = Failure<'playbook'> & { readonly file: string };
const failure = (file: string, why: string, next = 'npx cordon playbook lint'): VersionFailure => ({
  kind: 'playbook',
  retryable: false,
  effect: 'no-change',
  what: `playbooks/${file} cannot be released`,
  why,
  next,
  file,
});

interface Shelf {
  readonly versions: Versions;
  readonly working: readonly PlaybookDocument[];
  /** Text of every released file, by its path relative to the folder of playbooks. */
  readonly released: ReadonlyMap<string, string>;
}

/** A released file must be the document that versions.json says; how it is spaced does not count. */
const releasedFailures = ({ versions, released }: Shelf): readonly VersionFailure[] => {
  const listed = Object.entries(versions.playbooks).flatMap(([id, entries]) =>
    Object.entries(entries).flatMap(([version, digest]): readonly VersionFailure[] => {
      const file = releasedFile(id, version);
      const text = released.get(file);
      if (text === undefined) return [failure(file, `versions.json lists it with ${digest}, but the file is gone; restore it from git`)];
      const document = parseReleased(text);
      if (document === undefined) return [failure(file, 'it is not a playbook document in JSON; restore it from git')];
      const found = documentDigest(document);
      if (found !== digest) return [failure(file, `its digest is ${found}; versions.json says ${digest}. Released documents never change`)];
      const named = document.metadata.id === id && document.metadata.version === version;
      return named ? [] : [failure(file, `it calls itself ${document.metadata.id} ${document.metadata.version}`)];
    }),
  );
  const strangers = [...released.keys()].filter((file) => {
    const [id = '', , name = ''] = file.split('/');
    return versions.playbooks[id]?.[name.replace(/\.json$/, '')] === undefined;
  });
  return [
    ...listed,
    ...strangers.map((file) => failure(file, 'versions.json does not list it; remove the file, or restore versions.json from git')),
  ];
};

export const parseReleased = (text: string): PlaybookDocument | undefined => {
  try {
    return readReleased(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** The released document of a working one: its sub-playbooks are fixed, by digest. Undefined when one of them is not released. */
const withLocks = (document: PlaybookDocument, versions: Versions): PlaybookDocument | undefined => {
  const ids = [...new Set(document.steps.flatMap((step) => rulesOf(step).calls))].toSorted();
  const locks = ids.map((id) => {
    const version = newestOf(standingOf(versions, id));
    const digest = version === undefined ? undefined : versions.playbooks[id]?.[version];
    return version === undefined || digest === undefined ? undefined : ([id, { version, digest }] as const);
  });
  const known = locks.filter((lock) => lock !== undefined);
  if (known.length < ids.length) return undefined;
  return known.length === 0 ? document : { ...document, locks: Object.fromEntries(known) };
};

const workingFailures = (document: PlaybookDocument, { versions, released }: Shelf): readonly VersionFailure[] => {
  const { id, version } = document.metadata;
  const file = workingFile(id);
  const retired = versions.tombstones.find((tombstone) => tombstone.id === id);
  if (retired !== undefined) return [failure(file, `${id} was retired after ${retired.lastVersion}; its name is never used again`)];
  if (document.locks !== undefined) return [failure(file, 'locks are written at release; remove them')];
  const entries = versions.playbooks[id] ?? {};
  const newest = newestOf(Object.keys(entries));
  const same = entries[version] === undefined ? undefined : parseReleased(released.get(releasedFile(id, version)) ?? '');
  if (same !== undefined && authored(same) !== authored(document)) {
    const why = `version ${version} was released as ${authored(same)}; the file is now ${authored(document)}`;
    return [failure(file, `${why}. Raise metadata.version; a released version never changes`)];
  }
  if (newest !== undefined && compareVersions(version, newest) < 0)
    return [failure(file, `its version ${version} is older than the released ${newest}; raise metadata.version`)];
  return [];
};

const vanished = ({ versions, working }: Shelf): readonly VersionFailure[] =>
  Object.keys(versions.playbooks)
    .filter((id) => !working.some(({ metadata }) => metadata.id === id) && !versions.tombstones.some((tombstone) => tombstone.id === id))
    .map((id) => failure(workingFile(id), 'it was released, and is gone. Restore it, or add a tombstone to playbooks/versions.json'));

/** What was never released cannot be withdrawn: most likely a slip of the pen, and another version was meant. */
const withdrawnFailures = ({ versions }: Shelf): readonly VersionFailure[] =>
  (versions.withdrawn ?? [])
    .filter(({ id, version }) => versions.playbooks[id]?.[version] === undefined)
    .map(({ id, version }) => failure('versions.json', `it withdraws ${id} ${version}, which was never released`));

/** Everything that must not be so before anything is released. */
export const versionFailures = (shelf: Shelf): readonly VersionFailure[] => [
  ...releasedFailures(shelf),
  ...shelf.working.flatMap((document) => workingFailures(document, shelf)),
  ...vanished(shelf),
  ...withdrawnFailures(shelf),
];

export interface Release {
  readonly versions: Versions;
  /** Files to add, by path relative to the folder of playbooks. None: everything is released already. */
  readonly files: ReadonlyMap<string, string>;
  readonly failures: readonly VersionFailure[];
}

/** A working playbook and everything that it calls, directly or through others. */
const withCalled = (working: readonly PlaybookDocument[], id: string, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> => {
  const calls = working.find(({ metadata }) => metadata.id === id)?.steps.flatMap((step) => rulesOf(step).calls) ?? [];
  return calls.reduce<ReadonlySet<string>>(
    (known, next) => (known.has(next) ? known : withCalled(working, next, known)),
    new Set([...seen, id]),
  );
};

/**
 * Releases each working version that is not released yet, or only that of `only` and of what it calls; called playbooks before their callers.
 * Changes nothing when anything is wrong.
 */
export const release = (shelf: Shelf, only?: string): Release => {
  const failures = versionFailures(shelf);
  if (failures.length > 0) return { versions: shelf.versions, files: new Map(), failures };
  const files = new Map<string, string>();
  let { versions } = shelf;
  const wanted = only === undefined ? undefined : withCalled(shelf.working, only);
  const fresh = shelf.working.filter(({ metadata: { id, version } }) => versions.playbooks[id]?.[version] === undefined);
  let open = fresh.filter(({ metadata: { id } }) => wanted?.has(id) ?? true);
  while (open.length > 0) {
    const waiting = new Set(open.map(({ metadata }) => metadata.id));
    const ready = open.filter((document) => document.steps.every((step) => rulesOf(step).calls.every((id) => !waiting.has(id))));
    if (ready.length === 0)
      return {
        versions: shelf.versions,
        files: new Map(),
        failures: open.map(({ metadata }) => failure(workingFile(metadata.id), 'it calls itself, directly or through others')),
      };
    for (const document of ready) {
      const { id, version } = document.metadata;
      const locked = withLocks(document, versions);
      if (locked === undefined)
        return {
          versions: shelf.versions,
          files: new Map(),
          failures: [failure(workingFile(id), 'it calls a playbook that does not exist')],
        };
      files.set(releasedFile(id, version), `${canonical(locked)}\n`);
      versions = {
        ...versions,
        playbooks: { ...versions.playbooks, [id]: { ...versions.playbooks[id], [version]: documentDigest(locked) } },
      };
    }
    open = open.filter((document) => !ready.includes(document));
  }
  return { versions, files, failures: [] };
};
