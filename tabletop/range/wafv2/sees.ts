import type { ByteMatchStatement, Rule, Statement } from '@aws-sdk/client-wafv2';
import { contains } from './cidr.ts';

/** What a web ACL knows of one caller's requests. */
export interface Seen {
  readonly ip: string;
  /** Two letters. */
  readonly country: string;
  readonly method: string;
  readonly path: string;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** From this address. */
  readonly requestsPerSecond: number;
}
export interface Lookups {
  readonly addresses: (ipSet: string) => readonly string[];
  readonly rules: (ruleGroup: string) => readonly Rule[];
}
const DEFAULT_WINDOW = 300;

const fieldOf = ({ FieldToMatch }: ByteMatchStatement, seen: Seen): string | undefined => {
  if (FieldToMatch?.UriPath !== undefined) return seen.path;
  if (FieldToMatch?.Method !== undefined) return seen.method;
  return seen.headers[FieldToMatch?.SingleHeader?.Name?.toLowerCase() ?? ''];
};
const word = (wanted: string): RegExp => new RegExp(`(^|[^A-Za-z0-9_])${wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|[^A-Za-z0-9_])`);
const bytesMatch = (statement: ByteMatchStatement, seen: Seen): boolean => {
  const raw = fieldOf(statement, seen);
  if (raw === undefined) return false;
  const isLower = statement.TextTransformations?.some(({ Type }) => Type === 'LOWERCASE') === true;
  const [text, wanted] = [isLower ? raw.toLowerCase() : raw, Buffer.from(statement.SearchString ?? []).toString('utf8')];
  switch (statement.PositionalConstraint) {
    case 'EXACTLY':
      return text === wanted;
    case 'STARTS_WITH':
      return text.startsWith(wanted);
    case 'ENDS_WITH':
      return text.endsWith(wanted);
    case 'CONTAINS_WORD':
      return word(wanted).test(text);
    default:
      return text.includes(wanted);
  }
};

/** Steady traffic above the limit is above it in every window, so all of it matches. */
const statementMatches = (statement: Statement | undefined, seen: Seen, lookups: Lookups): boolean => {
  const inner = (one: Statement | undefined): boolean => statementMatches(one, seen, lookups);
  if (statement === undefined) return false;
  const { IPSetReferenceStatement, RateBasedStatement, GeoMatchStatement, ByteMatchStatement: bytes } = statement;
  if (IPSetReferenceStatement !== undefined)
    return lookups.addresses(IPSetReferenceStatement.ARN ?? '').some((block) => contains(block, seen.ip));
  if (RateBasedStatement !== undefined) {
    const { Limit = 0, EvaluationWindowSec = DEFAULT_WINDOW, ScopeDownStatement } = RateBasedStatement;
    return seen.requestsPerSecond * EvaluationWindowSec > Limit && (ScopeDownStatement === undefined || inner(ScopeDownStatement));
  }
  if (GeoMatchStatement !== undefined) return GeoMatchStatement.CountryCodes?.some((code) => code === seen.country) === true;
  if (bytes !== undefined) return bytesMatch(bytes, seen);
  if (statement.AndStatement !== undefined) return statement.AndStatement.Statements?.every(inner) === true;
  if (statement.OrStatement !== undefined) return statement.OrStatement.Statements?.some(inner) === true;
  if (statement.NotStatement !== undefined) return !inner(statement.NotStatement.Statement);
  return false;
};

type Verdict = 'allow' | 'block' | undefined;
/** Count lets the next rule decide; a puzzle stops programs, and the sample company's callers are programs. */
const actionOf = ({ Action }: Rule): Verdict => {
  if (Action?.Allow !== undefined) return 'allow';
  return Action?.Count === undefined ? 'block' : undefined;
};
const ruleVerdict = (rule: Rule, seen: Seen, lookups: Lookups): Verdict => {
  const group = rule.Statement?.RuleGroupReferenceStatement?.ARN;
  if (group === undefined) return statementMatches(rule.Statement, seen, lookups) ? actionOf(rule) : undefined;
  return rule.OverrideAction?.Count === undefined ? verdict(lookups.rules(group), seen, lookups) : undefined;
};
/** The first rule, by priority, that ends the matter; undefined: the default action. */
export const verdict = (rules: readonly Rule[], seen: Seen, lookups: Lookups): Verdict => {
  for (const rule of [...rules].sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))) {
    const said = ruleVerdict(rule, seen, lookups);
    if (said !== undefined) return said;
  }
  return undefined;
};
