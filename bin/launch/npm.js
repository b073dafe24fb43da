// Plain JavaScript, any Node >= 18: starts npm and follows what it says.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

/** Network trouble, as npm names it: worth trying again later. */
const NETWORK = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ERR_SOCKET_TIMEOUT',
]);
/** Until the first answer; after that npm's own time-outs hold. A machine without any network would else wait for minutes. */
const FIRST_ANSWER_SECONDS = 60;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** 1 s, then 10 s twice: about 20 s of trying. A value of the user's own (npmrc aside: environment) wins. */
const RETRIES = { fetch_retries: '3', fetch_retry_mintimeout: '1000', fetch_retry_maxtimeout: '10000' };

/**
 * npm as the user has it: the one that called us, under the Node it runs on. Under this project's Node it would lose the settings in the
 * global npmrc (registry, cafile), and node_modules/.bin disappears while npm works.
 */
const npmOf = (root, env) => {
  const outside = (env.PATH ?? env.Path ?? '').split(delimiter).filter((entry) => !entry.startsWith(join(root, 'node_modules')));
  const settings = Object.entries(RETRIES).map(([name, value]) => [`npm_config_${name}`, env[`npm_config_${name}`] ?? value]);
  const options = { env: { ...env, ...Object.fromEntries(settings), PATH: outside.join(delimiter) } };
  const script = env.npm_execpath ?? '';
  return /np[mx]-cli\.js$/.test(script)
    ? { file: env.npm_node_execpath ?? process.execPath, first: [script.replace(/npx-cli\.js$/, 'npm-cli.js')], options }
    : { file: 'npm', first: [], options: { ...options, shell: process.platform === 'win32' } };
};

/**
 * Runs npm. Calls `on.answered()` at each answer of the registry (npm asks twice per package: what is it, send it) and
 * `on.trouble({code, host})` at each failed try. Answers {ok, interrupted, network, said}: the signal that we got, if any; the last
 * network trouble, if that is why it failed; npm's errors.
 */
export const npm = (root, args, on) =>
  new Promise((resolve) => {
    const { file, first, options } = npmOf(root, process.env);
    const child = spawn(file, [...first, ...args, '--loglevel=http', '--no-progress', '--no-color'], {
      ...options,
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said = [];
    let network;
    let interrupted;
    const stop = (signal) => {
      interrupted = signal;
      child.kill(signal);
    };
    const watchdog = setTimeout(() => {
      network = { code: `no answer in ${FIRST_ANSWER_SECONDS} s`, host: 'the registry' };
      child.kill();
    }, FIRST_ANSWER_SECONDS * 1000);
    for (const signal of SIGNALS) process.on(signal, stop);
    const finish = (ok) => {
      clearTimeout(watchdog);
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve({ ok, interrupted, network, said: said.slice(0, 12) });
    };
    const read = (line) => {
      const failed = /^npm http fetch GET (\S+) attempt \d+ failed with (\S+)/.exec(line);
      if (failed !== null) {
        network = { code: failed[2], host: new URL(failed[1]).host };
        on.trouble(network);
      } else if (/^npm http (fetch GET 200|cache) /.test(line)) {
        clearTimeout(watchdog);
        on.answered();
      } else if (line.startsWith('npm error')) {
        const code = /^npm error code (\S+)/.exec(line)?.[1];
        if (code !== undefined && !NETWORK.has(code)) network = undefined;
        if (!/^npm error\s+at /.test(line)) said.push(line);
      }
    };
    createInterface({ input: child.stderr }).on('line', read);
    child.on('error', (error) => {
      said.push(`${file}: ${error.message}`);
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
