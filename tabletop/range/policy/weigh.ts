import type { Asked, Rule } from './compile.ts';
import type { Access, Decision } from './evaluate.ts';
import type { Closeness, Who } from './who.ts';

/** The kinds of policy, in the order in which a refusal names them. */
export type Kind =
  | 'service control policy'
  | 'resource control policy'
  | 'resource-based policy'
  | 'identity-based policy'
  | 'permissions boundary'
  | 'session policy';
type Rules = readonly Rule[];
/** Every policy that has a say; absent: there is none of that kind, and none is needed. */
export interface Policies {
  readonly identity: Rules;
  readonly boundary?: Rules | undefined;
  readonly session?: Rules | undefined;
  /** Level by level, from the root down. */
  readonly serviceControl?: readonly Rules[] | undefined;
  readonly resourceControl?: readonly Rules[] | undefined;
  readonly resource?: Rules | undefined;
}
export interface Question {
  readonly who: Who;
  readonly asked: Asked;
  readonly isSameAccount: boolean;
  readonly rule: NonNullable<Access['rule']>;
}
export type Refused = { readonly decision: Exclude<Decision, 'allow'>; readonly by: Kind };
export type Verdict = { readonly decision: 'allow' } | Refused;

type Applying = (rules: Rules, effect: Rule['effect']) => Rules;
const applyingTo =
  ({ who, asked }: Question): Applying =>
  (rules, effect) =>
    rules.filter((one) => one.effect === effect && one.names(who) !== 'none' && one.applies(asked));

const deniedBy = (policies: Policies, applying: Applying): Kind | undefined => {
  const kinds: readonly (readonly [Kind, Rules | undefined])[] = [
    ['service control policy', policies.serviceControl?.flat()],
    ['resource control policy', policies.resourceControl?.flat()],
    ['resource-based policy', policies.resource],
    ['identity-based policy', policies.identity],
    ['permissions boundary', policies.boundary],
    ['session policy', policies.session],
  ];
  return kinds.find(([, rules]) => rules !== undefined && applying(rules, 'Deny').length > 0)?.[0];
};

/** Every level must allow: an allow further up does not help an account whose unit lost it. */
const limitedBy = ({ serviceControl, resourceControl }: Policies, allows: (rules: Rules) => boolean): Kind | undefined => {
  if (resourceControl?.some((level) => !allows(level)) === true) return 'resource control policy';
  return serviceControl?.some((level) => !allows(level)) === true ? 'service control policy' : undefined;
};

/** What a grant leaves to the caller's own policies; undefined: they allow it. */
const lackedBy = ({ identity, boundary, session }: Policies, isGranted: boolean, allows: (rules: Rules) => boolean): Kind | undefined => {
  if (!isGranted && !allows(identity)) return 'identity-based policy';
  if (boundary !== undefined && !allows(boundary)) return 'permissions boundary';
  return session !== undefined && !allows(session) ? 'session policy' : undefined;
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html */
export const weigh = (policies: Policies, question: Question): Verdict => {
  const { who, isSameAccount, rule } = question;
  const applying = applyingTo(question);
  const allows = (rules: Rules): boolean => applying(rules, 'Allow').length > 0;
  const denied = deniedBy(policies, applying);
  if (denied !== undefined) return { decision: 'explicit-deny', by: denied };
  const limited = limitedBy(policies, allows);
  if (limited !== undefined) return { decision: 'implicit-deny', by: limited };

  const grants = applying(policies.resource ?? [], 'Allow').map((one) => one.names(who));
  const granted = (closeness: Closeness): boolean => grants.includes(closeness);
  // A grant to the session itself, or to a user, needs nothing else in the same account; a service has nothing else.
  const isEnough = (isSameAccount || who.type === 'AWSService') && granted('direct');
  if (isEnough) return { decision: 'allow' };
  if (who.type === 'AWSService') return { decision: 'implicit-deny', by: 'resource-based policy' };
  const isGranted = isSameAccount && granted('role');
  const isOpen = isSameAccount ? isGranted || rule === 'identity' || granted('account') : grants.length > 0;
  const lacked = isOpen || !isSameAccount ? lackedBy(policies, isGranted, allows) : undefined;
  if (lacked !== undefined) return { decision: 'implicit-deny', by: lacked };
  return isOpen ? { decision: 'allow' } : { decision: 'implicit-deny', by: 'resource-based policy' };
};
