import { spawn } from 'node:child_process';
import { accessSync, cpSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Final, Seen } from './sandbox-life.ts';
import type { NightName } from './sandbox-nights.ts';

const CHILD = join(import.meta.dirname, 'sandbox-child.ts');
/** An incident takes about a second of processor time; the machine may be busy. */
const MOST_MS = 120_000;

/** Memory where there is some: a thousand lives need not wear a disk. */
const place = (): string => {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
};
const fresh = (): string => mkdtempSync(join(place(), 'cordon-crash-'));
const remove = (directory: string): void => rmSync(directory, { recursive: true, force: true });

/** Compiled code is kept between lives: most of a life's second would be loading. */
const start = (cache: string, ...args: readonly string[]) =>
  spawn(process.execPath, [CHILD, ...args], {
    env: { ...process.env, NODE_COMPILE_CACHE: cache, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });

/** 'killed' by its own hook, or 'ended'; any other end is a failure of the test. */
const run = (cache: string, ...args: readonly string[]): Promise<'killed' | 'ended'> =>
  new Promise((resolve, reject) => {
    const child = start(cache, ...args);
    let said = '';
    child.stdout.resume();
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const bound = setTimeout(() => child.kill('SIGTERM'), MOST_MS);
    child.on('exit', (code, signal) => {
      clearTimeout(bound);
      if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve('ended');
      else reject(new Error(`${args.join(' ')}: exit ${code ?? signal}: ${said}`));
    });
  });

const json = (directory: string, file: string): unknown => JSON.parse(readFileSync(join(directory, file), 'utf8'));
const lines = (directory: string, file: string): readonly string[] => {
  try {
    return readFileSync(join(directory, file), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};

/** Keys of apply and undo calls, in the order in which they were begun. */
const begunIn = (directory: string): readonly string[] =>
  lines(directory, 'calls.log').flatMap((line) => (line.startsWith('begun ') ? [line.slice(6)] : []));
const lastBegun = (directory: string): readonly string[] => begunIn(directory).slice(-1);
const seenIn = (directory: string): readonly Seen[] => lines(directory, 'seen.log').map((line): Seen => JSON.parse(line));

export interface Reference {
  readonly final: Final;
  readonly seen: readonly Seen[];
  readonly points: readonly string[];
}
/** `again`: the hook at which it dies once more, of those that it passes while recovering; 0: it does not. */
export interface Death {
  readonly again?: number;
  readonly downSeconds?: number;
}
export interface Outcome {
  readonly at: number;
  readonly point: string;
  readonly final: Final;
  readonly seen: readonly Seen[];
  /** Keys of apply and undo calls that were begun more than once. */
  readonly repeated: readonly string[];
  /** The last such call that each process had begun when it died: the only one whose answer can have been lost. */
  readonly underWay: readonly string[];
}

/** Numbers may have gaps after a crash: INC-2 may be the first incident, A-4 the third approval. */
const unnumbered = <T>(final: T): T => JSON.parse(JSON.stringify(final).replaceAll(/\b(INC|A|E|C|T)-\d+/g, '$1-n'));

/** A stage with one process that recovers; `close` ends it and removes everything. */
export const openStage = async (night: NightName = 'answer') => {
  const root = fresh();
  const [seed, cache] = [join(root, 'seed'), join(root, 'cache')];
  await run(cache, 'seed', seed, night);
  const directoryFrom = (): string => {
    const directory = mkdtempSync(join(root, 'life-'));
    cpSync(seed, directory, { recursive: true });
    return directory;
  };

  const recoverer = () => {
    const child = start(cache, 'recover', night);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      recover: async (directory: string, downSeconds: number): Promise<void> => {
        const bound = setTimeout(() => child.kill('SIGTERM'), MOST_MS);
        child.stdin.write(`${directory} ${downSeconds}\n`);
        const { value } = await answers.next();
        clearTimeout(bound);
        if (value !== 'recovered') throw new Error(`${directory}: ${value ?? 'the recovering process ended'} ${said}`);
      },
      close: () => void child.stdin.end(),
    };
  };
  type Recoverer = ReturnType<typeof recoverer>;

  const reference = async (): Promise<Reference> => {
    const directory = directoryFrom();
    await run(cache, 'live', night, directory, '0');
    return {
      final: unnumbered(json(directory, 'final.json') as Final),
      seen: seenIn(directory),
      points: json(directory, 'points.json') as string[],
    };
  };

  /** Dies at one hook (and, when asked, once more while recovering), and is taken up by a process that never knew it. Undefined: it ended before. */
  const killed = async (at: number, by: Recoverer, { again = 0, downSeconds = 1 }: Death = {}): Promise<Outcome | undefined> => {
    const directory = directoryFrom();
    try {
      if ((await run(cache, 'live', night, directory, String(at))) === 'ended') return undefined;
      const point = readFileSync(join(directory, 'killed'), 'utf8');
      const underWay = [...lastBegun(directory)];
      if (again > 0 && (await run(cache, 'live', night, directory, String(again))) === 'killed') underWay.push(...lastBegun(directory));
      await by.recover(directory, downSeconds);
      const begun = begunIn(directory);
      const repeated = [...new Set(begun.filter((key, index) => begun.indexOf(key) !== index))];
      return { at, point, final: unnumbered(json(directory, 'final.json') as Final), seen: seenIn(directory), repeated, underWay };
    } catch (thrown) {
      const when = `killed at hook ${at}${again > 0 ? ` and at ${again} while recovering` : ''}`;
      throw new Error(`${when}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
    } finally {
      remove(directory);
    }
  };
  return { reference, killed, recoverer, close: () => remove(root) };
};

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Runs `work` for every item, `width` at a time, each worker with a process of its own that recovers. */
export const manyAtATime = async (
  stage: Stage,
  width: number,
  items: readonly number[],
  work: (item: number, by: ReturnType<typeof stage.recoverer>) => Promise<void>,
): Promise<void> => {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    const by = stage.recoverer();
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next, by);
    } finally {
      by.close();
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
};
