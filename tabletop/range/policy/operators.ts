import { networkOf } from './address.ts';
import { arnMatcherOf, matcherOf, type Keys, type Matcher } from './patterns.ts';

/** One operator and key of a Condition with its values, ready. */
export type Test = (values: readonly string[] | undefined, keys: Keys) => boolean;
type Make = (wanted: string, variables: boolean) => Matcher;

/** A number, or nothing: text that is none never compares. */
const numberOf = (text: string): number | undefined => {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? undefined : value;
};
/** ISO 8601, or seconds since 1970. */
const instantIn = (text: string): number | undefined => {
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};
const compared =
  (read: (text: string) => number | undefined, holds: (value: number, wanted: number) => boolean): Make =>
  (wanted) => {
    const limit = read(wanted);
    return (text) => {
      const value = read(text);
      return value !== undefined && limit !== undefined && holds(value, limit);
    };
  };
const address: Make = (wanted) => {
  const isIn = networkOf(wanted);
  return (text) => isIn?.(text) === true;
};
const text =
  (wildcards: boolean, ignoreCase = false): Make =>
  (wanted, variables) =>
    matcherOf(wanted, { wildcards, variables, ignoreCase });
const same = (value: number, wanted: number): boolean => value === wanted;
const ordered = (kind: 'Numeric' | 'Date', read: (text: string) => number | undefined): Readonly<Record<string, Make>> => ({
  [`${kind}Equals`]: compared(read, same),
  [`${kind}LessThan`]: compared(read, (value, wanted) => value < wanted),
  [`${kind}LessThanEquals`]: compared(read, (value, wanted) => value <= wanted),
  [`${kind}GreaterThan`]: compared(read, (value, wanted) => value > wanted),
  [`${kind}GreaterThanEquals`]: compared(read, (value, wanted) => value >= wanted),
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const POSITIVE: Readonly<Record<string, Make>> = {
  StringEquals: text(false),
  StringEqualsIgnoreCase: text(false, true),
  StringLike: text(true),
  ...ordered('Numeric', numberOf),
  ...ordered('Date', instantIn),
  Bool: text(false, true),
  BinaryEquals: text(false),
  IpAddress: address,
  ArnEquals: arnMatcherOf,
  ArnLike: arnMatcherOf,
};
/** Each negates the other; a negated operator matches when the key is absent. */
const NEGATIVE: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};
interface Operator {
  readonly set: 'any' | 'all' | undefined;
  readonly name: string;
  readonly ifExists: boolean;
}
const operatorOf = (written: string): Operator | undefined => {
  const [, set, name = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(written) ?? [];
  if (name === 'Null') return set === undefined && ifExists === undefined ? { set: undefined, name, ifExists: false } : undefined;
  if (!Object.hasOwn(POSITIVE, name) && !Object.hasOwn(NEGATIVE, name)) return undefined;
  return { set: set === undefined ? undefined : set === 'ForAnyValue' ? 'any' : 'all', name, ifExists: ifExists !== undefined };
};
export const isKnownOperator = (written: string): boolean => operatorOf(written) !== undefined;

/** Whether the operator could ever compare this value; what it could not is refused when the policy is stored. */
export const isComparable = (written: string, value: string): boolean => {
  const { name = '' } = operatorOf(written) ?? {};
  const base = NEGATIVE[name] ?? name;
  if (base.startsWith('Numeric')) return numberOf(value) !== undefined;
  if (base.startsWith('Date')) return instantIn(value) !== undefined;
  if (base === 'IpAddress') return networkOf(value) !== undefined;
  return base !== 'Bool' && base !== 'Null' ? true : /^(true|false)$/i.test(value) || value.includes('${');
};

const nullTest =
  (wanted: readonly string[]): Test =>
  (values) =>
    wanted.some((value) => (value.toLowerCase() === 'true') === (values === undefined));

export const testOf = (written: string, wanted: readonly string[], variables: boolean): Test | undefined => {
  const operator = operatorOf(written);
  if (operator === undefined) return undefined;
  const { set, name, ifExists } = operator;
  if (name === 'Null') return nullTest(wanted);
  const negated = NEGATIVE[name];
  const make = POSITIVE[negated ?? name];
  if (make === undefined) return undefined;
  const matchers = wanted.map((value) => make(value, variables));
  const isNegated = negated !== undefined;
  const holds = (value: string, keys: Keys): boolean => matchers.some((matches) => matches(value, keys)) !== isNegated;
  return (values, keys) => {
    if (values === undefined) return ifExists || set === 'all' || (set === undefined && isNegated);
    const every = set === 'all' || (set === undefined && isNegated);
    return every ? values.every((value) => holds(value, keys)) : values.some((value) => holds(value, keys));
  };
};
