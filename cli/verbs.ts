import type { ShortIdKind } from '../core/report/short-id.ts';

export interface Positional {
  /** Also its name in the body of `POST /commands/<verb>`. */
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  /** Short ids of these kinds are accepted in any case, and sent in their one form (`INC-1`). */
  readonly ids?: readonly ShortIdKind[];
  /** Only ids of those kinds will do; otherwise other text passes as it is, such as the name of an endpoint. */
  readonly idsOnly?: boolean;
}
export interface VerbOption {
  /** Also its name in the body of `POST /commands/<verb>`. */
  readonly name: string;
  readonly summary: string;
  /** Absent: a switch. */
  readonly value?: string;
}
export interface CliVerb {
  /** `evidence verify`; its route is `POST /commands/evidence-verify`. */
  readonly name: string;
  readonly summary: string;
  readonly positional: readonly Positional[];
  readonly options: readonly VerbOption[];
  /** `here`: runs in this process. `read`, `act`: asks the server; `act` needs a person. */
  readonly where: 'here' | 'read' | 'act';
  /** Asks no server, so nobody acts. */
  readonly offline?: true;
  readonly exits: readonly number[];
  readonly examples: readonly string[];
}

const incident: Positional = { name: 'incident', summary: 'INC-1', required: true, ids: ['INC'], idsOnly: true };
const approval: Positional = { name: 'approval', summary: 'A-1', required: true, ids: ['A'], idsOnly: true };
const bundle: Positional = { name: 'evidence', summary: 'E-1', required: true, ids: ['E'], idsOnly: true };
const endpoint: Positional = { name: 'endpoint', summary: 'name or ARN of an adopted endpoint', required: true };

