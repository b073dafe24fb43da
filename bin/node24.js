#!/usr/bin/env node
// Plain JavaScript, any Node >= 18: installs what is missing, then runs the arguments under the project's own Node 24.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './launch/install.js';

export const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));

/** On a terminal Ctrl-C reaches the child by itself; sent twice it would cut short an orderly end. */
const forwarded = () => (process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT']);

/** What was compiled once is not compiled again: halves the start of most commands. Kept with the packages, so that it goes with them. */
const environment = () => ({ NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'), ...process.env });

/** Same input, output, working directory, signals and exit code as if the user had started Node 24 himself. */
export const run = async (args, set, typed) => {
  const node = await ensureInstalled(root, set, typed);
  // jest's and sqlite's ExperimentalWarning tell a user nothing that he could act on.
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: 'inherit',
    env: { ...environment(), PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
  });
  for (const signal of forwarded()) process.on(signal, () => child.kill(signal));
  if (process.stdin.isTTY) process.on('SIGINT', () => {});
  child.on('error', (error) => {
    process.stderr.write(`Cordon cannot start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
};

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  await run(process.argv.slice(2), 'all', []);
}
