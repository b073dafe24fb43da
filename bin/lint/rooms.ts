import { posix } from 'node:path';

/** What a room may import: other rooms, and packages by name (`*` at the end: by prefix). A room may always import itself. */
interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}
const EVERY_ROOM = [
  'core',
  'sources',
  'actions',
  'playbooks',
  'engine',
  'adapters',
  'functions',
  'tabletop',
  'console',
  'cli',
  'infra',
  'bin',
];
const ANY = ['*'];

const ROOMS: Readonly<Record<string, Room>> = {
  core: { rooms: [], packages: ['zod', '@marcbachmann/cel-js', 'yaml', 'canonicalize', 'node:crypto'] },
  sources: { rooms: ['core'], packages: ['zod', '@aws-sdk/client-*'] },
  actions: { rooms: ['core'], packages: ['zod', '@aws-sdk/client-*'] },
  playbooks: { rooms: ['core'], packages: ['zod', 'yaml'] },
  engine: { rooms: ['core'], packages: ['zod', '@aws/durable-execution-sdk-js'] },
  adapters: { rooms: ['core', 'engine'], packages: ANY },
  functions: { rooms: ['core', 'sources', 'actions', 'playbooks', 'engine', 'adapters'], packages: ANY },
  console: { rooms: ['core', 'engine', 'adapters'], packages: ANY },
  tabletop: { rooms: ['core', 'sources', 'actions', 'playbooks', 'engine', 'adapters', 'functions', 'console'], packages: ANY },
  cli: { rooms: ['core', 'sources', 'actions', 'playbooks', 'engine', 'adapters', 'functions', 'console', 'tabletop'], packages: ANY },
  infra: { rooms: ['core', 'sources', 'actions'], packages: ['aws-cdk-lib*', 'constructs', 'cdk-nag', 'esbuild', 'yaml', 'node:*'] },
  bin: { rooms: EVERY_ROOM, packages: ANY },
  test: { rooms: EVERY_ROOM, packages: ANY },
};

/** Only these may import an action; everybody else reads actions/catalog.json. */
const MAY_IMPORT_AN_ACTION = ['functions', 'infra', 'test', 'bin'];
/** Every action at once. The laptop may take that (it runs all their functions in one process), but no single action. */
const ALL_ACTIONS = 'actions/index.ts';

const covers = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern || name.startsWith(`${pattern}/`);
const roomOf = (path: string): string => path.split('/')[0] ?? '';

const objectionToPackage = (from: string, name: string): string | undefined => {
  const room = roomOf(from);
  if (!ROOMS[room]?.packages.some((pattern) => covers(pattern, name))) return `${room}/ may not import the package ${name}`;
  if (room === 'engine' && name.startsWith('@aws/') && !from.startsWith('engine/interpret'))
    return 'only engine/interpret may import the durable SDK';
  return undefined;
};

const objectionToAction = (from: string, to: string): string | undefined => {
  const room = roomOf(from);
  if (MAY_IMPORT_AN_ACTION.includes(room) || to.endsWith('.json')) return undefined;
  if (room === 'tabletop' && to.split('/').length === 2) return undefined;
  if (room !== 'actions') return `${room}/ may not import ${to}: read actions/catalog.json`;
  const [, folder, inside] = to.split('/');
  if (inside === undefined || from === ALL_ACTIONS || from.split('/')[1] === folder) return undefined;
  return `an action may not import another action (actions/${folder})`;
};

/** Why the file `from` (path from the root) may not import `specifier`; undefined when it may. */
export const objectionTo = (from: string, specifier: string): string | undefined => {
  const room = ROOMS[roomOf(from)];
  if (room === undefined) return undefined;
  if (!specifier.startsWith('.')) return objectionToPackage(from, specifier);
  const to = posix.join(posix.dirname(from), specifier);
  const target = roomOf(to);
  if (target !== roomOf(from) && target in ROOMS && !room.rooms.includes(target)) return `${roomOf(from)}/ may not import from ${target}/`;
  return target === 'actions' ? objectionToAction(from, to) : undefined;
};

/** Why a file may not import the value `name` from a package that its room may otherwise import. */
export const objectionToName = (from: string, specifier: string, name: string): string | undefined => {
  const room = roomOf(from);
  if (room === 'core' && specifier === 'node:crypto' && name !== 'createHash')
    return `core/ may import createHash from node:crypto, not ${name}`;
  const commandsOnly = (room === 'sources' || room === 'actions') && specifier.startsWith('@aws-sdk/client-');
  if (commandsOnly && !/(Command|Exception)$/.test(name))
    return `${room}/ may import SDK commands, not ${name}: calls go through the cloud port`;
  return undefined;
};
