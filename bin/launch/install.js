// Plain JavaScript, any Node >= 18: brings node_modules to what is wanted, tells the user what it does, or says why not.
import { constants } from 'node:os';
import { npm } from './npm.js';
import { progress } from './progress.js';
import { takeTurn } from './turn.js';
import { installed, neverInstalled, node24, ownNodeVersion, removeStamp, wanted, writeStamp } from './wanted.js';

/** Exit code for "try again later" (sysexits.h EX_TEMPFAIL), as in every Cordon command. */
const TEMPORARY = 75;
/** Download with an empty cache on linux-x64, npm 11, 2026-11; about half of it is Node. `npm run test:first-command` fails when it is far off. */
const MEGABYTES = { server: 110, all: 340 };

const say = (text) => process.stderr.write(`${text}\n`);
/** The command the user typed, ready to be pasted. */
const again = (env, args) => {
  const tail = args.length > 0 ? ` ${args.map((arg) => (/^[\w./:=@-]+$/.test(arg) ? arg : JSON.stringify(arg))).join(' ')}` : '';
  const script = env.npm_lifecycle_event;
  if (script === 'start' || script === 'test') return `npm ${script}`;
  if (script !== undefined && script !== 'npx') return `npm run ${script}`;
  return `npx cordon${tail}`;
};
const stop = (lines, code) => {
  for (const line of lines) say(line);
  process.exit(code);
};

const stepFrom = (have, want) => (have === 'server' ? 'rest' : want);
const FETCHING = {
  server: { what: 'what the server needs', megabytes: MEGABYTES.server },
  all: { what: 'what server, tests and tools need', megabytes: MEGABYTES.all },
  rest: { what: 'what tests and tools need besides', megabytes: MEGABYTES.all - MEGABYTES.server },
};
const announce = (root, want, have, count) => {
  const { what, megabytes } = FETCHING[stepFrom(have, want)];
  const opening = neverInstalled(root) ? 'Cordon: first start. Fetching' : 'Cordon: fetching';
  say(`\n${opening} ${what}: ${count} package${count === 1 ? '' : 's'}, about ${megabytes} MB, once.`);
};
const introduceNode = (root) => {
  const own = ownNodeVersion(root);
  if (own !== undefined) say(`Your Node is ${process.versions.node}; Cordon brings its own ${own} and leaves yours alone.\n`);
};

/** The whole set beside a running server: add what is missing, take nothing away. Else from scratch, exactly as locked. */
const npmArgs = (want, have) =>
  have === 'server'
    ? ['install', '--no-save', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
    : ['ci', want === 'server' ? '--omit=dev' : '--include=dev', '--include=optional', '--no-audit', '--no-fund'];

const explain = (result, command) =>
  result.network === undefined
    ? [
        '',
        'Cordon could not install its packages. npm says:',
        ...result.said.map((line) => `  ${line}`),
        '',
        'Then try again:',
        `    ${command}`,
      ]
    : [
        '',
        `Cordon could not fetch its packages: ${result.network.host} does not answer (${result.network.code}).`,
        'Nothing outside node_modules was changed. When you are online again:',
        `    ${command}`,
      ];

const fetchAll = async (root, want, args) => {
  const have = installed(root);
  if (have === want || have === 'all') return;
  const there = have === undefined ? new Set() : new Set(wanted(root, have));
  const count = wanted(root, want).filter((path) => !there.has(path)).length;
  announce(root, want, have, count);
  removeStamp(root);
  const bar = progress(count);
  const result = await npm(root, npmArgs(want, have), {
    answered: bar.half,
    trouble: ({ code, host }) => bar.note(`${host}: ${code}, trying again`),
  });
  bar.end(result.ok);
  if (result.interrupted !== undefined) process.exit(128 + constants.signals[result.interrupted]);
  if (!result.ok) stop(explain(result, again(process.env, args)), TEMPORARY);
  introduceNode(root);
  writeStamp(root, want);
};

/** Makes sure that `want` is installed and answers the Node 24 to run; ends the process with a reason if that cannot be. */
export const ensureInstalled = async (root, want, args) => {
  const have = installed(root);
  if (have !== want && have !== 'all') {
    let told = Number.NEGATIVE_INFINITY;
    const giveBack = await takeTurn(root, (pid) => {
      if (Date.now() - told < 5000) return;
      say(told > 0 ? '  still waiting' : `Cordon: another terminal (pid ${pid}) is installing; waiting for it.`);
      told = Date.now();
    });
    if (giveBack === 'not-writable') {
      stop([`Cordon cannot write to ${root}. Copy the folder to where you may write, then:`, `    ${again(process.env, args)}`], TEMPORARY);
    }
    if (giveBack === undefined) {
      stop(['Cordon: another installation did not end in 20 minutes. Try again:', `    ${again(process.env, args)}`], TEMPORARY);
    }
    process.once('exit', giveBack);
    await fetchAll(root, want, args);
    giveBack();
    process.off('exit', giveBack);
  }
  const node = node24(root);
  if (node === undefined) {
    stop(
      [`Cordon has no Node 24 for ${process.platform}-${process.arch}. Install Node 24 or newer, then:`, `    ${again(process.env, args)}`],
      1,
    );
  }
  return node;
};
