import { PATH_LENGTH, playbook, playbookFolder } from './arguments.ts';
import type { Entry } from './entry.ts';

const document = { kind: 'text', min: 1, max: PATH_LENGTH } as const;

/** Who writes a playbook needs no server: all of it is in files. */
export const AUTHOR_VERBS = {
  'playbook test': {
    summary: 'Rehearse playbooks with the fires.yaml and quiet.yaml beside them: what they answer, and every argument. Calls nothing.',
    positional: [{ ...playbook, summary: 'id of a playbook; all when left out' }],
    options: [playbookFolder],
    where: 'here',
    offline: true,
    exits: [0, 2, 3, 6],
    examples: ['playbook test', 'playbook test prompt-injection', 'playbook test card-testing --in mine/playbooks'],
  },
  'playbook new': {
    summary: 'Begin a playbook with another one: its steps, its rehearsals, and a guide to fill in.',
    positional: [{ ...playbook, required: true, min: 1, summary: 'id of the new playbook, such as card-testing' }],
    options: [
      { ...playbook, name: 'from', value: 'playbook', required: true, min: 1, summary: 'the playbook that it begins with' },
      {
        kind: 'text',
        name: 'into',
        value: 'folder',
        min: 1,
        max: PATH_LENGTH,
        summary: 'folder of playbooks that gets it (playbooks/ of this project)',
      },
      { kind: 'text', name: 'owner', value: 'team', min: 1, max: 64, summary: 'who answers for it; lint warns until somebody does' },
    ],
    where: 'here',
    offline: true,
    exits: [0, 2, 3, 6, 7],
    examples: [
      'playbook new card-testing --from prompt-injection --owner fraud-desk',
      'playbook new card-testing --from prompt-injection --into mine/playbooks',
    ],
  },
  'playbook publish': {
    summary: 'Release the versions that are being worked on: from then on they never change. Activates nothing.',
    positional: [{ ...playbook, summary: 'id of a playbook, released with what it calls; all when left out' }],
    options: [playbookFolder],
    where: 'here',
    offline: true,
    exits: [0, 2, 3, 6],
    examples: ['playbook publish', 'playbook publish card-testing --in mine/playbooks'],
  },
  'playbook diff': {
    summary: 'Say what differs between two documents of a playbook, what it means for safety, and which version it needs.',
    positional: [
      { ...playbook, required: true, min: 1 },
      { ...document, name: 'from', required: true, summary: 'a released version such as 1.0.0, working, or a file (.yaml or .json)' },
      { ...document, name: 'to', summary: 'the same; the working copy when left out' },
    ],
    options: [playbookFolder, { kind: 'switch', name: 'exit-code', summary: 'exit with 3 when they differ' }],
    where: 'here',
    offline: true,
    exits: [0, 2, 3, 6],
    examples: ['playbook diff prompt-injection 1.0.0', 'playbook diff prompt-injection 1.0.0 mine/playbook.yaml --exit-code'],
  },
} as const satisfies Readonly<Record<string, Entry>>;
