import { failed, ok, type Failure, type Result } from '../failure.ts';
import { digestOf } from '../json.ts';
import { documentDigest, type PlaybookDocument } from './document.ts';
import type { LoadedPlaybook, PlaybookProblem } from './library.ts';
import { readPlaybook } from './read-playbook.ts';
import { parseDocument } from './lint/schema-problems.ts';
import { spokenFinding } from './problem.ts';
import { compareVersions, NO_VERSIONS, parseReleased, versionFailures, Versions, workingFile } from './version.ts';

const failure = (what: string, why: string): Failure<'playbook'> => ({
  kind: 'playbook',
  retryable: false,
  effect: 'no-change',
  what,
  why,
  next: 'npx cordon playbook lint',
});
const problem = (file: string, why: string): PlaybookProblem => ({ ...failure(`playbooks/${file} was not loaded`, why), file });

/** JSON as a playbook document, for documents without a file: a manual order. */
export const documentFrom = (value: unknown): Result<PlaybookDocument, Failure<'playbook'>> => {
  const parsed = parseDocument(value);
  if (!parsed.ok)
    return failed(
      failure('The document is not a playbook', parsed.problems.map(({ path, sentence }) => `${path.join('.')}: ${sentence}`).join(' ')),
    );
  if (typeof value === 'object' && value !== null && digestOf(value) !== documentDigest(parsed.document))
    return failed(failure('The document is not a playbook', 'it has fields that a playbook cannot have'));
  return ok(parsed.document);
};

export interface Assembled {
  readonly versions: Versions;
  /** Every released document, old ones too, and working ones whose version is not released yet. */
  readonly playbooks: readonly LoadedPlaybook[];
  readonly problems: readonly PlaybookProblem[];
  /** Working documents, released or not: what release looks at. */
  readonly working: readonly PlaybookDocument[];
  readonly released: ReadonlyMap<string, string>;
}

const versionsIn = (text: string | undefined): { readonly versions: Versions; readonly problems: readonly PlaybookProblem[] } => {
  if (text === undefined) return { versions: NO_VERSIONS, problems: [] };
  try {
    return { versions: Versions.parse(JSON.parse(text)), problems: [] };
  } catch (thrown) {
    return { versions: NO_VERSIONS, problems: [problem('versions.json', thrown instanceof Error ? thrown.message : String(thrown))] };
  }
};

const loaded = (document: PlaybookDocument, state: LoadedPlaybook['state'], file: string): LoadedPlaybook => ({
  ref: { id: document.metadata.id, version: document.metadata.version, digest: documentDigest(document) },
  document,
  state,
  file,
});

/**
 * A folder of playbooks as documents. `files`: text by path relative to the folder. A file that is broken or does not fit versions.json
 * is left out and reported; the others still answer.
 */
export const assemble = (files: ReadonlyMap<string, string>): Assembled => {
  const { versions, problems } = versionsIn(files.get('versions.json'));
  const texts = [...files].filter(([file]) => /^[a-z][a-z0-9-]*\/playbook\.yaml$/.test(file));
  const reads = texts.map(([file, text]) => ({ file, read: readPlaybook(text, `playbooks/${file}`) }));
  const unreadable = reads.flatMap(({ file, read }) => (read.ok ? [] : [problem(file, read.findings.map(spokenFinding).join('; '))]));
  const strays = reads.flatMap(({ file, read }) =>
    read.ok && workingFile(read.value.document.metadata.id) !== file
      ? [problem(file, `it calls itself ${read.value.document.metadata.id}`)]
      : [],
  );
  const working = reads.flatMap(({ file, read }) =>
    read.ok && workingFile(read.value.document.metadata.id) === file ? [read.value.document] : [],
  );
  const released = new Map([...files].filter(([file]) => /^[a-z][a-z0-9-]*\/released\/[^/]+\.json$/.test(file)));
  const failures = versionFailures({ versions, working, released }).filter(({ file }) => files.has(file) || file.includes('/released/'));
  const bad = new Set(failures.map(({ file }) => file));
  const documents = [...released].flatMap(([file, text]) => {
    const document = bad.has(file) ? undefined : parseReleased(text);
    return document === undefined ? [] : [loaded(document, 'released', file)];
  });
  const fresh = working.flatMap((document) => {
    const { id, version } = document.metadata;
    const file = workingFile(id);
    return bad.has(file) || versions.playbooks[id]?.[version] !== undefined ? [] : [loaded(document, 'working', file)];
  });
  return {
    versions,
    playbooks: [...documents, ...fresh],
    problems: [...problems, ...unreadable, ...strays, ...failures],
    working,
    released,
  };
};

/** The newest version of each playbook that is not retired, in the order of ids. */
export const newestPlaybooks = ({ playbooks, versions }: Pick<Assembled, 'playbooks' | 'versions'>): readonly LoadedPlaybook[] => {
  const retired = new Set(versions.tombstones.map(({ id }) => id));
  const newest = new Map<string, LoadedPlaybook>();
  const withdrawn = ({ ref }: LoadedPlaybook): boolean =>
    versions.withdrawn?.some(({ id, version }) => id === ref.id && version === ref.version) === true;
  for (const one of playbooks.filter((each) => !withdrawn(each))) {
    const known = newest.get(one.ref.id);
    if (!retired.has(one.ref.id) && (known === undefined || compareVersions(one.ref.version, known.ref.version) > 0))
      newest.set(one.ref.id, one);
  }
  return [...newest.values()].toSorted((a, b) => (a.ref.id < b.ref.id ? -1 : 1));
};
