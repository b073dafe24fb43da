import { bundle, endpoint, incident, playbook, playbookFolder } from './arguments.ts';
import type { Entry } from './entry.ts';

/** What is there, what was kept, and what would be done. */
export const ASSET_VERBS = {
  history: {
    summary: 'Tell which configs an endpoint served, since when, and who put them there.',
    positional: [endpoint],
    options: [],
    where: 'read',
    exits: [0, 2, 6, 75],
    examples: ['history fraud-scorer'],
  },
  'inventory list': {
    summary: 'List what assets.yaml says may be changed, who owns it, and who may call it.',
    positional: [],
    options: [],
    where: 'read',
    exits: [0, 2, 75],
    examples: ['inventory list'],
  },
  'evidence list': {
    summary: 'List the evidence that was sealed, and what could not be collected.',
    positional: [incident],
    options: [],
    where: 'read',
    exits: [0, 2, 6, 75],
    examples: ['evidence list', 'evidence list INC-1'],
  },
  'evidence verify': {
    summary: 'Read every item of a bundle again and compare it with what was sealed.',
    positional: [bundle],
    options: [{ kind: 'text', name: 'trust', value: 'fingerprint', max: 128, summary: 'fingerprint of the key that must have signed it' }],
    where: 'read',
    exits: [0, 2, 3, 6, 75],
    examples: ['evidence verify E-1'],
  },
  'playbook lint': {
    summary: 'Check playbooks: every fault with its line, its column and the fix.',
    positional: [{ ...playbook, summary: 'id of a playbook; all when left out' }],
    options: [
      {
        kind: 'switch',
        name: 'watch',
        summary: 'check again whenever a file changes, until Ctrl-C; print only what is new; with --json one object a line',
        cliOnly: true,
      },
      { ...playbookFolder, cliOnly: true },
    ],
    where: 'read',
    offline: true,
    exits: [0, 2, 3, 6, 130],
    examples: ['playbook lint', 'playbook lint training-data-poisoning', 'playbook lint --watch'],
  },
  'playbook export': {
    summary: 'Print a playbook as CACAO 2.0 JSON, for tools that know that. Needs no server.',
    positional: [{ ...playbook, required: true, min: 1 }],
    options: [
      { kind: 'text', name: 'release', value: 'version', min: 5, max: 20, summary: 'a version such as 1.0.0; left out: the newest' },
    ],
    where: 'here',
    offline: true,
    exits: [0, 2, 3, 6],
    examples: ['playbook export training-data-poisoning', 'playbook export forensic-snapshot --release 1.0.0'],
  },
  'playbook plan': {
    summary: 'Say what a playbook would do to an endpoint right now. Changes nothing.',
    positional: [{ ...playbook, required: true, min: 1 }],
    options: [{ ...endpoint, value: 'name', summary: 'the endpoint that would be its target' }],
    where: 'read',
    exits: [0, 2, 3, 6, 75],
    examples: ['playbook plan training-data-poisoning --endpoint fraud-scorer'],
  },
} as const satisfies Readonly<Record<string, Entry>>;
