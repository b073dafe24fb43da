import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import type { TypedArgsOf } from '../core/verb/entry.ts';
import { VERBS, type HereName, type TABLE } from '../core/verb/table.ts';
import type { HandlerOf, Invocation, Surroundings } from './invocation.ts';
import { createOutput, refusalData, type Output } from './output.ts';
import { parse } from './parser.ts';
import { Stop, usage, type Refusal } from './stop.ts';

/** The verbs that are not the server's alone: those of this process, and three of the server's that begin here, with a file or a profile. */
type OwnName = HereName | 'playbook lint' | 'playbook plan' | 'send';
// Each verb's code is imported when that verb is called: the first line must be there within 300 ms, and most verbs need little.
const HANDLERS: { readonly [N in OwnName]: () => Promise<HandlerOf<N>> } = {
  start: async () => (await import('./start.ts')).start,
  send: async () => (await import('./send.ts')).send,
  explain: async () => (await import('./explain.ts')).explain,
  'playbook lint': async () => (await import('./playbook-lint.ts')).playbookLint,
  'playbook plan': async () => (await import('./playbook-plan.ts')).playbookPlan,
  'playbook test': async () => (await import('./playbook-test.ts')).playbookTest,
  'playbook new': async () => (await import('./playbook-new.ts')).playbookNew,
  'playbook publish': async () => (await import('./playbook-publish.ts')).playbookPublish,
  'playbook diff': async () => (await import('./playbook-diff.ts')).playbookDiff,
  'playbook export': async () => (await import('./playbook-export.ts')).playbookExport,
  'exercise list': async () => (await import('./exercise.ts')).exerciseList,
  'exercise run': async () => (await import('./exercise.ts')).exerciseRun,
  'exercise test': async () => (await import('./exercise-test.ts')).exerciseTest,
  'exercise report': async () => (await import('./exercise.ts')).exerciseReport,
  calibrate: async () => (await import('./calibrate.ts')).calibrate,
  'range serve': async () => (await import('./range-serve.ts')).rangeServe,
  'slack manifest': async () => (await import('./slack-manifest.ts')).slackManifest,
  whoami: async () => (await import('./whoami.ts')).whoami,
};
const isOwn = (name: string): name is OwnName => Object.hasOwn(HANDLERS, name);
/** The parser read the arguments by the entry of the verb that was typed. */
const isFor = <N extends OwnName>(call: Invocation, name: N): call is Invocation<TypedArgsOf<(typeof TABLE)[N]>> => call.verb.name === name;
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- N ties the arguments to their handler
const runOwn = async <N extends OwnName>(name: N, call: Invocation, out: Output, around: Surroundings): Promise<number> => {
  if (!isFor(call, name)) throw new Error(`${call.verb.name} is not ${name}`);
  return (await HANDLERS[name]())(call, out, around);
};
const run = async (call: Invocation, out: Output, around: Surroundings): Promise<number> =>
  isOwn(call.verb.name) ? runOwn(call.verb.name, call, out, around) : (await import('./command.ts')).command(call, out, around);

/** Undefined: help or the version was printed, and that was all. */
const refusalFor = (thrown: unknown, argv: readonly string[]): Refusal | undefined => {
  if (thrown instanceof Stop) return thrown.refusal;
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return undefined;
    const message = thrown.code === 'commander.help' ? 'A command is missing' : thrown.message.replace(/^error: /, '');
    const verb = VERBS.find(({ name }) => `${argv.join(' ')} `.startsWith(`${name} `));
    return usage(message.replace(/\s*\n\s*/g, ' '), `npx cordon ${verb === undefined ? '' : `${verb.name} `}--help`).refusal;
  }
  const why = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return {
    exit: 1,
    code: 'bug',
    message: `Cordon failed unexpectedly: ${why}`,
    hint: 'This is a fault of Cordon',
    effect: 'unknown',
    next: 'npx cordon status',
  };
};

const surroundings = (env: NodeJS.ProcessEnv): Surroundings => {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const file: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = typeof file === 'object' && file !== null && 'version' in file ? String(file.version) : '0';
  return {
    root,
    version,
    dataDir: resolve(env.CORDON_DATA_DIR ?? join(root, '.cordon')),
    port: Number(env.CORDON_PORT ?? 4310),
    rangePort: Number(env.CORDON_RANGE_PORT ?? 4311),
  };
};

export const main = async (argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> => {
  const json = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined).includes('--json');
  const out = createOutput(json, process.stdout, process.stderr);
  // A reader that has seen enough (`| head`) is not a failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    const around = surroundings(env);
    const call = parse(VERBS, argv, around.version);
    return call === undefined ? 0 : await run(call, out, around);
  } catch (thrown) {
    const refusal = refusalFor(thrown, argv);
    if (refusal === undefined) return 0;
    out.data(refusalData(refusal));
    out.refuse(refusal);
    return refusal.exit;
  }
};

if (import.meta.main) process.exitCode = await main(process.argv.slice(2), process.env);
