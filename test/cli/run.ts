import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
/** No command of these tests takes longer. */
const LIMIT_MILLISECONDS = 20_000;

export interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Until the first byte on either stream. */
  readonly firstMilliseconds: number;
}

export const newDataDir = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'cordon-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** What the launcher gives every command: what was compiled once is not compiled again. */
export const COMPILED: NodeJS.ProcessEnv =
  process.env.NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };

/** `cordon` as a real child process. */
export const cordon = async (
  args: readonly string[],
  dataDir: string,
  env: NodeJS.ProcessEnv = {},
  stdin?: string,
  interruptAt?: RegExp,
): Promise<Ran> => {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    env: { PATH: process.env.PATH, ...COMPILED, CORDON_DATA_DIR: dataDir, ...env },
    timeout: LIMIT_MILLISECONDS,
  });
  let [stdout, stderr, first] = ['', '', Number.NaN];
  const seen = () => {
    if (Number.isNaN(first)) first = performance.now() - begun;
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen();
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    seen();
    stderr += text;
    if (!child.killed && interruptAt?.test(stderr) === true) child.kill('SIGINT');
  });
  child.stdin.end(stdin ?? '');
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exit, stdout, stderr, firstMilliseconds: first };
};

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly as: string | undefined;
  readonly body: string;
}
export type Serve = (asked: Asked, response: ServerResponse) => void;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
};

/** A real HTTP server that says what a test tells it to, and writes the data directory's server.json. */
export const serving = async (
  serve: Serve,
  kind: 'SANDBOX' | 'LIVE' = 'SANDBOX',
): Promise<{ readonly dataDir: string; readonly asked: readonly Asked[]; readonly close: () => Promise<void> }> => {
  const dir = newDataDir();
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const header = (name: string) => request.headers[name]?.toString();
    const one = { method: request.method ?? '', path: request.url ?? '', key: header('authorization'), as: header('x-cordon-as'), body };
    asked.push(one);
    serve(one, response);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const place = { kind, company: 'Northbank', account: '111122223333', region: 'eu-west-1' };
  const file = { url: `http://127.0.0.1:${address.port}`, rangeUrl: '', key: 'k'.repeat(32), pid: process.pid, place };
  writeFileSync(join(dir.path, 'server.json'), JSON.stringify(file));
  return {
    dataDir: dir.path,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          dir.remove();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};

export const reply = (response: ServerResponse, body: object, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
