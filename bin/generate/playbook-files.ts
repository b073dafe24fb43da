import { actions } from '../../actions/index.ts';
import { catalogOf } from '../../actions/catalog.ts';
import { readPlaybookFiles } from '../../adapters/playbooks-files.ts';
import { assemble } from '../../core/playbook/assemble.ts';
import { playbookSchema } from '../../core/playbook/json-schema.ts';
import { publication } from '../../core/playbook/publish.ts';
import type { Generator } from '../generated.ts';

const PLAYBOOKS = 'playbooks';

/**
 * playbooks/schema.json, versions.json and the released documents. A document that was released and then changed without a new version is
 * not generated over: it is a fault that names both digests.
 */
export const playbookFiles = async (): Promise<readonly Generator[]> => {
  const shelf = assemble(await readPlaybookFiles(PLAYBOOKS));
  const made = publication(shelf);
  if (!made.ok) throw new Error(`playbooks cannot be released:\n${made.faults.map((fault) => `${PLAYBOOKS}/${fault}`).join('\n')}`);
  return [
    { path: `${PLAYBOOKS}/schema.json`, make: () => `${JSON.stringify(playbookSchema(catalogOf(actions), shelf.working), null, 2)}\n` },
    { path: `${PLAYBOOKS}/versions.json`, make: () => made.versions },
    ...[...made.files].map(([file, text]) => ({ path: `${PLAYBOOKS}/${file}`, make: () => text })),
  ];
};
