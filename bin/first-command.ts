import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, megabytesIn, newcomer, systemNode, watch, type Newcomer, type Watched } from './first/newcomer.ts';

/** `npm run test:first-command [-- --dirty]`: each of the three first commands on a machine that has never seen the project. */
const { values } = parseArgs({ options: { dirty: { type: 'boolean', default: false } } });
const root = resolve(import.meta.dirname, '..');

/** Someone who sees nothing move for so long presses Ctrl-C. */
const SILENCE_SECONDS = 10;
/** The announced download may be off by a third: registries compress differently, packages differ by platform. */
const SIZE_TOLERANCE = 0.33;

interface Case {
  readonly name: string;
  readonly run: (user: Newcomer) => Promise<Watched>;
  /** What is wrong with the outcome, besides silence and size. */
  readonly objections: (watched: Watched) => readonly string[];
}
const exits0 = ({ code }: Watched): readonly string[] => (code === 0 ? [] : [`exit code ${code}`]);

const start = async (user: Newcomer): Promise<Watched> => {
  const [port, range] = [await freePort(), await freePort()];
  const env = { ...user.env, CORDON_PORT: String(port), CORDON_RANGE_PORT: String(range) };
  const healthy = () =>
    fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  return watch('npm', ['start'], { ...user, env }, healthy);
};
const CASES: readonly Case[] = [
  {
    name: 'npx cordon --version',
    run: (user) => watch('npx', ['cordon', '--version'], user),
    objections: (watched) => [...exits0(watched), ...(/^\d+\.\d+\.\d+/m.test(watched.text) ? [] : ['prints no version'])],
  },
  {
    name: 'npm start',
    run: start,
    objections: ({ ready, code }) => (ready === undefined ? [`never ready, exit code ${code}`] : []),
  },
  {
    name: 'npm test -- …',
    run: (user) => watch('npm', ['test', '--', '--testPathPatterns', 'house/generate'], user),
    objections: (watched) => [...exits0(watched), ...(/Tests: +\d+ passed/.test(watched.text) ? [] : ['no test passed'])],
  },
];

const inSeconds = (value: number | undefined): string => (value === undefined ? '–' : `${value.toFixed(1)} s`);
const row = (...cells: readonly string[]): string => [cells[0]?.padEnd(22), ...cells.slice(1).map((cell) => cell.padStart(11))].join('');

const tryOut = async ({ name, run, objections }: Case): Promise<readonly string[]> => {
  const user = newcomer(root, values.dirty);
  process.once('exit', user.leave);
  try {
    const watched = await run(user);
    const fetched = megabytesIn(join(user.cache, '_cacache'));
    const announced = Number(/about (\d+) MB/.exec(watched.text)?.[1]);
    const afterInstall = watched.ready === undefined || watched.installed === undefined ? undefined : watched.ready - watched.installed;
    console.log(
      row(
        name,
        inSeconds(watched.installed),
        inSeconds(afterInstall),
        inSeconds(watched.seconds),
        inSeconds(watched.silence),
        `${fetched} MB`,
      ),
    );
    const wrong = [
      ...objections(watched),
      ...(watched.silence > SILENCE_SECONDS ? [`silent for ${inSeconds(watched.silence)}`] : []),
      ...(Math.abs(fetched / announced - 1) < SIZE_TOLERANCE ? [] : [`announces ${announced} MB, fetches ${fetched} MB`]),
    ];
    if (wrong.length > 0) console.error(`\n${name}: ${wrong.join('; ')}\n${watched.text.slice(-4000)}\n`);
    return wrong;
  } finally {
    user.leave();
    process.off('exit', user.leave);
  }
};

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
console.log(
  `System Node ${systemNode()}, empty npm cache and home, fresh clone for each command${values.dirty ? ', uncommitted files included' : ''}.\n`,
);
console.log(row('first command', 'installed', 'then ready', 'in all', 'silence', 'fetched'));
let wrong = 0;
for (const each of CASES) wrong += (await tryOut(each)).length;
if (wrong > 0) process.exitCode = 1;
