import type { Arg, VerbOption } from './entry.ts';

/** `--target <name>`, `--human`. */
export const flagOf = (option: VerbOption): string =>
  option.kind === 'switch' ? `--${option.name}` : `--${option.name} <${option.value}>`;

/** What an argument means, with what holds when it is left out. */
export const saidOf = (arg: Arg): string =>
  'otherwise' in arg && arg.otherwise !== undefined ? `${arg.summary} (${arg.otherwise})` : arg.summary;
