/* Records what test/histories lacks and leaves what is there: npm run test:histories:record [-- name…] */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { PlaybookDocument } from '../../core/playbook/document.ts';
import type { IncidentState } from '../../core/ledger/incident.ts';
import { makeWorld, type World } from '../engine/world.ts';
import { fileOf, textOf, type History } from './history.ts';
import { RECORDINGS, type Recording } from './recordings.ts';
import { watchOperations } from './watch.ts';

/** What decides which operations a run asks for. */
const WRITES_HISTORIES = ['engine', 'core', 'actions', 'adapters', 'playbooks'];
const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

const called = ({ metadata, locks = {} }: PlaybookDocument, digest: string): History['playbooks'] => ({
  [`${metadata.id}@${metadata.version}`]: digest,
  ...Object.fromEntries(Object.entries(locks).map(([id, lock]) => [`${id}@${lock.version}`, lock.digest])),
});
const playbooksOf = async ({ sandbox }: World, { order }: IncidentState['runs'][number]): Promise<History['playbooks']> => {
  if (order.kind !== 'playbook') return {};
  const found = await sandbox.desk.library.byRef(order.playbook);
  if (found === undefined) throw new Error(`${order.playbook.id} is not in the library`);
  return called(found.document, order.playbook.digest);
};

const record = async (name: string, recording: Recording, interpreter: string): Promise<History> => {
  let database: DatabaseSync | undefined;
  const watched = watchOperations(() => database);
  const world = await makeWorld({ ...recording.world, hook: watched.hook, opened: (_, opened) => void (database = opened) });
  try {
    await recording.play(world);
    const [incident] = await world.incidents();
    const run = incident?.runs[recording.run];
    if (run === undefined) throw new Error(`${name}: there is no run ${recording.run}`);
    const { host } = world.sandbox;
    await world.until(() => host.byName('run', run.runId)?.status !== 'RUNNING');
    const execution = host.byName('run', run.runId);
    const [begun] = host.operations(execution?.arn ?? '');
    if (execution?.status !== 'SUCCEEDED' || begun?.Id === undefined) throw new Error(`${name}: ${execution?.status} ${execution?.error}`);
    return {
      name,
      story: recording.story,
      interpreter,
      playbooks: await playbooksOf(world, run),
      execution: { arn: execution.arn, id: begun.Id, at: String(begun.StartTimestamp) },
      input: JSON.parse(execution.input),
      outcome: { status: execution.status, result: JSON.parse(execution.result ?? 'null') },
      changes: watched.of(execution.arn),
    };
  } finally {
    await world.close();
  }
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(RECORDINGS, name));
if (unknown.length > 0) throw new Error(`There is no recording ${unknown.join(', ')}. There are: ${Object.keys(RECORDINGS).join(' ')}`);
const changed = git('status', '--porcelain', '--', ...WRITES_HISTORIES);
if (changed !== '') throw new Error(`Commit first, so that a history can say which interpreter wrote it:\n${changed}`);
const interpreter = git('rev-parse', 'HEAD');
for (const [name, recording] of Object.entries(RECORDINGS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  // A run that somebody may still have cannot be recorded anew: its interpreter is gone.
  if (existsSync(fileOf(name))) {
    console.log(`${name}: is there, and stays`);
    continue;
  }
  const history = await record(name, recording, interpreter);
  writeFileSync(fileOf(name), textOf(history), { flag: 'wx' });
  console.log(`${name}: ${history.changes.length} changes, ${JSON.stringify(history.outcome)}`);
}
