import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { knownIn, readPlaybookFiles } from '../adapters/playbooks-files.ts';
import type { CatalogEntry } from '../core/action/catalog.ts';
import type { Known } from '../core/playbook/known.ts';
import { didYouMean } from '../core/playbook/nearest.ts';
import { safe } from '../core/report/safe.ts';
import type { Output } from './output.ts';
import { Stop } from './stop.ts';

export interface PlaybookFolder {
  readonly path: string;
  /** As people typed it; `playbooks` for that of the project. */
  readonly name: string;
  /** The project's own: what another folder may call as well. */
  readonly beside: string;
  /** For a command about the same folder: ` --in mine`, or nothing. */
  readonly flag: string;
  readonly actions: readonly CatalogEntry[];
  readonly files: ReadonlyMap<string, string>;
  readonly ids: readonly string[];
}

/** As one word of a POSIX shell. */
export const shellWord = (text: string): string => (/^[\w./@+-]+$/.test(text) ? text : `'${safe(text).replaceAll("'", `'\\''`)}'`);

export const sayOffline = (out: Output, does: 'reads' | 'reads and writes' = 'reads'): void =>
  out.place(`OFFLINE  this ${does} files: it asks no server and no AWS account`, 'OFFLINE');

/** A folder of playbooks: the project's, or one that was named. */
export const openFolder = async (given: string | undefined, root: string): Promise<PlaybookFolder> => {
  const beside = join(root, 'playbooks');
  const path = given === undefined ? beside : resolve(given);
  const name = given === undefined ? 'playbooks' : safe(given.length > 1 ? given.replace(/\/+$/, '') : given);
  const actions: readonly CatalogEntry[] = JSON.parse(readFileSync(join(root, 'actions/catalog.json'), 'utf8'));
  const files = await readPlaybookFiles(path).catch((thrown: unknown) => {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unreadable';
    const gone = code === 'ENOENT';
    throw new Stop({
      exit: gone ? 6 : 2,
      code: gone ? 'not-found' : 'unreadable',
      message: gone ? `There is no folder ${name}` : `${name} cannot be read (${code})`,
      hint: 'Give the folder that holds one folder for each playbook',
      effect: 'no-change',
      next: 'npx cordon playbook lint',
    });
  });
  const ids = [...files.keys()].filter((file) => file.endsWith('/playbook.yaml')).map((file) => file.slice(0, -'/playbook.yaml'.length));
  const flag = given === undefined ? '' : ` --in ${shellWord(name)}`;
  return { path, name, beside, flag, actions, files, ids };
};

export const knownOf = ({ path, actions, beside }: PlaybookFolder): Promise<Known> => knownIn(path, actions, beside);

export const noPlaybook = (id: string, { ids, name, flag }: PlaybookFolder): Stop =>
  new Stop({
    exit: 6,
    code: 'not-found',
    message: `There is no playbook ${safe(id)}`,
    hint: `Its name is that of its folder in ${name}/. ${didYouMean(id, ids, 'playbook')}`,
    effect: 'no-change',
    next: `npx cordon playbook lint${flag}`,
  });
