import { AwsFault } from '../../protocol/errors.ts';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] }
  | { readonly kind: 'minus'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression };

export const mathFault = (text: string, problem: string): AwsFault =>
  new AwsFault('ValidationError', `Error in expression '${text}': ${problem}`);

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|"([^"]*)"|'([^']*)'|([A-Za-z_][A-Za-z0-9_]*)|(<=|>=|==|!=|&&|\|\||[-+*/^%()[\],<>]))/y;
interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'sign';
  readonly text: string;
}
const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [, number, double, single, word, sign] = match;
    end = TOKEN.lastIndex;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (double !== undefined || single !== undefined) tokens.push({ kind: 'text', text: double ?? single ?? '' });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'sign', text: sign ?? '' });
  }
  if (text.slice(end).trim() !== '') throw mathFault(text, `Unexpected character at ${end}`);
  return tokens;
};

/** From loose to tight. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
const LEVELS: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/', '%'],
  ['^'],
];
const DEEPEST = 50;

export const parseMath = (text: string): Expression => {
  const tokens = tokensOf(text);
  let position = 0;
  let depth = 0;
  const next = (): Token | undefined => tokens[position];
  const isSign = (...signs: readonly string[]): boolean => {
    const token = next();
    return token !== undefined && token.kind !== 'text' && token.kind !== 'number' && signs.includes(token.text);
  };
  const expect = (sign: string): void => {
    if (!isSign(sign)) throw mathFault(text, `Expected ${sign}`);
    position += 1;
  };
  const listUntil = (sign: string): readonly Expression[] => {
    const items: Expression[] = [];
    while (!isSign(sign)) {
      if (items.length > 0) expect(',');
      items.push(binary(0));
    }
    position += 1;
    return items;
  };
  const atom = (): Expression => {
    const token = next();
    if (token === undefined) throw mathFault(text, 'Unexpected end');
    position += 1;
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'text', value: token.text };
    if (token.kind === 'word') {
      if (!isSign('(')) return { kind: 'name', name: token.text };
      position += 1;
      return { kind: 'call', name: token.text.toUpperCase(), given: listUntil(')') };
    }
    if (token.text === '-') return { kind: 'minus', of: atom() };
    if (token.text === '[') return { kind: 'array', items: listUntil(']') };
    if (token.text !== '(') throw mathFault(text, `Unexpected ${token.text}`);
    const inner = binary(0);
    expect(')');
    return inner;
  };
  const binary = (level: number): Expression => {
    const operators = LEVELS[level];
    if (operators === undefined) return atom();
    depth += 1;
    // An expression of 2048 characters could nest deeper than the stack.
    if (depth > DEEPEST * LEVELS.length) throw mathFault(text, 'Too deeply nested');
    let left = binary(level + 1);
    while (isSign(...operators)) {
      const operator = next()?.text ?? '';
      position += 1;
      left = { kind: 'binary', operator, left, right: binary(level + 1) };
    }
    depth -= 1;
    return left;
  };
  const whole = binary(0);
  if (position < tokens.length) throw mathFault(text, `Unexpected ${next()?.text ?? ''}`);
  return whole;
};
