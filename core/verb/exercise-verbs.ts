import { POLICIES } from '../exercise/policies.ts';
import { PATH_LENGTH } from './arguments.ts';
import type { Entry } from './entry.ts';

const scenario = { kind: 'text', name: 'scenario', summary: 'name of a scenario', max: 64 } as const;
const seed = { kind: 'integer', name: 'seed', value: 'number', min: 1, max: 100_000 } as const;
const playbook = {
  kind: 'text',
  name: 'playbook',
  value: 'file',
  max: PATH_LENGTH,
  summary: 'a playbook.yaml that takes the place of the shipped one of its name',
} as const;

/** Exercises need no server and reach none: their AWS is in this process. */
export const EXERCISE_VERBS = {
  'exercise list': {
    summary: 'List the scenarios that can be played, and what was played here.',
    positional: [],
    options: [],
    where: 'here',
    offline: true,
    exits: [0, 2, 3],
    examples: ['exercise list'],
  },
  'exercise run': {
    summary: 'Play a scenario: the real commands on a pretend AWS account, colleagues who answer, and a report at the end.',
    positional: [{ ...scenario, required: true }],
    options: [
      { ...seed, otherwise: 1, summary: 'which variant of the night; the same seed is the same night' },
      {
        kind: 'switch',
        name: 'fast',
        summary: 'do not wait: a command takes 20 seconds of the night, Enter goes on to what happens next',
      },
      {
        kind: 'choice',
        name: 'policy',
        value: 'name',
        choices: POLICIES,
        summary: 'let idle, trap, hasty or perfect play instead of you',
      },
      playbook,
    ],
    where: 'here',
    offline: true,
    exits: [0, 2, 3, 6],
    examples: [
      'exercise run poisoned-retrain',
      'exercise run poisoned-retrain --fast --seed 7',
      'exercise run poisoned-retrain --policy perfect',
    ],
  },
  'exercise test': {
    summary: 'Check scenarios and playbooks: every policy twice in every seed; a careful player must reach everything.',
    positional: [{ ...scenario, summary: 'name of a scenario; all when left out' }],
    options: [
      { kind: 'integer', name: 'seeds', value: 'number', min: 1, max: 100_000, otherwise: 200, summary: 'how many seeds, from 1 on' },
      { ...seed, summary: 'only this seed' },
      playbook,
    ],
    where: 'here',
    offline: true,
    exits: [0, 2, 3, 6],
    examples: [
      'exercise test',
      'exercise test poisoned-retrain --seeds 20',
      'exercise test poisoned-retrain --seeds 5 --playbook mine/playbook.yaml',
    ],
  },
  'exercise report': {
    summary: 'Write the reports of an exercise again, and say where they are.',
    positional: [{ kind: 'text', name: 'exercise', summary: 'D-1', required: true, max: 32 }],
    options: [{ kind: 'switch', name: 'markdown', summary: 'print the report as Markdown' }],
    where: 'here',
    offline: true,
    exits: [0, 2, 6],
    examples: ['exercise report D-1', 'exercise report D-1 --markdown'],
  },
} as const satisfies Readonly<Record<string, Entry>>;
