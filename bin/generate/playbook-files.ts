import { actions } from '../../actions/index.ts';
import { catalogOf } from '../../actions/catalog.ts';
import { readPlaybookFiles } from '../../adapters/playbooks-files.ts';
import { assemble } from '../../core/playbook/assemble.ts';
import { playbookSchema } from '../../core/playbook/json-schema.ts';
import { release } from '../../core/playbook/version.ts';
import type { Generator } from '../generated.ts';

const PLAYBOOKS = 'playbooks';

/**
 * playbooks/schema.json, versions.json and the released documents. A document that was released and then changed without a new version is
 * not generated over: it is a fault that names both digests.
 */
export const playbookFiles = async (): Promise<readonly Generator[]> => {
  const shelf = assemble(await readPlaybookFiles(PLAYBOOKS));
  const problems = shelf.problems.map(({ file, why }) => `${file}: ${why}`);
  const { versions, files, failures } = release(shelf);
  const faults = [...problems, ...failures.map(({ file, why }) => `playbooks/${file}: ${why}`)];
  if (faults.length > 0) throw new Error(`playbooks cannot be released:\n${faults.join('\n')}`);
  return [
    { path: `${PLAYBOOKS}/schema.json`, make: () => `${JSON.stringify(playbookSchema(catalogOf(actions), shelf.working), null, 2)}\n` },
    { path: `${PLAYBOOKS}/versions.json`, make: () => `${JSON.stringify(versions, null, 2)}\n` },
    ...[...files].map(([file, text]) => ({ path: `${PLAYBOOKS}/${file}`, make: () => text })),
  ];
};
