import { join } from 'node:path';
import { playbooksFromFiles } from '../adapters/playbooks-files.ts';
import type { SelectPlaybook } from '../core/finding/decide.ts';
import type { ExplainDeps } from '../core/finding/explain.ts';
import type { LoadedPlaybook } from '../core/playbook/library.ts';
import { selectPlaybook } from '../core/playbook/select.ts';
import { sources } from '../sources/index.ts';
import { readCompany, surroundFrom } from './company.ts';

/** The sample company, of which the sandbox knows who may send what. */
const NORTHBANK = 'tabletop/northbank/assets.yaml';

const selecting =
  (loaded: readonly LoadedPlaybook[]): SelectPlaybook =>
  (finding) => {
    const documents = loaded.map(({ document }) => document);
    const { playbook, reasons } = selectPlaybook(
      documents.filter(({ triggers }) => triggers?.findings.some((answered) => answered === finding.incidentClass) === true),
      { finding },
    );
    const ref = loaded.find(({ document }) => document === playbook)?.ref;
    return { reasons, ...(ref !== undefined && { playbook: ref }) };
  };

/** Everything that decides about an event, from files: the sources, the playbooks, and who is who. */
export const deciderFrom = async (root: string, assets: string | undefined): Promise<ExplainDeps> => {
  const company = readCompany(assets ?? join(root, NORTHBANK));
  return {
    sources,
    // Without somebody's own assets.yaml, an event of any account is explained as if that account were a member.
    settings: {
      members: assets === undefined || company === undefined ? 'unchecked' : company.members.map(({ account }) => account),
      detectionSources: company?.detectionSources ?? [],
    },
    select: selecting(await playbooksFromFiles(join(root, 'playbooks')).all()),
    surround: surroundFrom(company),
  };
};
