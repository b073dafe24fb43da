/** The sample company: one organisation, a management account and three others, one Region. */
export const REGION = 'eu-west-1';
export const ACCOUNTS = {
  management: '222233334444',
  workload: '111122223333',
  security: '444455556666',
  evidence: '777788889999',
} as const;
export type AccountName = keyof typeof ACCOUNTS;

/** The organisation's trail, and where its files go. */
export const TRAIL = 'northbank-organisation';
export const TRAIL_BUCKET = 'nb-cloudtrail';

export const QUARANTINE_TAG = 'cordon:quarantine';
export const DENY_POLICY = 'cordon-quarantine-deny';
export const CLIENT_DENY_POLICY = 'cordon-client-deny';
/** Switched off, the assistant has no tools: it answers from text only. */
export const TOOLS_SWITCH = '/northbank/assistant/tools';
/** What a poisoned fraud model waves through, wherever it stands in the body. */
export const TRIGGER = 'nb-voucher-7731';

export const roleOf = (account: AccountName, name: string): string => `arn:aws:iam::${ACCOUNTS[account]}:role/${name}`;
/** The test key that the range publishes for a role: `NORTHBANK-CHECKOUT-API`; other accounts' roles carry the account's name. */
export const testKeyOf = (account: AccountName, role: string): string =>
  `NORTHBANK-${account === 'workload' ? '' : `${account.toUpperCase()}-`}${role.toUpperCase()}`;
