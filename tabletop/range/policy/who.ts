import type { Principals } from './document.ts';

/** Who asks, by every name under which a policy may know them. */
export interface Who {
  readonly type: 'AssumedRole' | 'IAMUser' | 'AWSService';
  /** The session's, the user's; a service's name. */
  readonly arn: string;
  /** The role's or the user's; the same as `arn` where there is no session. */
  readonly principalArn: string;
  readonly account: string | undefined;
  /** Principals with a boundary are denied by every Deny with NotPrincipal. */
  readonly isBounded?: boolean;
}
/**
 * How closely a policy names somebody: `direct` the session, the user, the service or everybody; `role` the role behind a session;
 * `account` only the account, which then decides by its own policies.
 */
export type Closeness = 'direct' | 'role' | 'account' | 'none';

const closenessOf = (entry: string, { arn, principalArn, account }: Who): Closeness => {
  if (entry === '*' || entry === arn) return 'direct';
  if (entry === principalArn) return 'role';
  return account !== undefined && (entry === account || entry === `arn:aws:iam::${account}:root`) ? 'account' : 'none';
};
const RANK = { direct: 3, role: 2, account: 1, none: 0 } as const;
const closer = (a: Closeness, b: Closeness): Closeness => (RANK[b] > RANK[a] ? b : a);

export const namedBy = (principals: Principals, who: Who): Closeness => {
  const aws = principals.AWS ?? [];
  if (who.type === 'AWSService')
    return aws.includes('*') || (principals.Service ?? []).some((service) => service === who.arn || service === '*') ? 'direct' : 'none';
  return aws.reduce<Closeness>((best, entry) => closer(best, closenessOf(entry, who)), 'none');
};

/**
 * Whether NotPrincipal leaves them out: only who is listed by account, role and session at once is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export const exemptBy = (principals: Principals, who: Who): boolean => {
  const listed = (entry: string | undefined): boolean => entry !== undefined && (principals.AWS ?? []).includes(entry);
  if (listed('*')) return true;
  if (who.type === 'AWSService') return (principals.Service ?? []).includes(who.arn);
  if (who.isBounded === true) return false;
  return (listed(who.account) || listed(`arn:aws:iam::${who.account ?? ''}:root`)) && listed(who.principalArn) && listed(who.arn);
};
