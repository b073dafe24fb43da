import { Argument, Command, Option } from 'commander';
import { numberOf, parseShortId, shortId } from '../core/report/short-id.ts';
import type { Invocation } from './invocation.ts';
import { usage } from './stop.ts';
import { ACTING, COMMON, EXITS, type CliVerb, type Positional, type VerbOption } from './verbs.ts';

const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const optionOf = ({ name, value, summary }: VerbOption): Option =>
  new Option(`--${name}${value === undefined ? '' : ` <${value}>`}`, summary);

/** `inc-1` is INC-1 on every surface; what may only be an id and is none is refused here, before anything is asked. */
const idOf = (text: string, { ids, idsOnly, summary, name }: Positional, help: string): string => {
  const [kind] = ids ?? [];
  if (kind === undefined) return text;
  const id = parseShortId(text);
  if (id !== undefined && ids?.includes(id.kind) === true) return shortId(id);
  if (idsOnly !== true) return text;
  const number = numberOf(kind, text);
  if (number === undefined) throw usage(`${text} is not an ${name} id such as ${summary}`, help);
  return shortId({ kind, number });
};

const invocation = (verb: CliVerb, given: readonly (string | undefined)[], options: Readonly<Record<string, unknown>>): Invocation => {
  const help = `npx cordon ${verb.name} --help`;
  const positional = verb.positional.flatMap((arg, at) => {
    const text = given[at];
    return text === undefined ? [] : [[arg.name, idOf(text, arg, help)] as const];
  });
  const named = verb.options.flatMap(({ name }) => {
    const value = options[camel(name.replace(/^no-/, ''))];
    const on = value === !name.startsWith('no-');
    const stated: string | boolean | undefined = typeof value === 'string' ? value : on ? true : undefined;
    return stated === undefined ? [] : [[name, stated] as const];
  });
  const { as, json } = options;
  return { verb, args: Object.fromEntries([...positional, ...named]), as: typeof as === 'string' ? as : undefined, json: json === true };
};

const after = ({ examples, exits }: CliVerb): string =>
  [
    '',
    'Examples:',
    ...examples.map((example) => `  npx cordon ${example}`),
    '',
    `Exit codes: ${exits.map((code) => `${code} ${EXITS[code] ?? ''}`).join(' · ')}`,
  ].join('\n');

const addVerb = (parent: Command, name: string, verb: CliVerb, run: (call: Invocation) => void): void => {
  const command = parent.command(name).description(verb.summary).addHelpText('after', after(verb));
  for (const { name: arg, summary, required } of verb.positional) {
    const argument = new Argument(arg, summary);
    command.addArgument(required ? argument.argRequired() : argument.argOptional());
  }
  const common = verb.offline ? COMMON : [ACTING, ...COMMON];
  for (const option of [...verb.options, ...common]) command.addOption(optionOf(option));
  command.action(() => run(invocation(verb, command.processedArgs, command.opts())));
};

/** Commander over the verb table. Errors are thrown; nothing but help and version is printed here. */
export const parse = (verbs: readonly CliVerb[], argv: readonly string[], version: string): Invocation | undefined => {
  let call: Invocation | undefined;
  const run = (parsed: Invocation) => {
    call = parsed;
  };
  const program = new Command('cordon')
    .description('Incident response for AI systems on AWS: decide, preserve, contain, ask, prove, undo.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  const families = new Map<string, Command>();
  for (const verb of verbs) {
    const [first = '', second] = verb.name.split(' ');
    if (second === undefined) addVerb(program, first, verb, run);
    else {
      const family =
        families.get(first) ??
        program.command(first).description(
          `${first}: ${verbs
            .filter(({ name }) => name.startsWith(`${first} `))
            .map(({ name }) => name.slice(first.length + 1))
            .join(', ')}`,
        );
      families.set(first, family);
      addVerb(family, second, verb, run);
    }
  }
  program.parse(argv, { from: 'user' });
  return call;
};
