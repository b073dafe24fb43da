import type { JsonObject } from '../../../core/json.ts';
import { PolicyDocument, type Statement } from './document.ts';
import { testOf } from './operators.ts';
import { matcherOf, type Keys, type Matcher } from './patterns.ts';
import { exemptBy, namedBy, type Closeness, type Who } from './who.ts';

/** What one statement is asked about. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly keys: Keys;
}
/** A statement ready to be asked. */
export interface Rule {
  readonly effect: 'Allow' | 'Deny';
  readonly applies: (asked: Asked) => boolean;
  /** How closely it names somebody; a policy of an identity names nobody and means its own. */
  readonly names: (who: Who) => Closeness;
}

const listed = (patterns: readonly string[], make: (pattern: string) => Matcher): Matcher => {
  const matchers = patterns.map(make);
  return (value, keys) => matchers.some((matches) => matches(value, keys));
};
const not =
  (matcher: Matcher): Matcher =>
  (value, keys) =>
    !matcher(value, keys);

/** Action names are matched without case, resources with it, as IAM does. */
const actionsOf = ({ Action, NotAction }: Statement): Matcher => {
  const make = (pattern: string): Matcher => matcherOf(pattern, { wildcards: true, variables: false, ignoreCase: true });
  return NotAction === undefined ? listed(Action ?? [], make) : not(listed(NotAction, make));
};
/** A trust policy names no resource: it is about the role that it belongs to. */
const resourcesOf = ({ Resource, NotResource, Principal, NotPrincipal }: Statement, variables: boolean): Matcher => {
  const make = (pattern: string): Matcher => matcherOf(pattern, { wildcards: true, variables });
  if (NotResource !== undefined) return not(listed(NotResource, make));
  if (Resource !== undefined) return listed(Resource, make);
  return () => Principal !== undefined || NotPrincipal !== undefined;
};
const conditionsOf = ({ Condition, Effect }: Statement, variables: boolean): ((keys: Keys) => boolean) => {
  const tests = Object.entries(Condition ?? {}).flatMap(([operator, entries]) =>
    Object.entries(entries).map(([key, wanted]) => ({ key: key.toLowerCase(), test: testOf(operator, wanted, variables) })),
  );
  // Unknown operators cannot be stored; were one here, an Allow must not match and a Deny must.
  return (keys) => tests.every(({ key, test }) => (test === undefined ? Effect === 'Deny' : test(keys(key), keys)));
};
const namesOf = ({ Principal, NotPrincipal, Effect }: Statement): Rule['names'] => {
  if (Principal !== undefined) return (who) => namedBy(Principal, who);
  if (NotPrincipal === undefined) return () => 'direct';
  return (who) => {
    const named = namedBy(NotPrincipal, who) !== 'none';
    return (Effect === 'Deny' ? exemptBy(NotPrincipal, who) : named) ? 'none' : 'direct';
  };
};

const ruleOf = (statement: Statement, variables: boolean): Rule => {
  const [actions, resources, conditions] = [actionsOf(statement), resourcesOf(statement, variables), conditionsOf(statement, variables)];
  return {
    effect: statement.Effect,
    applies: ({ action, resource, keys }) => actions(action, keys) && resources(resource, keys) && conditions(keys),
    names: namesOf(statement),
  };
};

/** Reading a policy is the costly part of a decision; a stored one never changes, so it is read once. */
const fromStatement = new WeakMap<Statement, Rule>();
export const ruleFor = (statement: Statement): Rule => {
  const known = fromStatement.get(statement) ?? ruleOf(statement, true);
  fromStatement.set(statement, known);
  return known;
};
const fromDocument = new WeakMap<JsonObject, readonly Rule[]>();
export const rulesIn = (document: JsonObject): readonly Rule[] => {
  const known = fromDocument.get(document);
  if (known !== undefined) return known;
  const { Version, Statement } = PolicyDocument.parse(document);
  const rules = Statement.map((statement) => ruleOf(statement, Version === '2012-10-17'));
  fromDocument.set(document, rules);
  return rules;
};
