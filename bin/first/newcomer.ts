import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { treeAt } from '../house/tree.ts';

/** A machine that has never seen this project: fresh clone, empty npm cache, empty home, the system's own Node first. */
export interface Newcomer {
  readonly clone: string;
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  readonly leave: () => void;
}

const isOurs = (folder: string): boolean => folder.includes('node_modules');
/** The PATH of a user who has not heard of our Node. */
const systemPath = (): string =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !isOurs(folder))
    .join(delimiter);
export const systemNode = (): string =>
  execFileSync('node', ['--version'], { env: { ...process.env, PATH: systemPath() }, encoding: 'utf8' }).trim();

/** `dirty`: with what is not committed yet. */
export const newcomer = (root: string, dirty: boolean): Newcomer => {
  const at = mkdtempSync(join(tmpdir(), 'cordon-first-'));
  const [clone, cache, home] = [join(at, 'cordon'), join(at, 'cache'), join(at, 'home')];
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone]);
  for (const path of dirty ? treeAt(root).files : []) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    cpSync(join(root, path), join(clone, path));
  }
  mkdirSync(home);
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|CORDON_|CI$|NODE_OPTIONS$|INIT_CWD$)/i.test(name));
  return {
    clone,
    cache,
    env: { ...Object.fromEntries(kept), HOME: home, PATH: systemPath(), npm_config_cache: cache },
    leave: () => rmSync(at, { recursive: true, force: true }),
  };
};

export const megabytesIn = (folder: string): number => {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.round(files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / 1e6);
};
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

export interface Watched {
  readonly code: number | null;
  readonly seconds: number;
  /** The longest time without a character on either stream. */
  readonly silence: number;
  /** Seconds until npm had installed everything; undefined when nothing says so. */
  readonly installed: number | undefined;
  readonly ready: number | undefined;
  readonly text: string;
}

/** Ten minutes for one command, a slow line included. */
const LIMIT_SECONDS = 600;

/** Runs one command line as a user would type it; with `ready`, until that answers, and then ends it as Ctrl-C would. */
export const watch = (command: string, args: readonly string[], user: Newcomer, ready?: () => Promise<boolean>): Promise<Watched> =>
  new Promise((resolve) => {
    const began = performance.now();
    const now = () => (performance.now() - began) / 1000;
    let [last, silence, text] = [0, 0, ''];
    let installed: number | undefined;
    let readyAt: number | undefined;
    // A group of its own: ended as a whole, and nothing else is.
    const child = spawn(command, [...args], { cwd: user.clone, env: user.env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = (signal: NodeJS.Signals): void => {
      try {
        process.kill(-(child.pid ?? 0), signal);
      } catch {
        // It has ended by itself.
      }
    };
    const hear = (chunk: Buffer): void => {
      text += chunk.toString();
      silence = Math.max(silence, now() - last);
      last = now();
      if (installed === undefined && / (\d+)\/\1 +\d+ s/.test(text)) installed = now();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const stop = (): void => {
      if (readyAt !== undefined) return;
      readyAt = now();
      silence = Math.max(silence, now() - last);
      end('SIGINT');
      setTimeout(() => end('SIGKILL'), 10_000).unref();
    };
    const ask = setInterval(() => {
      if (now() > LIMIT_SECONDS) end('SIGKILL');
      if (ready === undefined || readyAt !== undefined) return;
      void ready().then((yes) => (yes ? stop() : undefined));
    }, 100);
    child.on('close', (code) => {
      clearInterval(ask);
      end('SIGKILL');
      resolve({
        code,
        seconds: now(),
        silence: Math.max(silence, readyAt === undefined ? now() - last : 0),
        installed,
        ready: readyAt,
        text,
      });
    });
  });