/** Every verb, said once: the parser, its help, its refusals and docs/reference/cli.md come from here. */
export const VERBS: readonly CliVerb[] = [
  {
    name: 'start',
    summary: 'Start the local server: console, events, and the pretend AWS account.',
    positional: [],
    options: [
      { name: 'port', value: 'number', summary: 'port of the console and of events (CORDON_PORT, 4310)' },
      { name: 'range-port', value: 'number', summary: 'port of the pretend AWS account (CORDON_RANGE_PORT, 4311)' },
      { name: 'fresh', summary: 'forget everything that the data directory holds' },
    ],
    where: 'here',
    offline: true,
    exits: [0, 1, 75],
    examples: ['start', 'start --fresh'],
  },
  {
    name: 'send',
    summary: 'Send events to the server: a sample by name, a file, or standard input.',
    positional: [{ name: 'event', summary: 'name of a sample, path of a JSON or NDJSON file, or -', required: true }],
    options: [{ name: 'no-follow', summary: 'do not wait for what the playbook does first' }],
    where: 'here',
    exits: [0, 1, 2, 6, 75],
    examples: ['send poisoned-training', 'send event.json'],
  },
  {
    name: 'explain',
    summary: 'Say what Cordon would decide about the events in a file, and why. Needs no server.',
    positional: [{ name: 'file', summary: 'path of a JSON or NDJSON file, or -', required: true }],
    options: [{ name: 'assets', value: 'file', summary: 'an assets.yaml: whose accounts, whose detections and whose assets they are' }],
    where: 'here',
    offline: true,
    exits: [0, 2],
    examples: ['explain event.json', 'explain --json event.json'],
  },
  {
    name: 'list',
    summary: 'List the incidents, newest first.',
    positional: [],
    options: [],
    where: 'read',
    exits: [0, 75],
    examples: ['list'],
  },
  {
    name: 'status',
    summary: 'Say what is wrong, whether it is contained, and what waits for whom.',
    positional: [{ ...incident, required: false }],
    options: [],
    where: 'read',
    exits: [0, 6, 75],
    examples: ['status', 'status INC-1'],
  },
  {
    name: 'show',
    summary: 'Show an approval, an incident or an endpoint.',
    positional: [{ name: 'what', summary: 'A-1, INC-1, or the name of an endpoint', required: true, ids: ['A', 'INC', 'E'] }],
    options: [{ name: 'calls', summary: 'every AWS call in full' }],
    where: 'read',
    exits: [0, 6, 75],
    examples: ['show A-1', 'show A-1 --calls', 'show fraud-scorer'],
  },
  {
    name: 'approve',
    summary: 'Say yes to exactly the plan that was shown, then watch it happen.',
    positional: [approval],
    options: [{ name: 'target', value: 'name', summary: "the target's name, typed; asked for when something is loosened" }],
    where: 'act',
    exits: [0, 1, 4, 5, 6, 7, 8, 75],
    examples: ['approve A-1', 'approve A-3 --as bo --target fraud-scorer'],
  },
  {
    name: 'deny',
    summary: 'Say no, and why.',
    positional: [approval, { name: 'reason', summary: 'a sentence; it is kept', required: true }],
    options: [],
    where: 'act',
    exits: [0, 5, 6, 7, 75],
    examples: ['deny A-1 "the owner has already switched it off"'],
  },
  {
    name: 'contain',
    summary: 'Quarantine an endpoint: nobody may call it until it is released.',
    positional: [endpoint],
    options: [{ name: 'dry-run', summary: 'show the plan and who would notice; change nothing' }],
    where: 'act',
    exits: [0, 1, 4, 5, 6, 7, 8, 75],
    examples: ['contain fraud-scorer --dry-run', 'contain fraud-scorer'],
  },
  {
    name: 'release',
    summary: 'Ask to lift the quarantine of an endpoint. Others must agree.',
    positional: [endpoint],
    options: [],
    where: 'act',
    exits: [0, 1, 4, 5, 6, 7, 8, 75],
    examples: ['release fraud-scorer'],
  },
  {
    name: 'history',
    summary: 'Tell which configs an endpoint served, since when, and who put them there.',
    positional: [endpoint],
    options: [],
    where: 'read',
    exits: [0, 6, 75],
    examples: ['history fraud-scorer'],
  },
  {
    name: 'inventory list',
    summary: 'List what assets.yaml says may be changed, who owns it, and who may call it.',
    positional: [],
    options: [],
    where: 'read',
    exits: [0, 75],
    examples: ['inventory list'],
  },
  {
    name: 'timeline',
    summary: 'Tell what happened, in order, with times in UTC.',
    positional: [incident],
    options: [{ name: 'human', summary: 'only what people did' }],
    where: 'read',
    exits: [0, 6, 75],
    examples: ['timeline INC-1', 'timeline INC-1 --human'],
  },
  {
    name: 'evidence list',
    summary: 'List the evidence that was sealed, and what could not be collected.',
    positional: [{ ...incident, required: false }],
    options: [],
    where: 'read',
    exits: [0, 6, 75],
    examples: ['evidence list', 'evidence list INC-1'],
  },
  {
    name: 'evidence verify',
    summary: 'Read every item of a bundle again and compare it with what was sealed.',
    positional: [bundle],
    options: [{ name: 'trust', value: 'fingerprint', summary: 'fingerprint of the key that must have signed it' }],
    where: 'read',
    exits: [0, 3, 6, 75],
    examples: ['evidence verify E-1'],
  },
  {
    name: 'playbook lint',
    summary: 'Check playbooks: every fault with its line, its column and the fix.',
    positional: [{ name: 'playbook', summary: 'id of a playbook; all when left out', required: false }],
    options: [],
    where: 'here',
    offline: true,
    exits: [0, 3, 6],
    examples: ['playbook lint', 'playbook lint training-data-poisoning'],
  },
  {
    name: 'playbook plan',
    summary: 'Say what a playbook would do to an endpoint right now. Changes nothing.',
    positional: [{ name: 'playbook', summary: 'id of a playbook', required: true }],
    options: [{ name: 'endpoint', value: 'name', summary: 'the endpoint that would be its target; must be given' }],
    where: 'read',
    exits: [0, 2, 3, 6, 75],
    examples: ['playbook plan training-data-poisoning --endpoint fraud-scorer'],
  },
  {
    name: 'whoami',
    summary: 'Say who you are here, and what you may decide.',
    positional: [],
    options: [],
    where: 'here',
    exits: [0, 6, 75],
    examples: ['whoami', 'whoami --as bo'],
  },
];

export const EXITS: Readonly<Record<number, string>> = {
  0: 'done',
  1: 'failed',
  2: 'usage, or input that cannot be read',
  3: 'a check or a verification failed',
  4: 'waiting for somebody’s approval',
  5: 'denied',
  6: 'not found',
  7: 'stale, or in conflict with what is there now',
  8: 'unknown outcome: look before you try again',
  75: 'temporary: trying again is safe',
  130: 'interrupted',
};

/** Understood by every verb. */
export const COMMON: readonly VerbOption[] = [{ name: 'json', summary: 'one JSON object on standard output; errors too' }];
/** Understood by every verb that asks the server. */
export const ACTING: VerbOption = { name: 'as', value: 'name', summary: 'act as one of the sample people (sandbox and exercises only)' };
