import { PATH_LENGTH } from './arguments.ts';
import type { Entry } from './entry.ts';

const port = { kind: 'integer', value: 'number', min: 0, max: 65_535 } as const;

/** How events come in. */
export const INTAKE_VERBS = {
  start: {
    summary: 'Start the local server: console, events, and the pretend AWS account.',
    positional: [],
    options: [
      { ...port, name: 'port', summary: 'port of the console and of events (CORDON_PORT, 4310)' },
      { ...port, name: 'range-port', summary: 'port of the pretend AWS account (CORDON_RANGE_PORT, 4311)' },
      { kind: 'switch', name: 'fresh', summary: 'forget everything that the data directory holds' },
    ],
    where: 'here',
    offline: true,
    exits: [0, 1, 2, 75],
    examples: ['start', 'start --fresh'],
  },
  send: {
    summary: 'Send events: a sample by name; in a terminal also a file, or standard input.',
    positional: [
      {
        kind: 'text',
        name: 'event',
        summary: 'name of a sample; in a terminal also the path of a JSON or NDJSON file, or -',
        required: true,
        min: 1,
        max: PATH_LENGTH,
      },
    ],
    options: [{ kind: 'switch', name: 'no-follow', summary: 'do not wait for what the playbook does first', cliOnly: true }],
    where: 'act',
    exits: [0, 1, 2, 6, 75],
    examples: ['send poisoned-training', 'send event.json'],
  },
  explain: {
    summary: 'Say what Cordon would decide about the events in a file, and why. Needs no server.',
    positional: [{ kind: 'text', name: 'file', summary: 'path of a JSON or NDJSON file, or -', required: true, max: PATH_LENGTH }],
    options: [
      {
        kind: 'text',
        name: 'assets',
        value: 'file',
        max: PATH_LENGTH,
        summary: 'an assets.yaml: whose accounts, whose detections and whose assets they are',
      },
    ],
    where: 'here',
    offline: true,
    exits: [0, 2],
    examples: ['explain event.json', 'explain --json event.json'],
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** The pretend AWS organisation by itself. */
const RANGE_VERBS = {
  'range serve': {
    summary: 'Serve the pretend AWS organisation alone, to any AWS client, until it is stopped.',
    positional: [],
    options: [
      { ...port, name: 'port', summary: 'port, on this machine only (CORDON_RANGE_PORT, 4311)' },
      {
        kind: 'integer',
        name: 'pace',
        value: 'times',
        min: 1,
        max: 3600,
        otherwise: 60,
        summary: 'how many seconds of AWS pass in one of yours',
      },
      { kind: 'text', name: 'seed', value: 'word', min: 1, max: 64, summary: 'what ids and keys are derived from (northbank)' },
      {
        kind: 'text',
        name: 'state',
        value: 'file',
        min: 1,
        max: PATH_LENGTH,
        summary: 'continue what this file holds, and keep it there: a JSON file, written within a second of a change',
      },
      { kind: 'text', name: 'measured', value: 'file', min: 1, max: PATH_LENGTH, summary: 'what calibrate measured in a real account' },
    ],
    where: 'here',
    offline: true,
    exits: [0, 2, 75],
    examples: ['range serve', 'range serve --pace 1 --state range.json', 'range serve --measured measured.json'],
  },
  calibrate: {
    summary:
      'Measure in a sandbox account what AWS really does, for the range to do the same. Without --yes it only says what it would do.',
    positional: [],
    options: [
      { kind: 'text', name: 'profile', value: 'profile', min: 1, max: 128, required: true, summary: 'AWS profile of the sandbox account' },
      { kind: 'text', name: 'region', value: 'region', min: 1, max: 32, required: true, summary: 'AWS Region' },
      {
        kind: 'text',
        name: 'account',
        value: 'id',
        min: 12,
        max: 12,
        required: true,
        summary: 'its twelve digits, so that it is no other',
      },
      {
        kind: 'text',
        name: 'model',
        value: 'name',
        min: 1,
        max: 63,
        required: true,
        summary: 'a SageMaker model there that is cheap to run',
      },
      { kind: 'text', name: 'instance-type', value: 'type', min: 1, max: 32, summary: 'of its one instance (ml.t2.medium)' },
      { kind: 'text', name: 'out', value: 'file', min: 1, max: PATH_LENGTH, summary: 'where the measured values go (measured.json)' },
      { kind: 'switch', name: 'yes', summary: 'do it: makes, changes and removes an endpoint, a role, policies, a rule and a log group' },
    ],
    where: 'here',
    offline: true,
    exits: [0, 1, 2, 3, 5, 8, 75],
    examples: ['calibrate --profile sandbox --region eu-west-1 --account 111122223333 --model small-model'],
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** Who people are here, and in Slack. */
export const PLACE_VERBS = {
  ...RANGE_VERBS,
  'slack manifest': {
    summary: 'Print the manifest from which Slack makes the app: what it may do, and where Slack sends what people type.',
    positional: [],
    options: [
      {
        kind: 'text',
        name: 'url',
        value: 'url',
        max: 2048,
        summary: 'https URL of the deployed function that Slack calls; left out: Socket Mode, for a laptop',
      },
      {
        kind: 'text',
        name: 'command',
        value: '/cordon-dev',
        max: 32,
        summary: 'what people type; for a second app in one workspace (/cordon)',
      },
      { kind: 'text', name: 'name', value: 'name', min: 1, max: 35, summary: 'what the app is called (Cordon)' },
    ],
    where: 'here',
    offline: true,
    exits: [0, 2],
    examples: ['slack manifest', 'slack manifest --url https://abc.lambda-url.eu-west-1.on.aws/', 'slack manifest --command /cordon-dev'],
  },
  whoami: {
    summary: 'Say who you are here, and what you may decide.',
    positional: [],
    options: [],
    where: 'here',
    exits: [0, 2, 6, 75],
    examples: ['whoami', 'whoami --as bo'],
  },
} as const satisfies Readonly<Record<string, Entry>>;
