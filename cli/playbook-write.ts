import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assemble } from '../core/playbook/assemble.ts';
import { Kebab } from '../core/playbook/steps/step-kind.ts';
import { safe } from '../core/report/safe.ts';
import type { PlaybookFolder } from './playbook-folder.ts';
import { Stop, usage } from './stop.ts';

const HELP = 'npx cordon playbook new --help';

/** An id becomes a folder: nothing that leads elsewhere is one. */
export const refuseUnsafe = (id: string): void => {
  if (Kebab.safeParse(id).success) return;
  throw usage(`${safe(id)} is no id of a playbook: at most 48 small letters, digits and single hyphens, starting with a letter`, HELP);
};

const taken = (message: string, hint: string, next: string): Stop =>
  new Stop({ exit: 7, code: 'conflict', message, hint, effect: 'no-change', next });

/** Names are never used again, so that an old report means one thing for ever. */
export const refuseTaken = (id: string, folder: PlaybookFolder): void => {
  const { versions } = assemble(folder.files);
  const next = `npx cordon playbook lint${folder.flag}`;
  if (existsSync(join(folder.path, id)))
    throw taken(`${folder.name}/${id} is there already; nothing is overwritten`, 'Choose another id, or change what is there', next);
  const retired = versions.tombstones.some((tombstone) => tombstone.id === id);
  if (retired || Object.hasOwn(versions.playbooks, id))
    throw taken(`${id} was released once; its name is never used again`, 'Choose another id', next);
};

/** All files or none: a folder that is half there is taken away again. */
export const writeAll = async (folder: PlaybookFolder, id: string, files: ReadonlyMap<string, string>): Promise<void> => {
  const path = join(folder.path, id);
  // Fails when it is there, also when it came a moment ago.
  await mkdir(path).catch((thrown: unknown) => {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unwritable';
    if (code === 'EEXIST')
      throw taken(`${folder.name}/${id} is there already; nothing is overwritten`, 'Choose another id', 'npx cordon playbook lint');
    throw usage(`${folder.name}/${id} cannot be written (${code})`, HELP);
  });
  try {
    for (const [name, text] of files) await writeFile(join(path, name), text, { flag: 'wx' });
  } catch (thrown) {
    await rm(path, { recursive: true, force: true });
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unwritable';
    throw usage(`${folder.name}/${id} cannot be written (${code})`, HELP);
  }
};
