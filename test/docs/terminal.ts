import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

export interface Told {
  readonly exit: number | null;
  /** Both streams, as a terminal shows them. */
  readonly output: string;
  /** The longest time without a word. */
  readonly silentMilliseconds: number;
}
/** One command of a walk-through may take this long, and no longer. */
const LIMIT_MILLISECONDS = 90_000;

/** Ports that are free now. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};

interface Spoken {
  readonly text: () => string;
  readonly silent: () => number;
}
const listen = (child: ReturnType<typeof spawn>): Spoken => {
  let [text, last, silent] = ['', performance.now(), 0];
  const hear = (piece: string) => {
    text += piece;
    silent = Math.max(silent, performance.now() - last);
    last = performance.now();
  };
  child.stdout?.setEncoding('utf8').on('data', hear);
  child.stderr?.setEncoding('utf8').on('data', hear);
  return { text: () => text, silent: () => Math.max(silent, performance.now() - last) };
};

/** A line as somebody would type it. */
export const type = async (command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Told> => {
  const child = spawn('sh', ['-c', `exec 2>&1; ${command}`], { cwd, env, timeout: LIMIT_MILLISECONDS, stdio: ['ignore', 'pipe', 'pipe'] });
  const heard = listen(child);
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exit, output: heard.text(), silentMilliseconds: heard.silent() };
};

export interface Background {
  readonly output: () => string;
  readonly stop: () => Promise<number | null>;
}
/** A line that goes on running; answers when it has said `ready`. */
export const leave = async (command: string, ready: RegExp, cwd: string, env: NodeJS.ProcessEnv): Promise<Background> => {
  // Its own process group, so that everything it started ends with it.
  const child = spawn('sh', ['-c', `exec 2>&1; ${command}`], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const heard = listen(child);
  let exited: number | null | undefined;
  const closed = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      exited = code;
      resolve(code);
    }),
  );
  const stop = async () => {
    if (exited === undefined && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    return closed;
  };
  for (const begun = performance.now(); !ready.test(heard.text()); ) {
    const late = performance.now() - begun > LIMIT_MILLISECONDS;
    if (late || exited !== undefined) {
      await stop();
      throw new Error(`${command} ${late ? 'is not ready' : `ended with ${exited}`}:\n${heard.text()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { output: heard.text, stop };
};
