import type { JsonObject } from '../../../core/json.ts';
import { ruleFor } from './compile.ts';
import type { Statement } from './document.ts';
import type { Keys } from './patterns.ts';

/** One action on one resource, with the condition keys that are known about it. An absent key is absent in the request, too. */
export interface Access {
  readonly action: string;
  readonly resource: string;
  /** By name, in any letters. The keys that every request has (`aws:PrincipalArn` …) are added by the authoriser. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
  /** The policy of the resource itself, as it was stored (bucket, key, secret, function …); absent: it has none. */
  readonly resourcePolicy?: JsonObject | undefined;
  /** Whose resource it is. @default the caller's account */
  readonly resourceAccount?: string | undefined;
  /**
   * `key-policy`: identity policies count only as far as the resource's own policy lets the account decide: KMS keys and the trust of a role.
   * @default 'identity'
   */
  readonly rule?: 'identity' | 'key-policy';
}
export type Decision = 'allow' | 'explicit-deny' | 'implicit-deny';

/** Condition keys are named in any letters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html */
export const keysIn = (context: Access['context']): Keys => {
  if (context === undefined) return () => undefined;
  const lowered = new Map(Object.entries(context).map(([name, values]) => [name.toLowerCase(), values]));
  return (name) => lowered.get(name);
};

/** Explicit deny, then allow, then implicit deny, among the statements of one kind of policy. */
export const evaluate = (statements: readonly Statement[], { action, resource, context }: Access): Decision => {
  const asked = { action, resource, keys: keysIn(context) };
  const matching = statements.filter((statement) => ruleFor(statement).applies(asked));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'explicit-deny';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allow' : 'implicit-deny';
};
