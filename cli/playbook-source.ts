import type { NewPlaybookOrder } from '../core/playbook/new-playbook.ts';
import { spokenFinding } from '../core/playbook/problem.ts';
import { readPlaybook } from '../core/playbook/read-playbook.ts';
import { noPlaybook, type PlaybookFolder } from './playbook-folder.ts';
import { rehearsalsOf } from './playbook-test.ts';
import { Stop } from './stop.ts';

/** The playbook to begin with, and what stands beside it: of the folder that gets the new one, else of the project. */
export const sourceOf = async (from: string, target: PlaybookFolder, shipped: PlaybookFolder): Promise<NewPlaybookOrder['source']> => {
  const folder = target.ids.includes(from) ? target : shipped;
  const playbook = folder.files.get(`${from}/playbook.yaml`);
  if (playbook === undefined) throw noPlaybook(from, folder);
  const read = readPlaybook(playbook, `${folder.name}/${from}/playbook.yaml`);
  if (!read.ok)
    throw new Stop({
      exit: 3,
      code: 'faults',
      message: `${from} cannot be read: ${read.findings.map(spokenFinding).join(' | ')}`,
      hint: 'Begin with a playbook that passes lint',
      effect: 'no-change',
      next: `npx cordon playbook lint ${from}${folder.flag}`,
    });
  return { playbook, rehearsals: await rehearsalsOf(folder, from) };
};
