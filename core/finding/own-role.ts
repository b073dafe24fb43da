import type { Detection } from './detection.ts';

/**
 * The role of Cordon that made a call, if one did. CloudTrail names the role behind a session, so this is AWS's word. Names count only in
 * accounts of ours: anybody may call a role `cordon-member` elsewhere.
 */
export const ownRoleOf = (detection: Detection, roleNames: readonly string[], accounts: readonly string[]): string | undefined => {
  const role = detection.attributes['role'];
  if (detection.source.id !== 'cloudtrail-call' || typeof role !== 'string') return undefined;
  const [, account, name] = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(role) ?? [];
  return account !== undefined && name !== undefined && accounts.includes(account) && roleNames.includes(name) ? role : undefined;
};
