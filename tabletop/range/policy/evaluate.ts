import type { JsonObject } from '../../../core/json.ts';
import type { Statement } from './document.ts';

/** One action on one resource, with the condition keys that are known about it. An absent key is absent in the request, too. */
export interface Access {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
  /** The policy of the resource itself, as it was stored (bucket, key, secret, function …); absent: it has none. */
  readonly resourcePolicy?: JsonObject | undefined;
  /** Whose resource it is. @default the caller's account */
  readonly resourceAccount?: string | undefined;
  /** `key-policy`: identity policies count only as far as the key's own policy lets the account decide (KMS). @default 'identity' */
  readonly rule?: 'identity' | 'key-policy';
}
export type Decision = 'allow' | 'explicit-deny' | 'implicit-deny';

const compiled = new Map<string, RegExp>();
const expressionOf = (pattern: string): RegExp => {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );
  // Patterns come from policies, which are few; the bound is for a caller that writes policies in a loop.
  if (compiled.size > 5000) compiled.clear();
  compiled.set(pattern, made);
  return made;
};
/** IAM's wildcards: `*` any run of characters, `?` one. Everything else is literal. */
export const like = (pattern: string, text: string): boolean => pattern === text || expressionOf(pattern).test(text);

type Test = (wanted: readonly string[], actual: readonly string[] | undefined) => boolean;
const some =
  (same: (pattern: string, value: string) => boolean): Test =>
  (wanted, actual) =>
    actual !== undefined && actual.some((value) => wanted.some((pattern) => same(pattern, value)));
const none =
  (same: (pattern: string, value: string) => boolean): Test =>
  (wanted, actual) =>
    // A negated operator matches when the key is absent. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    actual === undefined || !actual.some((value) => wanted.some((pattern) => same(pattern, value)));
const forAll =
  (same: (pattern: string, value: string) => boolean): Test =>
  (wanted, actual) =>
    // True also when the key is absent; that is why an Allow with it needs a Null check beside it.
    (actual ?? []).every((value) => wanted.some((pattern) => same(pattern, value)));
const equal = (a: string, b: string): boolean => a === b;

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: some(equal),
  StringNotEquals: none(equal),
  StringLike: some(like),
  StringNotLike: none(like),
  ArnEquals: some(like),
  ArnLike: some(like),
  ArnNotLike: none(like),
  'ForAllValues:StringEquals': forAll(equal),
  'ForAllValues:StringLike': forAll(like),
  Null: (wanted, actual) => wanted.some((value) => (value === 'true') === (actual === undefined)),
};
export const isKnownOperator = (operator: string): boolean => operator in TESTS;

const conditionsHold = (statement: Statement, access: Access): boolean =>
  Object.entries(statement.Condition ?? {}).every(([operator, keys]) => {
    const test = TESTS[operator];
    // Unknown operators cannot be stored; were one here, an Allow must not match and a Deny must.
    if (test === undefined) return statement.Effect === 'Deny';
    return Object.entries(keys).every(([key, wanted]) => test(wanted, access.context?.[key]));
  });

/** Action names are matched without case, resources with it, as IAM does. */
const applies = (statement: Statement, access: Access): boolean =>
  statement.Action.some((pattern) => like(pattern.toLowerCase(), access.action.toLowerCase())) &&
  (statement.Resource ?? []).some((pattern) => like(pattern, access.resource)) &&
  conditionsHold(statement, access);

/** Explicit deny, then allow, then implicit deny. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export const evaluate = (statements: readonly Statement[], access: Access): Decision => {
  const matching = statements.filter((statement) => applies(statement, access));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'explicit-deny';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allow' : 'implicit-deny';
};
