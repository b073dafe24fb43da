import { existsSync } from 'node:fs';
import { playbooksFromFiles } from '../adapters/playbooks-files.ts';
import { catalogFrom, type Catalog } from '../core/action/catalog.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import type { LoadedPlaybook, PlaybookLibrary } from '../core/playbook/library.ts';
import { safe } from '../core/report/safe.ts';
import { readCompany } from './company.ts';
import { noPlaybook, openFolder } from './playbook-folder.ts';
import { Stop, usage } from './stop.ts';

export interface Planning {
  readonly loaded: LoadedPlaybook;
  readonly library: PlaybookLibrary;
  readonly catalog: Catalog;
  /** ` --in mine`, or nothing. */
  readonly flag: string;
}

/** A company's own folder first, then the shipped one beside it, as lint reads them. */
const both = (own: PlaybookLibrary, beside: PlaybookLibrary): PlaybookLibrary => ({
  all: () => own.all(),
  byRef: async (ref) => (await own.byRef(ref)) ?? beside.byRef(ref),
  resolve: async (id, version) => (await own.resolve(id, version)) ?? beside.resolve(id, version),
  read: (document) => own.read(document),
  shelf: () => own.shelf(),
  problems: () => own.problems(),
});

export const planningOf = async (id: string, given: string | undefined, root: string): Promise<Planning> => {
  const folder = await openFolder(given, root);
  const own = playbooksFromFiles(folder.path);
  const library = given === undefined ? own : both(own, playbooksFromFiles(folder.beside));
  const loaded = await own.resolve(id);
  const faulty = (await own.problems()).find(({ file }) => file.startsWith(`${id}/`));
  if (loaded !== undefined) return { loaded, library, catalog: catalogFrom(folder.actions), flag: folder.flag };
  if (faulty === undefined) throw noPlaybook(id, folder);
  const next = `npx cordon playbook lint ${id}${folder.flag}`;
  throw new Stop({
    exit: 2,
    code: 'unreadable',
    message: `${faulty.what}: ${faulty.why}`,
    hint: 'Lint says where',
    effect: 'no-change',
    next,
  });
};

/** The reviewed assets.yaml that was named; a name that is no file is a mistake, not a company without assets. */
export const companyOf = (file: string | undefined): AssetsFile | undefined => {
  if (file === undefined) return undefined;
  if (!existsSync(file)) throw usage(`There is no file ${safe(file)}`, 'npx cordon playbook plan --help');
  return readCompany(file);
};
