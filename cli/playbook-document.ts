import { resolve } from 'node:path';
import { readBeside } from '../adapters/playbooks-files.ts';
import { assemble, type Assembled } from '../core/playbook/assemble.ts';
import { Version, type PlaybookDocument } from '../core/playbook/document.ts';
import { spokenFinding } from '../core/playbook/problem.ts';
import { readPlaybook } from '../core/playbook/read-playbook.ts';
import { newestOf, parseReleased } from '../core/playbook/version.ts';
import { safe } from '../core/report/safe.ts';
import { noPlaybook, type PlaybookFolder } from './playbook-folder.ts';
import { Stop } from './stop.ts';

const NEXT = 'npx cordon playbook diff --help';
const refused = (exit: 2 | 6, message: string, hint: string): Stop =>
  new Stop({ exit, code: exit === 6 ? 'not-found' : 'unreadable', message, hint, effect: 'no-change', next: NEXT });

/** What was typed, as a document, and what to call it. */
export interface NamedDocument {
  readonly name: string;
  readonly document: PlaybookDocument;
}
const workingOf = (id: string, folder: PlaybookFolder): NamedDocument => {
  const text = folder.files.get(`${id}/playbook.yaml`);
  if (text === undefined) throw noPlaybook(id, folder);
  return { name: 'the working copy', document: fromYaml(text, `${folder.name}/${id}/playbook.yaml`) };
};
const fromYaml = (text: string, file: string): PlaybookDocument => {
  const read = readPlaybook(text, file);
  if (read.ok) return read.value.document;
  throw refused(
    2,
    `${file} is no playbook: ${read.findings.map(spokenFinding).join(' | ')}`,
    'Every fault is given with its line and its column',
  );
};

/** Only a document that is still what was released. */
const releasedOf = (id: string, version: string, { playbooks, problems, versions }: Assembled): NamedDocument => {
  const found = playbooks.find(({ ref, state }) => ref.id === id && ref.version === version && state === 'released');
  if (found !== undefined) return { name: `${id} ${version}`, document: found.document };
  const problem = problems.find(({ file }) => file === `${id}/released/${version}.json`);
  if (problem !== undefined) throw refused(2, problem.what, problem.why);
  const known = Object.keys(versions.playbooks[id] ?? {});
  const hint = known.length === 0 ? 'Nothing of it was released' : `Released: ${known.join(', ')}; newest is ${newestOf(known) ?? ''}`;
  throw refused(6, `${id} ${version} was never released`, hint);
};

const fileOf = async (given: string): Promise<NamedDocument> => {
  const name = safe(given);
  const text = await readBeside(resolve(given)).catch((thrown: unknown) => {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unreadable';
    throw refused(2, `${name} cannot be read (${code})`, 'Give a version, working, or a file');
  });
  if (text === undefined) throw refused(6, `${name} is neither a version nor a file`, 'Give a version such as 1.0.0, working, or a file');
  const document = name.endsWith('.json') ? parseReleased(text) : fromYaml(text, name);
  if (document === undefined) throw refused(2, `${name} is no playbook document in JSON`, 'A released document is, and a playbook.yaml');
  return { name, document };
};

/** A released version, the working copy, or a file. */
export const documentNamed = (folder: PlaybookFolder, id: string): ((given: string) => Promise<NamedDocument>) => {
  const shelf = assemble(folder.files);
  if (!folder.ids.includes(id) && !Object.hasOwn(shelf.versions.playbooks, id)) throw noPlaybook(id, folder);
  return async (given) => {
    if (given === 'working') return workingOf(id, folder);
    return Version.safeParse(given).success ? releasedOf(id, given, shelf) : fileOf(given);
  };
};
