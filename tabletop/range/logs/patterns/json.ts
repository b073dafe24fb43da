import type { JsonObject } from '../../../../core/json.ts';
import { pathOf, valueOf } from './path.ts';

type Test = (line: JsonObject) => boolean;

const TOKEN = /\s*(?:(\$[\w.@[\]-]+)|"((?:[^"\\]|\\.)*)"|(&&|\|\||!=|<=|>=|[=<>(){}])|([^\s=<>(){}"&|!]+))/y;
interface Token {
  readonly kind: 'selector' | 'text' | 'sign' | 'word';
  readonly text: string;
}
const tokensOf = (pattern: string): readonly Token[] | undefined => {
  const tokens: Token[] = [];
  let end = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(pattern); match !== null; match = TOKEN.exec(pattern)) {
    end = TOKEN.lastIndex;
    const [, selector, text, sign, word] = match;
    if (selector !== undefined) tokens.push({ kind: 'selector', text: selector });
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\(.)/g, '$1') });
    else tokens.push(sign === undefined ? { kind: 'word', text: word ?? '' } : { kind: 'sign', text: sign });
  }
  return pattern.slice(end).trim() === '' ? tokens : undefined;
};

/** `*` stands for any run of characters. */
const likeOf = (wanted: string): ((text: string) => boolean) => {
  const expression = new RegExp(`^${wanted.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's');
  return (text) => expression.test(text);
};
const NUMBERS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};
const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);

/** A field that is not there is neither equal nor unequal to anything. */
const comparison = (path: readonly (string | number)[], operator: string, wanted: Token): Test | undefined => {
  const numeric = NUMBERS[operator];
  if (numeric === undefined) return undefined;
  if (wanted.kind === 'word' && isNumber(wanted.text))
    return (line) => {
      const value = valueOf(line, path);
      return typeof value === 'number' && numeric(value, Number(wanted.text));
    };
  if (operator !== '=' && operator !== '!=') return undefined;
  const matches = likeOf(wanted.text);
  return (line) => {
    const value = valueOf(line, path);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return false;
    return matches(String(value)) === (operator === '=');
  };
};
const STATES: Readonly<Record<string, (value: unknown) => boolean>> = {
  'IS NULL': (value) => value === null,
  'IS TRUE': (value) => value === true,
  'IS FALSE': (value) => value === false,
  'NOT EXISTS': (value) => value === undefined,
};

export const jsonMatcher = (pattern: string, invalid: () => Error): Test => {
  const tokens = tokensOf(pattern);
  if (tokens === undefined) throw invalid();
  let position = 0;
  const take = (): Token => {
    const token = tokens[position];
    if (token === undefined) throw invalid();
    position += 1;
    return token;
  };
  const isSign = (text: string): boolean => tokens[position]?.kind === 'sign' && tokens[position]?.text === text;
  const expect = (text: string): void => {
    if (!isSign(text)) throw invalid();
    position += 1;
  };
  const unit = (): Test => {
    if (isSign('(')) {
      position += 1;
      const inner = any();
      expect(')');
      return inner;
    }
    const selector = take();
    const path = selector.kind === 'selector' ? pathOf(selector.text) : undefined;
    if (path === undefined) throw invalid();
    const next = take();
    if (next.kind === 'word') {
      const state = STATES[`${next.text} ${take().text}`];
      if (state === undefined) throw invalid();
      return (line) => state(valueOf(line, path));
    }
    const wanted = take();
    const test =
      next.kind === 'sign' && (wanted.kind === 'word' || wanted.kind === 'text') ? comparison(path, next.text, wanted) : undefined;
    if (test === undefined) throw invalid();
    return test;
  };
  const all = (): Test => {
    const parts = [unit()];
    while (isSign('&&')) {
      position += 1;
      parts.push(unit());
    }
    return (line) => parts.every((part) => part(line));
  };
  const any = (): Test => {
    const parts = [all()];
    while (isSign('||')) {
      position += 1;
      parts.push(all());
    }
    return (line) => parts.some((part) => part(line));
  };
  expect('{');
  const whole = any();
  expect('}');
  if (position < tokens.length) throw invalid();
  return whole;
};
