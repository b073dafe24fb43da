import { didYouMean } from '../playbook/nearest.ts';
import { numberOf, parseShortId, shortId } from '../report/short-id.ts';
import type { Arg, ArgsOf, ArgValue, Entry, TypedArgsOf } from './entry.ts';

/** `why` follows the name of the verb: `deny needs reason: a sentence; it is kept`. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };
type Given = Readonly<Record<string, unknown>>;

/** Longer than any id with the white space around it. */
const ID_LENGTH = 32;
const SHOWN = 64;
const needs = ({ name, summary }: Arg): string => `needs ${name}: ${summary}`;
const good = (value: ArgValue): Read<ArgValue> => ({ ok: true, value });
const wrong = (wanted: string, { name }: Arg, given: unknown): Read<never> => {
  const instead = typeof given === 'string' || typeof given === 'number' ? `, not ${String(given).slice(0, SHOWN)}` : '';
  return { ok: false, why: `takes ${wanted} as ${name}${instead}` };
};

const readText = (arg: Extract<Arg, { kind: 'text' }>, given: string): Read<ArgValue> => {
  const text = arg.trim === true ? given.trim() : given;
  if (text.length < (arg.min ?? 0)) return { ok: false, why: needs(arg) };
  if (text.length > arg.max) return { ok: false, why: `takes at most ${arg.max} characters as ${arg.name}, not ${text.length}` };
  const id = parseShortId(text);
  return good(id !== undefined && arg.ids?.includes(id.kind) === true ? shortId(id) : text);
};

/** Texts are what people type; programs may give a number as a number. */
const readValue = (arg: Arg, given: unknown): Read<ArgValue> => {
  switch (arg.kind) {
    case 'text':
      return typeof given === 'string' ? readText(arg, given) : wrong('text', arg, given);
    case 'id': {
      const number = typeof given === 'string' && given.length <= ID_LENGTH ? numberOf(arg.of, given) : undefined;
      return number === undefined ? wrong(`an id such as ${arg.of}-1`, arg, given) : good(number);
    }
    case 'choice': {
      const found = arg.choices.find((choice) => choice === given);
      if (found !== undefined) return good(found);
      const text = typeof given === 'string' ? given.slice(0, SHOWN) : 'that';
      return { ok: false, why: `does not know ${text} as ${arg.name}. ${didYouMean(text, arg.choices, arg.name)}` };
    }
    case 'integer': {
      const number = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given;
      return typeof number === 'number' && Number.isInteger(number) && number >= arg.min && number <= arg.max
        ? good(number)
        : wrong(`a number from ${arg.min} to ${arg.max}`, arg, given);
    }
    case 'switch':
      return typeof given === 'boolean' ? good(given) : wrong('true or false', arg, given);
  }
};

const whenLeftOut = (arg: Arg): Read<ArgValue> | undefined => {
  if (arg.kind === 'switch') return good(false);
  const otherwise = arg.kind === 'choice' || arg.kind === 'integer' ? arg.otherwise : undefined;
  return otherwise === undefined ? undefined : good(otherwise);
};

/** `T`: what the entries of `args` say; see ArgsOf. */
const readAll = <T extends object>(args: readonly Arg[], given: Given): Read<T> => {
  const known = args.map(({ name }) => name);
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined)
    return { ok: false, why: `does not know ${unknown.slice(0, SHOWN)}. ${didYouMean(unknown, known, 'argument')}` };
  const values: Record<string, ArgValue> = {};
  for (const arg of args) {
    const stated = given[arg.name];
    const value = stated === undefined ? whenLeftOut(arg) : readValue(arg, stated);
    if (value?.ok === false) return value;
    if (value !== undefined) values[arg.name] = value.value;
  }
  const lacking = args.filter(({ name, required }) => required === true && !(name in values));
  // Every value was read by its entry; the type checker cannot follow a loop from the entries to the type that is made from them.
  const isWhole = (read: object): read is T => read === values && lacking.length === 0;
  return isWhole(values) ? { ok: true, value: values } : { ok: false, why: lacking.map(needs).join('; ') };
};

/** What a program may give a verb: everything but what means something in a terminal only. */
export const argsFor = ({ positional, options }: Entry): readonly Arg[] => [
  ...positional,
  ...options.filter(({ cliOnly }) => cliOnly !== true),
];

/** Judges what came from outside. What is not in the entry, too long, of another kind or missing is refused, with its name. */
export const readArgs = <E extends Entry>(entry: E, given: Given): Read<ArgsOf<E>> => readAll(argsFor(entry), given);
/** The same for what somebody typed in a terminal. */
export const readTypedArgs = <E extends Entry>(entry: E, given: Given): Read<TypedArgsOf<E>> =>
  readAll([...entry.positional, ...entry.options], given);

/** May it change something? Then a person must have asked for it, and without an answer its outcome is unknown. */
export const mayAct = ({ where, options }: Entry, given: Given): boolean =>
  where === 'act' && !options.some((option) => option.kind === 'switch' && option.onlyLooks === true && given[option.name] === true);
