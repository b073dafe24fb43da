import { playbook } from './arguments.ts';
import type { Entry } from './entry.ts';

const everything = { kind: 'switch', name: 'all', summary: 'everything; there is no smaller stop' } as const;

/** What concerns the whole house. */
export const HOUSE_VERBS = {
  stop: {
    summary: 'Stop everything now: no new effect in any account. Lifts nothing. One responder suffices.',
    positional: [{ kind: 'text', name: 'reason', summary: 'why, a sentence; it is kept', trim: true, max: 1000 }],
    options: [everything],
    where: 'act',
    exits: [0, 2, 5, 75],
    examples: ['stop --all "the rollback hits the wrong endpoint"'],
  },
  resume: {
    summary: 'Ask to go on after a stop. Others must agree; then every step that waited looks again and goes on.',
    positional: [],
    options: [everything],
    where: 'act',
    exits: [0, 2, 4, 5, 7, 8, 75],
    examples: ['resume --all'],
  },
  'playbook live': {
    summary: 'Say which version of each playbook answers findings now, since when, and what is newer.',
    positional: [{ ...playbook, summary: 'id of a playbook; all when left out' }],
    options: [],
    where: 'read',
    exits: [0, 2, 3, 6, 75],
    examples: ['playbook live', 'playbook live training-data-poisoning'],
  },
  'playbook activate': {
    summary: 'Ask that a released version answers findings from now on, newer or older. Others must agree.',
    positional: [
      { ...playbook, required: true, min: 1 },
      { kind: 'text', name: 'version', summary: 'a released version such as 1.1.0', required: true, min: 5, max: 20 },
    ],
    options: [],
    where: 'act',
    exits: [0, 2, 4, 5, 6, 7, 8, 75],
    examples: ['playbook activate training-data-poisoning 1.0.0'],
  },
} as const satisfies Readonly<Record<string, Entry>>;
