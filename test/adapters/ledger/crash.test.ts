import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteLedger } from '../../../adapters/ledger-sqlite.ts';
import { openDatabase } from '../../../adapters/sqlite.ts';
import { brokenAt } from '../../../core/ledger/chain.ts';
import { ticking } from './drafts.ts';

interface Life {
  readonly signal: NodeJS.Signals | null;
  /** Rounds that the writer was told are safe. */
  readonly safe: number;
  readonly hooks: number;
}
/** `killAfter`: killed from outside once that many rounds are safe; `killAt`: dies at that hook. 0 is never. */
const write = (file: string, label: string, count: number, { killAfter = 0, killAt = 0 } = {}): Promise<Life> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), file, label, String(count)], {
      env: { ...process.env, KILL_AT: String(killAt) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [said, problem] = ['', ''];
    const safe = () => said.split('\n').filter((line) => /^\d+$/.test(line)).length;
    child.stderr.on('data', (chunk: Buffer) => (problem += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (killAfter > 0 && safe() >= killAfter) child.kill('SIGKILL');
    });
    const bound = setTimeout(() => child.kill('SIGTERM'), 60_000);
    child.on('close', (code, signal) => {
      clearTimeout(bound);
      if (code === 0 || signal === 'SIGKILL') resolve({ signal, safe: safe(), hooks: Number(/hooks (\d+)/.exec(said)?.[1] ?? 0) });
      else reject(new Error(`${label}: exit ${code ?? signal}: ${problem}`));
    });
  });

const directories: string[] = [];
const freshFile = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'cordon-ledger-'));
  directories.push(directory);
  return join(directory, 'ledger.db');
};
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Chain, batches, read models and feed must agree with each other, whenever a writer died. */
const inspect = async (file: string) => {
  const database = openDatabase(file);
  const ledger = sqliteLedger({ database, clock: ticking(), exercise: false });
  const shared = await ledger.read('inc-shared');
  expect(brokenAt('inc-shared', shared)).toBeUndefined();
  const batches = Map.groupBy(shared, ({ id }) => id.split('.')[0]);
  for (const events of batches.values()) expect(events.map(({ id }) => id.split('.')[1])).toEqual(['1', '2', '3']);

  const { events } = await ledger.changes(undefined, 1_000_000);
  const openings = events.flatMap((event) => (event.type === 'incident.opened' ? [event] : []));
  for (const { incidentId, data } of openings) {
    expect(await ledger.byCorrelation(data.correlationKey)).toEqual({ incidentId, generation: 1 });
    expect(await ledger.byNumber('incident', data.number)).toBe(incidentId);
    expect(brokenAt(incidentId, await ledger.read(incidentId))).toBeUndefined();
  }
  expect(await ledger.incidents()).toEqual(openings.map(({ incidentId }) => incidentId).toReversed());
  expect(events.filter(({ incidentId }) => incidentId === 'inc-shared')).toEqual(shared);
  const numbers = openings.map(({ data }) => data.number);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(await ledger.nextNumber('incident')).toBeGreaterThan(Math.max(0, ...numbers));
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  database.close();
  return { batches: [...batches.keys()], opened: openings.map(({ data }) => data.correlationKey) };
};

test('three processes append to one file and one is killed: what was safe is there, the chain is whole', async () => {
  const file = freshFile();
  const [killed, ...others] = await Promise.all([
    write(file, 'killed', 100_000, { killAfter: 15 }),
    write(file, 'one', 40),
    write(file, 'two', 40),
  ]);
  expect([killed.signal, ...others.map(({ signal }) => signal)]).toEqual(['SIGKILL', null, null]);
  const { batches, opened } = await inspect(file);
  const expected = [
    ['killed', killed.safe],
    ['one', 40],
    ['two', 40],
  ] as const;
  const wanted = expected.flatMap(([label, safe]) => Array.from({ length: safe }, (_, round) => `${label}-${round}`));
  expect(batches).toEqual(expect.arrayContaining(wanted));
  expect(opened).toEqual(expect.arrayContaining(wanted));
}, 90_000);

test('killed at every hook of a round, then continued: nothing half, nothing twice', async () => {
  const { hooks } = await write(freshFile(), 'w', 1);
  expect(hooks).toBeGreaterThan(15);
  for (let killAt = 1; killAt <= hooks; killAt += 1) {
    const file = freshFile();
    expect((await write(file, 'w', 1, { killAt })).signal).toBe('SIGKILL');
    await inspect(file);
    await write(file, 'w', 2);
    expect(await inspect(file)).toEqual({ batches: ['w-0', 'w-1'], opened: ['w-0', 'w-1'] });
  }
}, 120_000);
