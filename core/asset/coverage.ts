import * as z from 'zod';
import type { Caller } from './asset.ts';

/** The tag that the pre-deployed deny looks at; its value is the incident. */
export const QUARANTINE = 'cordon:quarantine';
/** Managed policy in every member account, attached to every caller before anything happens (design §4.3, first rung). */
const DENY_POLICY = 'cordon-quarantine-deny';
export const denyPolicyArn = (account: string): string => `arn:aws:iam::${account}:policy/${DENY_POLICY}`;

const one = (value: unknown): unknown => (Array.isArray(value) ? value : [value]);
const Statements = z.object({ Statement: z.preprocess(one, z.array(z.record(z.string(), z.unknown()))) });
const Texts = z.preprocess(one, z.array(z.string()));
const TagCondition = z.object({ StringLike: z.object({ [`aws:ResourceTag/${QUARANTINE}`]: Texts }) });

/** Does the policy really deny every way to invoke a tagged endpoint? A policy of the right name with other text contains nothing. */
export const deniesQuarantined = (document: unknown): boolean => {
  const parsed = Statements.safeParse(document);
  if (!parsed.success) return false;
  return parsed.data.Statement.some((statement) => {
    const actions = Texts.safeParse(statement.Action);
    const resources = Texts.safeParse(statement.Resource);
    const condition = TagCondition.safeParse(statement.Condition);
    return (
      statement.Effect === 'Deny' &&
      actions.success &&
      actions.data.some((action) => ['sagemaker:InvokeEndpoint*', 'sagemaker:Invoke*', 'sagemaker:*', '*'].includes(action)) &&
      resources.success &&
      resources.data.includes('*') &&
      condition.success &&
      (condition.data.StringLike[`aws:ResourceTag/${QUARANTINE}`] ?? []).includes('*') &&
      Object.keys(Object(statement.Condition)).length === 1
    );
  });
};

/** What was found out about one caller: the managed policies of its role, or why nobody knows. */
export type CallerSeen = { readonly caller: Caller } & ({ readonly policies: readonly string[] } | { readonly unknown: string });

export interface Coverage {
  readonly covered: readonly string[];
  readonly uncovered: readonly string[];
  readonly unknown: readonly string[];
  /** Why containment is not whole; empty: the deny reaches every declared caller. */
  readonly gaps: readonly string[];
  /** All of it, for people. */
  readonly sentences: readonly string[];
}

/** Which callers the deny reaches. `denies`: ARNs of the policies that were read and do deny. */
export const coverageOf = (seen: readonly CallerSeen[], denies: readonly string[]): Coverage => {
  const known = seen.flatMap((one) => ('policies' in one ? [one] : []));
  const reached = (policies: readonly string[]) => policies.some((policy) => denies.includes(policy));
  const covered = known.filter(({ policies }) => reached(policies)).map(({ caller }) => caller.name);
  const uncovered = known.filter(({ policies }) => !reached(policies));
  const unknown = seen.flatMap((one) => ('unknown' in one ? [one] : []));
  const gaps = [
    ...(seen.length === 0 ? ['callers unknown: assets.yaml lists none, so nobody can say whom the deny reaches'] : []),
    ...uncovered.map(({ caller }) => `${caller.name} is not reached by the deny: ${caller.principal} does not carry ${DENY_POLICY}`),
    ...unknown.map(({ caller, unknown: why }) => `${caller.name}: not known whether the deny reaches it (${why})`),
  ];
  const whole = `${covered.length} of ${seen.length} declared callers are reached by the deny`;
  return {
    covered,
    uncovered: uncovered.map(({ caller }) => caller.name),
    unknown: unknown.map(({ caller }) => caller.name),
    gaps,
    sentences: seen.length === 0 ? gaps : [whole, ...gaps],
  };
};
