import type { Rule, Statement } from '@aws-sdk/client-wafv2';
import type { Context, Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { invalid, refused } from './access.ts';
import { itemsOf } from './state.ts';

const absent = (what: string): AwsFault => new AwsFault('NotImplemented', `The range does not evaluate ${what}`, { status: 501 });
const TRANSFORMATION = 10;
/** https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html and the page of each statement */
const byteMatch = ({
  FieldToMatch,
  TextTransformations,
  PositionalConstraint,
  PreParseTextTransformations,
}: Present<NonNullable<Statement['ByteMatchStatement']>>): number => {
  if (PreParseTextTransformations !== undefined) throw absent('transformations before parsing');
  if (FieldToMatch.UriPath === undefined && FieldToMatch.Method === undefined && FieldToMatch.SingleHeader === undefined)
    throw absent(`a byte match on ${Object.keys(FieldToMatch).join(', ')}`);
  const unknown = TextTransformations.find(({ Type }) => Type !== 'NONE' && Type !== 'LOWERCASE');
  if (unknown !== undefined) throw absent(`the text transformation ${unknown.Type}`);
  const base = PositionalConstraint === 'CONTAINS' || PositionalConstraint === 'CONTAINS_WORD' ? 10 : 2;
  return base + TRANSFORMATION * TextTransformations.filter(({ Type }) => Type !== 'NONE').length;
};
const rateBased = (context: Context, statement: Present<NonNullable<Statement['RateBasedStatement']>>): number => {
  const { AggregateKeyType, ForwardedIPConfig, CustomKeys, ScopeDownStatement, EvaluationWindowSec = 300, Limit } = statement;
  if (AggregateKeyType !== 'IP' && AggregateKeyType !== 'CONSTANT') throw absent(`the aggregate key ${AggregateKeyType}`);
  if (ForwardedIPConfig !== undefined || CustomKeys !== undefined) throw absent('forwarded addresses and custom keys');
  if (![60, 120, 300, 600].includes(EvaluationWindowSec))
    throw invalid('The evaluation window is not valid.', 'RATE_BASED_STATEMENT', String(EvaluationWindowSec));
  if (Limit < 10) throw invalid('The limit is too low.', 'RATE_BASED_STATEMENT', String(Limit));
  return 2 + (ScopeDownStatement === undefined ? 0 : statementCost(context, ScopeDownStatement));
};
const referred = (context: Context, arn: string, kind: 'ipset' | 'rulegroup'): number => {
  const item = itemsOf(context.world).get(arn);
  if (item === undefined || item.account !== context.account || item.kind !== kind) throw refused('WAFNonexistentItemException');
  return item.kind === 'rulegroup' ? item.capacity : 1;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const statementCost = (context: Context, statement: Present<Statement>): number => {
  const given = Object.entries(statement).filter(([, value]) => value !== undefined);
  if (given.length !== 1)
    throw invalid('You have used none or multiple values for a field that requires exactly one value.', 'STATEMENT', 'Statement');
  const { IPSetReferenceStatement, RuleGroupReferenceStatement, RateBasedStatement, ByteMatchStatement, GeoMatchStatement } = statement;
  if (IPSetReferenceStatement !== undefined) {
    if (IPSetReferenceStatement.IPSetForwardedIPConfig !== undefined) throw absent('forwarded addresses');
    return referred(context, IPSetReferenceStatement.ARN, 'ipset');
  }
  if (RuleGroupReferenceStatement !== undefined) {
    if (RuleGroupReferenceStatement.ExcludedRules !== undefined || RuleGroupReferenceStatement.RuleActionOverrides !== undefined)
      throw absent('overrides of single rules');
    return referred(context, RuleGroupReferenceStatement.ARN, 'rulegroup');
  }
  if (RateBasedStatement !== undefined) return rateBased(context, RateBasedStatement);
  if (ByteMatchStatement !== undefined) return byteMatch(ByteMatchStatement);
  if (GeoMatchStatement !== undefined) {
    if (GeoMatchStatement.ForwardedIPConfig !== undefined) throw absent('forwarded addresses');
    return 1;
  }
  const nested = statement.AndStatement?.Statements ?? statement.OrStatement?.Statements;
  if (nested !== undefined) {
    if (nested.length < 2) throw invalid('A logical statement needs two statements or more.', 'STATEMENT', 'Statement');
    return sum(nested.map((one) => statementCost(context, one)));
  }
  if (statement.NotStatement !== undefined) return statementCost(context, statement.NotStatement.Statement);
  throw absent(`a ${given[0]?.[0] ?? 'statement'}`);
};

const checkAction = (rule: Present<Rule>): void => {
  const { RuleGroupReferenceStatement, ManagedRuleGroupStatement } = rule.Statement;
  const isGroup = (RuleGroupReferenceStatement ?? ManagedRuleGroupStatement) !== undefined;
  const actions = Object.values((isGroup ? rule.OverrideAction : rule.Action) ?? {}).filter((value) => value !== undefined);
  const isOther = (isGroup ? rule.Action : rule.OverrideAction) !== undefined;
  if (actions.length !== 1 || isOther)
    throw invalid('You have used none or multiple values for a field that requires exactly one value.', 'RULE', 'Rule');
};
/** What the rules cost in capacity units, or why they cannot stand together. */
export const capacityOf = (context: Context, rules: readonly Present<Rule>[], isInGroup: boolean): number => {
  for (const rule of rules) {
    checkAction(rule);
    if (isInGroup && rule.Statement.RuleGroupReferenceStatement !== undefined)
      throw invalid('A rule group cannot refer to another one.', 'RULE_GROUP_REFERENCE_STATEMENT', rule.Name);
    if (rule.RuleLabels !== undefined) throw absent('labels');
  }
  if (new Set(rules.map(({ Name }) => Name)).size < rules.length) throw invalid('The names of rules must differ.', 'RULE_NAME', 'Name');
  if (new Set(rules.map(({ Priority }) => Priority)).size < rules.length)
    throw invalid('The priorities of rules must differ.', 'RULE', 'Priority');
  return sum(rules.map(({ Statement }) => statementCost(context, Statement)));
};

const referencesIn = (statement: Present<Statement>): readonly string[] => [
  ...(statement.IPSetReferenceStatement === undefined ? [] : [statement.IPSetReferenceStatement.ARN]),
  ...(statement.RuleGroupReferenceStatement === undefined ? [] : [statement.RuleGroupReferenceStatement.ARN]),
  ...(statement.RateBasedStatement?.ScopeDownStatement === undefined ? [] : referencesIn(statement.RateBasedStatement.ScopeDownStatement)),
  ...(statement.NotStatement === undefined ? [] : referencesIn(statement.NotStatement.Statement)),
  ...[...(statement.AndStatement?.Statements ?? []), ...(statement.OrStatement?.Statements ?? [])].flatMap(referencesIn),
];
/** ARNs of IP sets and rule groups that the rules use: IAM is asked for them, too. */
export const references = (rules: readonly Present<Rule>[] | undefined): readonly string[] => [
  ...new Set((rules ?? []).flatMap(({ Statement }) => referencesIn(Statement))),
];
