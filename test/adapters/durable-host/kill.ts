import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Mode = 'approve' | 'silence';
/** A life takes half a second on an idle machine. */
const MOST_MS = 60_000;
const LIFE = join(import.meta.dirname, 'life.ts');

export const freshDirectory = (): string => mkdtempSync(join(tmpdir(), 'cordon-kill-'));
export const removeDirectory = (directory: string): void => rmSync(directory, { recursive: true, force: true });

/** 'SIGKILL', or 'ended'; any other end is a failure of the test. */
export const live = (directory: string, mode: Mode, killAt: number, time: 'virtual' | 'real' = 'virtual'): Promise<'SIGKILL' | 'ended'> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, KILL_AT: String(killAt) };
    const child = spawn(process.execPath, [LIFE, directory, mode, time], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const bound = setTimeout(() => child.kill('SIGTERM'), MOST_MS);
    child.on('exit', (code, signal) => {
      clearTimeout(bound);
      if (signal === 'SIGKILL') resolve('SIGKILL');
      else if (code === 0) resolve('ended');
      else reject(new Error(`killAt ${killAt}: exit ${code ?? signal}: ${said}`));
    });
  });

const lines = (directory: string, file: string): readonly string[] => {
  const path = join(directory, file);
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').toSorted() : [];
};

/** Everything that must not depend on when a process died. */
export const stateOf = (directory: string) => {
  const database = new DatabaseSync(join(directory, 'state.db'), { readOnly: true });
  const all = (sql: string) => database.prepare(sql).all();
  const operations = all('SELECT functionName, document FROM operation JOIN execution USING (arn)').map((row) => {
    const operation = JSON.parse(String(row['document'])) as Record<string, unknown>;
    const details = (operation['StepDetails'] ??
      operation['ContextDetails'] ??
      operation['CallbackDetails'] ??
      operation['ChainedInvokeDetails'] ??
      {}) as Record<string, unknown>;
    const { Type, SubType, Name, Status } = operation;
    // ids of callbacks and instants differ from run to run, and so do stack traces.
    const error = (details['Error'] as { ErrorMessage?: string } | undefined)?.ErrorMessage;
    return JSON.stringify([row['functionName'], Type, SubType, Name, Status, details['Attempt'], details['Result'], error]);
  });
  const executions = all('SELECT functionName, version, name, kind, status, result, error FROM execution ORDER BY functionName').map(
    (row) => ({ ...row }),
  );
  const [integrity] = all('PRAGMA integrity_check').map((row) => row['integrity_check']);
  database.close();
  return { executions, operations: operations.toSorted(), integrity };
};
export const finals = (directory: string): readonly unknown[] =>
  readdirSync(directory)
    .filter((file) => file.startsWith('final-'))
    .map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')));
export const pointsOf = (directory: string): readonly string[] => JSON.parse(readFileSync(join(directory, 'points.json'), 'utf8'));
export const callsOf = (directory: string): readonly string[] => lines(directory, 'calls.log');
export const keyedOf = (directory: string): readonly string[] => lines(directory, 'keyed.log');
const killedAt = (directory: string): string => readFileSync(join(directory, 'killed'), 'utf8');

export interface Reference {
  readonly state: ReturnType<typeof stateOf>;
  readonly points: readonly string[];
}
export const referenceRun = async (mode: Mode): Promise<Reference> => {
  const directory = freshDirectory();
  await live(directory, mode, 0);
  const reference = { state: stateOf(directory), points: pointsOf(directory) };
  removeDirectory(directory);
  return reference;
};

export interface Outcome {
  readonly point: string;
  readonly state: ReturnType<typeof stateOf>;
  readonly keyed: readonly string[];
  readonly repeated: number;
}
/** Real time decides whether a checkpoint carries one update or two: a run may need this many hooks less than the reference. */
export const SLACK = 12;

/** Dies at one hook, or at a second one while recovering, and is started again. Undefined: it ended before that hook. */
export const killedRun = async (mode: Mode, killAt: number, again = 0): Promise<Outcome | undefined> => {
  const directory = freshDirectory();
  try {
    if ((await live(directory, mode, killAt)) === 'ended') return undefined;
    const point = killedAt(directory);
    if (again > 0) await live(directory, mode, again);
    await live(directory, mode, 0);
    const calls = callsOf(directory);
    const keyed = keyedOf(directory);
    return { point, state: stateOf(directory), keyed, repeated: calls.length - keyed.length };
  } finally {
    removeDirectory(directory);
  }
};

/** Runs `work` for every item, two at a time: the machine has few cores and every life is a process. */
export const twoAtATime = async <T>(items: readonly number[], work: (item: number) => Promise<T>): Promise<readonly T[]> => {
  const queue = [...items];
  const done: T[] = [];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) done.push(await work(next));
  };
  await Promise.all([worker(), worker()]);
  return done;
};
