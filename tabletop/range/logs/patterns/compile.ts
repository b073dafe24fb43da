import { isObject } from '../../../../core/json.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { jsonMatcher } from './json.ts';
import { pathOf, valueOf } from './path.ts';

export type Matcher = (message: string) => boolean;

const invalid = (): AwsFault => new AwsFault('InvalidParameterException', 'Invalid filter pattern');
const parsed = (message: string): unknown => {
  try {
    return JSON.parse(message);
  } catch {
    // A line that is no JSON has no fields, and matches no pattern about them.
    return undefined;
  }
};
const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y;

/** Terms: all plain ones must be there and none with a minus; of terms with a question mark one is enough, if there are no others. */
const termMatcher = (pattern: string): Matcher => {
  const terms: { readonly sign: string; readonly text: string }[] = [];
  let end = 0;
  TERM.lastIndex = 0;
  for (let match = TERM.exec(pattern); match !== null; match = TERM.exec(pattern)) {
    end = TERM.lastIndex;
    const [, sign = '', quoted, plain] = match;
    // Anything but letters, digits and underscores has to be quoted.
    if (plain !== undefined && !/^\w+$/.test(plain)) throw invalid();
    terms.push({ sign, text: quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '' });
  }
  if (pattern.slice(end).trim() !== '') throw invalid();
  const signed = (sign: string) => terms.filter((term) => term.sign === sign).map(({ text }) => text);
  const [all, none, any] = [signed(''), signed('-'), signed('?')];
  return (message) =>
    all.every((text) => message.includes(text)) &&
    none.every((text) => !message.includes(text)) &&
    (any.length === 0 || all.length + none.length > 0 || any.some((text) => message.includes(text)));
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
export const matcherOf = (pattern: string): Matcher => {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('[') || text.startsWith('%'))
    throw new AwsFault('NotImplemented', 'The range does not know space-delimited patterns and regular expressions', { status: 501 });
  if (!text.startsWith('{')) return termMatcher(text);
  const matches = jsonMatcher(text, invalid);
  return (message) => {
    const line = parsed(message);
    return isObject(line) && matches(line);
  };
};
/** The value of `$.a.b` in a line; undefined: it is not there, or the line is no JSON. */
export const valueAt = (message: string, selector: string): unknown => valueOf(parsed(message), pathOf(selector) ?? []);
