import { CallFailed } from '../failure.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { cidrTest } from './cidr.ts';

/** What one entry of a pattern's array asks of a field. `absent`: the field must not be there. */
export type ValueTest = { readonly kind: 'value'; readonly holds: (value: Json) => boolean } | { readonly kind: 'absent' };
type Holds = (value: Json) => boolean;

/** A malformed pattern; `compilePattern` turns it into a value, once. */
export const badPattern = (why: string): CallFailed =>
  new CallFailed({
    kind: 'bad-pattern',
    retryable: false,
    effect: 'no-change',
    what: 'This is not an EventBridge pattern',
    why,
    next: 'npx cordon explain FILE',
  });

const textOf = (value: Json | undefined, operator: string): string => {
  if (typeof value === 'string') return value;
  throw badPattern(`the value of ${operator} must be a string`);
};
const onText =
  (holds: (text: string) => boolean): Holds =>
  (value) =>
    typeof value === 'string' && holds(value);
const listOf = (value: Json | undefined): readonly (Json | undefined)[] => (Array.isArray(value) ? value : [value]);

const equals = (expected: Json | undefined): Holds => {
  if (expected === undefined || (typeof expected === 'object' && expected !== null))
    throw badPattern('a match value must be a string, number, true, false or null');
  return (value) => value === expected;
};
const equalsIgnoreCase = (expected: string): Holds => {
  const lower = expected.toLowerCase();
  return onText((text) => text.toLowerCase() === lower);
};
const edge = (operator: 'prefix' | 'suffix', expected: Json | undefined): Holds => {
  const meets = (text: string, part: string) => (operator === 'prefix' ? text.startsWith(part) : text.endsWith(part));
  if (!isObject(expected)) {
    const part = textOf(expected, operator);
    return onText((text) => meets(text, part));
  }
  const lower = textOf(expected['equals-ignore-case'], operator).toLowerCase();
  return onText((text) => meets(text.toLowerCase(), lower));
};

/** Literal pieces between stars; `\*` and `\\` are literal. Two-pointer search, so attacker text cannot make it backtrack. */
const wildcard = (glob: string): Holds => {
  const pieces = [''];
  for (let index = 0; index < glob.length; index += 1) {
    const char = glob[index];
    const next = glob[index + 1];
    if (char === '\\' && next !== '*' && next !== '\\') throw badPattern(`invalid escape character at position ${index + 1}`);
    if (char === '*' && next === '*') throw badPattern(`consecutive wildcard characters at position ${index + 1}`);
    if (char === '*') pieces.push('');
    else pieces.push(`${pieces.pop() ?? ''}${char === '\\' ? next : char}`);
    if (char === '\\') index += 1;
  }
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return onText((text) => text === first);
  return onText((text) => {
    if (!text.startsWith(first)) return false;
    let from = first.length;
    for (const piece of others) {
      const found = text.indexOf(piece, from);
      if (found < 0) return false;
      from = found + piece.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
  });
};

const COMPARE: ReadonlyMap<Json | undefined, (left: number, right: number) => boolean> = new Map([
  ['<', (left: number, right: number) => left < right],
  ['<=', (left: number, right: number) => left <= right],
  ['=', (left: number, right: number) => left === right],
  ['>', (left: number, right: number) => left > right],
  ['>=', (left: number, right: number) => left >= right],
]);
const isBound = (operator: Json | undefined, side: '<' | '>'): boolean => operator === side || operator === `${side}=`;
const numeric = (expected: Json | undefined): Holds => {
  const parts = listOf(expected);
  const comparisons: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const [operator, bound] = [parts[index], parts[index + 1]];
    const compare = COMPARE.get(operator);
    if (compare === undefined) throw badPattern(`unrecognized numeric range operator: ${JSON.stringify(operator)}`);
    if (typeof bound !== 'number') throw badPattern(`the value of ${JSON.stringify(operator)} must be numeric`);
    comparisons.push((value) => compare(value, bound));
  }
  const [lower, bottom, upper, top] = parts;
  if (parts.length > 4) throw badPattern('too many elements in a numeric expression');
  if (parts.length === 4 && !(isBound(lower, '>') && isBound(upper, '<'))) throw badPattern('a numeric range is written lower bound first');
  if (typeof bottom === 'number' && typeof top === 'number' && bottom >= top) throw badPattern('bottom must be less than top');
  return (value) => typeof value === 'number' && comparisons.every((holds) => holds(value));
};

const NEGATABLE: Readonly<Record<string, (text: string) => Holds>> = {
  prefix: (text) => edge('prefix', text),
  suffix: (text) => edge('suffix', text),
  'equals-ignore-case': equalsIgnoreCase,
  wildcard,
};
const anythingBut = (expected: Json | undefined): Holds => {
  const [operator, ...others] = isObject(expected) ? Object.keys(expected) : [];
  const values = isObject(expected) ? listOf(expected[operator ?? '']) : listOf(expected);
  const [kind, ...kinds] = new Set(values.map((value) => typeof value));
  if (kind !== 'string' && kind !== 'number') throw badPattern('the value of anything-but must be strings or numbers');
  if (kinds.length > 0) throw badPattern('inside anything-but all values are strings or all are numbers');
  if (!isObject(expected)) {
    const refused = values.map(equals);
    return (value) => !refused.some((holds) => holds(value));
  }
  const make = Object.hasOwn(NEGATABLE, operator ?? '') ? NEGATABLE[operator ?? ''] : undefined;
  if (make === undefined || others.length > 0) throw badPattern(`unsupported anything-but pattern: ${Object.keys(expected).join(', ')}`);
  const refused = values.map((value) => {
    const text = textOf(value, `anything-but ${operator}`);
    if (text === '') throw badPattern(`anything-but ${operator} must not be empty`);
    return make(text);
  });
  return (value) => !refused.some((holds) => holds(value));
};

const cidr = (expected: Json | undefined): Holds => {
  const holds = cidrTest(textOf(expected, 'cidr'));
  if (holds === undefined) throw badPattern('malformed CIDR: an address, one slash, and fewer mask bits than the address has');
  return onText(holds);
};

const OPERATORS: Readonly<Record<string, (expected: Json | undefined) => Holds>> = {
  prefix: (expected) => edge('prefix', expected),
  suffix: (expected) => edge('suffix', expected),
  'equals-ignore-case': (expected) => equalsIgnoreCase(textOf(expected, 'equals-ignore-case')),
  wildcard: (expected) => wildcard(textOf(expected, 'wildcard')),
  'anything-but': anythingBut,
  numeric,
  cidr,
};
export const isOperator = (key: string): boolean => key === 'exists' || Object.hasOwn(OPERATORS, key);

/** Compiles one entry of a pattern's array. Throws `badPattern`. */
export const valueTest = (entry: Json): ValueTest => {
  if (!isObject(entry)) return { kind: 'value', holds: equals(entry) };
  const [operator = '', ...others] = Object.keys(entry);
  if (others.length > 0) throw badPattern('only one key is allowed in a match expression');
  const expected: JsonObject[string] = entry[operator];
  if (operator === 'exists') {
    if (typeof expected !== 'boolean') throw badPattern('exists must be either true or false');
    return expected ? { kind: 'value', holds: () => true } : { kind: 'absent' };
  }
  const make = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (make === undefined) throw badPattern(`unrecognized match type ${operator}`);
  return { kind: 'value', holds: make(expected) };
};
