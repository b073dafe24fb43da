import type { Arg, Verb } from '../../core/verb/entry.ts';
import { argsFor } from '../../core/verb/read-args.ts';
import { flagOf, saidOf } from '../../core/verb/said.ts';

const placed = ({ name, required }: Arg): string => (required === true ? `<${name}>` : `[${name}]`);
const usage = ({ name, positional, options }: Verb): string =>
  ['/cordon', name, ...positional.map(placed), ...options.filter(({ required }) => required === true).map(flagOf)].join(' ');

const rowOf = (arg: Arg, shown: string): string => `  ${shown}  ${saidOf(arg)}${arg.required === true ? '' : ' (may be left out)'}`;
const choicesOf = (arg: Arg): readonly string[] => (arg.kind === 'choice' ? [`    ${arg.choices.join(', ')}`] : []);

/** One verb with everything that it takes. */
const aboutLines = (verb: Verb): readonly string[] => {
  const known = argsFor(verb);
  return [
    usage(verb),
    `  ${verb.summary}`,
    ...verb.positional.map((arg) => rowOf(arg, `<${arg.name}>`)),
    ...verb.options.filter((option) => known.includes(option)).flatMap((option) => [rowOf(option, flagOf(option)), ...choicesOf(option)]),
  ];
};

/** All verbs in one list, in the order of the table, or one of them. */
export const helpLines = (verbs: readonly Verb[], about: Verb | undefined): readonly string[] => {
  if (about !== undefined) return aboutLines(about);
  const rows = [
    ['/cordon help [verb]', 'Say what can be typed here, or what one verb takes.'],
    ...verbs.map((verb) => [usage(verb), verb.summary]),
  ];
  const width = Math.max(...rows.map(([typed = '']) => typed.length));
  return rows.map(([typed = '', summary = '']) => `${typed.padEnd(width)}  ${summary}`);
};
