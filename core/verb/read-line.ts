import type { JsonObject } from '../json.ts';
import { didYouMean } from '../playbook/nearest.ts';
import type { Verb } from './entry.ts';
import { argsFor, readArgs } from './read-args.ts';
import { routeOf } from './table.ts';

/** What a typed line asks for; refusals without the name of the surface. */
export type ReadLine =
  | { readonly kind: 'verb'; readonly verb: Verb; readonly route: string; readonly args: JsonObject }
  /** `about`: the verb whose help says more. */
  | { readonly kind: 'refused'; readonly why: string; readonly about?: string };

export interface Token {
  readonly text: string;
  readonly quoted: boolean;
}
/** What telephones make of quotes and of two hyphens. */
const plainKeys = (text: string): string =>
  text
    .replaceAll(/[\u201c\u201d\u201e]/g, '"')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/(^|\s)[\u2013\u2014](?=[a-z])/g, '$1--');

/** Words, and what stands between double quotes. A quote inside a word is an ordinary character. */
export const tokensOf = (text: string): readonly Token[] =>
  [...plainKeys(text).matchAll(/"([^"]*)"(?=\s|$)|(--[a-z-]+=)"([^"]*)"(?=\s|$)|(\S+)/g)].map(([, quoted, flag, value, word]) =>
    quoted !== undefined
      ? { text: quoted, quoted: true }
      : { text: flag === undefined ? (word ?? '') : `${flag}${value ?? ''}`, quoted: false },
  );

const argumentsOf = (verb: Verb, tokens: readonly Token[]): ReadLine => {
  const refused = (why: string): ReadLine => ({ kind: 'refused', why, about: verb.name });
  const args = argsFor(verb);
  const options = new Map(verb.options.filter((option) => args.includes(option)).map((option) => [option.name, option]));
  const named: [string, string | boolean][] = [];
  const rest: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const { text, quoted } = tokens[at] ?? { text: '', quoted: true };
    const [, name, , value] = (!quoted && /^--([a-z][a-z-]*)(=(.*))?$/s.exec(text)) || [];
    if (name === undefined) {
      rest.push(text);
      continue;
    }
    const option = options.get(name);
    if (option === undefined) return refused(`${verb.name} does not know --${name}. ${didYouMean(name, options.keys(), 'such option')}`);
    if (option.kind === 'switch') named.push([name, true]);
    else {
      const given = value ?? tokens[(at += 1)]?.text;
      if (given === undefined) return refused(`--${name} needs a value: ${option.summary}`);
      named.push([name, given]);
    }
  }
  // The last one takes all that is left: nobody quotes a sentence at three in the morning.
  const last = verb.positional.length - 1;
  const placed = verb.positional.flatMap(({ name }, index) => {
    const text = index === last ? rest.slice(index).join(' ') : rest[index];
    return text === undefined || text === '' ? [] : [[name, text] as const];
  });
  if (last < 0 && rest.length > 0) return refused(`${verb.name} takes no words: ${rest.join(' ').slice(0, 100)}`);
  const given = Object.fromEntries([...placed, ...named]);
  const read = readArgs(verb, given);
  return read.ok ? { kind: 'verb', verb, route: routeOf(verb.name), args: given } : refused(`${verb.name} ${read.why}`);
};

/** The verb that a line begins with: the longer name first. */
export const verbIn = (verbs: readonly Verb[], [first, second]: readonly Token[]): Verb | undefined => {
  const [one, two] = [first?.text.toLowerCase() ?? '', second?.text.toLowerCase() ?? ''];
  return verbs.find(({ name }) => name === `${one} ${two}`) ?? verbs.find(({ name }) => name === one);
};

/** A typed line as a verb of the table and its arguments: chat and exercises read it alike. */
export const readLine = (tokens: readonly Token[], verbs: readonly Verb[]): ReadLine => {
  const verb = verbIn(verbs, tokens);
  if (verb !== undefined) return argumentsOf(verb, tokens.slice(verb.name.split(' ').length));
  const first = tokens[0]?.text.toLowerCase() ?? '';
  const names = verbs.map(({ name }) => name);
  const family = names.filter((name) => name.startsWith(`${first} `));
  const [about] = family;
  if (about !== undefined) return { kind: 'refused', why: `${first} what? ${family.join(', ')}`, about };
  return { kind: 'refused', why: `There is no verb ${first.slice(0, 64)}. ${didYouMean(first, names, 'verb')}` };
};
