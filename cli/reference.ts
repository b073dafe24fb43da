import { ACTING, COMMON, EXITS, type CliVerb, type VerbOption } from './verbs.ts';

/** `<>|` would be markup in a table cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const flag = ({ name, value }: VerbOption): string => `--${name}${value === undefined ? '' : ` ${value.toUpperCase()}`}`;

const usage = ({ name, positional, options }: CliVerb): string =>
  [
    `cordon ${name}`,
    ...positional.map((arg) => (arg.required ? arg.name.toUpperCase() : `[${arg.name.toUpperCase()}]`)),
    ...options.map((option) => `[${flag(option)}]`),
  ].join(' ');

const section = (verb: CliVerb): readonly string[] => {
  const options = [...verb.options, ...(verb.offline ? [] : [ACTING])];
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
    ...verb.positional.map(
      ({ name, summary, required }) => `| ${name.toUpperCase()} | ${cell(summary)}${required ? '' : ' (may be left out)'} |`,
    ),
    ...[...options, ...COMMON].map((option) => `| \`${flag(option)}\` | ${cell(option.summary)} |`),
    '',
    `Exit codes: ${verb.exits.map((code) => `${code} ${EXITS[code] ?? ''}`).join(' · ')}`,
    '',
    'Examples:',
    '',
    ...verb.examples.map((example) => `- \`npx cordon ${example}\``),
    '',
  ];
};

/** docs/reference/cli.md. */
export const cliReference = (verbs: readonly CliVerb[]): string =>
  [
    '# Command line',
    '',
    'Generated from `cli/verbs.ts`. The first line of every answer, on standard error, says where you are. The last line is one command to go on with.',
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
