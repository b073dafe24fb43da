import type { Arg, Verb, VerbOption } from '../core/verb/entry.ts';
import { EXITS } from '../core/verb/exits.ts';
import { saidOf } from '../core/verb/said.ts';
import { commonOptions } from './common-options.ts';

/** `<>|` would be markup in a table cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const flag = (option: VerbOption): string => `--${option.name}${option.kind === 'switch' ? '' : ` ${option.value.toUpperCase()}`}`;
const inUsage = (text: string, { required }: Arg): string => (required === true ? text : `[${text}]`);

const usage = ({ name, positional, options }: Verb): string =>
  [
    `cordon ${name}`,
    ...positional.map((arg) => inUsage(arg.name.toUpperCase(), arg)),
    ...options.map((option) => inUsage(flag(option), option)),
  ].join(' ');

const meaning = (arg: Arg): string => `${cell(saidOf(arg))}${arg.required === true ? '' : ' (may be left out)'}`;
const choices = (args: readonly Arg[]): readonly string[] =>
  args.flatMap((arg) => (arg.kind === 'choice' ? ['', `${arg.name.toUpperCase()} is one of ${arg.choices.join(', ')}.`] : []));

const section = (verb: Verb): readonly string[] => {
  const options = [...verb.options, ...commonOptions(verb)];
  return [
    `## cordon ${verb.name}`,
    '',
    verb.summary,
    '',
    '```',
    usage(verb),
    '```',
    '',
    '| argument | meaning |',
    '|---|---|',
    ...verb.positional.map((arg) => `| ${arg.name.toUpperCase()} | ${meaning(arg)} |`),
    ...options.map((option) => `| \`${flag(option)}\` | ${cell(saidOf(option))}${option.required === true ? ' (must be given)' : ''} |`),
    ...choices([...verb.positional, ...options]),
    '',
    `Exit codes: ${verb.exits.map((code) => `${code} ${EXITS[code]}`).join(' · ')}`,
    '',
    'Examples:',
    '',
    ...verb.examples.map((example) => `- \`npx cordon ${example}\``),
    '',
  ];
};

/** docs/reference/cli.md. */
export const cliReference = (verbs: readonly Verb[]): string =>
  [
    '# Command line',
    '',
    'Generated from `core/verb/`. The first line of every answer, on standard error, says where you are. The last line is one command to go on with.',
    'Ids such as `INC-1`, `A-1` and `E-1` are understood in any case. `NO_COLOR` is honoured.',
    '',
    'With `--json`, standard output holds one object: `schemaVersion`, the data of the answer, and `next`; or',
    '`{"schemaVersion":1,"error":{"code","message","hint","effect"}}`, where `effect` says whether anything changed: `no-change`, `changed` or `unknown`.',
    '',
    '| exit code | meaning |',
    '|---|---|',
    ...Object.entries(EXITS).map(([code, meaning]) => `| ${code} | ${cell(meaning)} |`),
    '',
    ...verbs.flatMap(section),
  ].join('\n');
