import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readPlaybookFiles } from '../../adapters/playbooks-files.ts';
import { parseAssetsFile } from '../../core/asset/assets-file.ts';
import { assemble } from '../../core/playbook/assemble.ts';
import { Rehearsal } from '../../core/playbook/rehearsal-file.ts';
import type { Generator } from '../generated.ts';
import { playbookPage } from './playbook-page.ts';
import type { Shelf } from './playbook-page-steps.ts';

const PLAYBOOKS = 'playbooks';
const ASSETS = 'tabletop/northbank/assets.yaml';
const PAGES = 'docs/reference/playbooks';

const shelfIn = async (root: string): Promise<Shelf> => {
  const { working } = assemble(await readPlaybookFiles(root));
  const volumes = working.map((document) => {
    const folder = join(root, document.metadata.id);
    const fires = join(folder, 'fires.yaml');
    return {
      document,
      guide: readFileSync(join(folder, 'guide.md'), 'utf8'),
      fires: existsSync(fires) ? Rehearsal.parse(parse(readFileSync(fires, 'utf8'))) : undefined,
    };
  });
  return { volumes };
};

/** docs/reference/playbooks/<id>.md of every playbook as it is now. */
export const playbookPages = async (): Promise<readonly Generator[]> => {
  const shelf = await shelfIn(PLAYBOOKS);
  const assets = parseAssetsFile(ASSETS, readFileSync(ASSETS, 'utf8'));
  if (!assets.ok) throw new Error(`${assets.failure.what}: ${assets.failure.why}`);
  return shelf.volumes.map((volume) => ({
    path: `${PAGES}/${volume.document.metadata.id}.md`,
    make: () => playbookPage(shelf, volume, assets.value),
  }));
};
