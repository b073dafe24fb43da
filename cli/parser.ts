import { Argument, Command, Option } from 'commander';
import { paragraph } from '../core/report/layout.ts';
import { shortId } from '../core/report/short-id.ts';
import type { ArgValue, Verb, VerbOption } from '../core/verb/entry.ts';
import { EXITS } from '../core/verb/exits.ts';
import { readTypedArgs } from '../core/verb/read-args.ts';
import { flagOf, saidOf } from '../core/verb/said.ts';
import { commonOptions } from './common-options.ts';
import type { Invocation } from './invocation.ts';
import { usage } from './stop.ts';

const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const optionOf = (option: VerbOption): Option => new Option(flagOf(option), saidOf(option)).makeOptionMandatory(option.required === true);

/** What was typed, by the names of the table; undefined: was not. Commander turns `--no-follow` round. */
const typedIn = (
  verb: Verb,
  given: readonly (string | undefined)[],
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(verb.positional.map(({ name }, at) => [name, given[at]])),
  ...Object.fromEntries(
    verb.options.map(({ name, kind }) => {
      const value = options[camel(name.replace(/^no-/, ''))];
      return [name, kind !== 'switch' ? value : value === !name.startsWith('no-') ? true : undefined];
    }),
  ),
});

const invocation = (verb: Verb, given: readonly (string | undefined)[], options: Readonly<Record<string, unknown>>): Invocation => {
  const read = readTypedArgs<Verb>(verb, typedIn(verb, given, options));
  if (!read.ok) throw usage(`${verb.name} ${read.why}`, `npx cordon ${verb.name} --help`);
  const values: Readonly<Record<string, ArgValue | undefined>> = read.value;
  // An id goes on in the form that people read, not as a bare number.
  const ids = verb.positional.flatMap((arg) => {
    const number = values[arg.name];
    return arg.kind === 'id' && typeof number === 'number' ? [[arg.name, shortId({ kind: arg.of, number })] as const] : [];
  });
  const { as, json } = options;
  return { verb, args: { ...values, ...Object.fromEntries(ids) }, as: typeof as === 'string' ? as : undefined, json: json === true };
};

/** Columns of Commander's own help. */
const HELP_WIDTH = 80;
const choices = ({ positional, options }: Verb): readonly string[] =>
  [...positional, ...options].flatMap((arg) =>
    arg.kind === 'choice' ? ['', ...paragraph(`${arg.name.toUpperCase()} is one of ${arg.choices.join(', ')}.`, HELP_WIDTH)] : [],
  );
const after = (verb: Verb): string =>
  [
    ...choices(verb),
    '',
    'Examples:',
    ...verb.examples.map((example) => `  npx cordon ${example}`),
    '',
    `Exit codes: ${verb.exits.map((code) => `${code} ${EXITS[code]}`).join(' · ')}`,
  ].join('\n');

const addVerb = (parent: Command, name: string, verb: Verb, run: (call: Invocation) => void): void => {
  const command = parent.command(name).description(verb.summary).addHelpText('after', after(verb));
  for (const { name: arg, summary, required } of verb.positional) {
    const argument = new Argument(arg, summary);
    command.addArgument(required === true ? argument.argRequired() : argument.argOptional());
  }
  for (const option of [...verb.options, ...commonOptions(verb)]) command.addOption(optionOf(option));
  command.action(() => run(invocation(verb, command.processedArgs, command.opts())));
};

/** Commander over the verb table. Errors are thrown; nothing but help and version is printed here. */
export const parse = (verbs: readonly Verb[], argv: readonly string[], version: string): Invocation | undefined => {
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
