import type { JsonObject } from '../../../core/json.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { resourceTags } from '../tag-keys.ts';
import { keyNamed } from './find.ts';
import { aliasesOf, grantsOf, type Grant, type Key } from './state.ts';

export type Keys = Readonly<Record<string, readonly string[]>>;
export type EncryptionContext = Readonly<Record<string, string>>;

const holds = ({ subset, equals }: Grant, given: EncryptionContext): boolean => {
  const has = (wanted: EncryptionContext): boolean => Object.entries(wanted).every(([key, value]) => given[key] === value);
  if (equals !== undefined) return has(equals) && Object.keys(equals).length === Object.keys(given).length;
  return subset === undefined || has(subset);
};
/** A grant is one more statement of the key's policy, for its grantee and as long as its constraints hold. */
const withGrants = (context: Context, key: Key, action: string, given: EncryptionContext): JsonObject => {
  const { caller } = context;
  const names = [caller.arn, caller.roleArn, `arn:aws:iam::${caller.account}:root`];
  const granted = grantsOf(context.world)
    .values()
    .some((grant) => grant.key === key.arn && names.includes(grant.grantee) && grant.operations.includes(action) && holds(grant, given));
  if (!granted) return key.policy;
  const { Statement: statements = [] } = key.policy;
  return {
    ...key.policy,
    Statement: [
      ...(Array.isArray(statements) ? statements : [statements]),
      { Effect: 'Allow', Principal: { AWS: caller.arn }, Action: `kms:${action}`, Resource: '*' },
    ],
  };
};

const contextKeys = (given: EncryptionContext): Keys =>
  Object.keys(given).length === 0
    ? {}
    : {
        'kms:EncryptionContextKeys': Object.keys(given),
        ...Object.fromEntries(Object.entries(given).map(([key, value]) => [`kms:EncryptionContext:${key}`, [value]])),
      };
const aliasNames = (context: Pick<Context, 'world'>, key: Key): readonly string[] =>
  aliasesOf(context.world)
    .values()
    .filter(({ target }) => target === key.arn)
    .map(({ name }) => name);

/** What IAM and the key's policy are asked for one action on a key. */
export const onKeyRow = (
  context: Context,
  action: string,
  key: Key,
  more: { readonly keys?: Keys; readonly encryption?: EncryptionContext } = {},
): Access => {
  const aliases = aliasNames(context, key);
  const encryption = more.encryption ?? {};
  return {
    action: `kms:${action}`,
    resource: key.arn,
    rule: 'key-policy',
    resourceAccount: key.account,
    resourcePolicy: withGrants(context, key, action, encryption),
    context: {
      'kms:CallerAccount': [context.account],
      'kms:KeySpec': [key.spec],
      'kms:KeyUsage': [key.usage],
      'kms:KeyOrigin': ['AWS_KMS'],
      'kms:MultiRegion': ['false'],
      ...(aliases.length === 0 ? {} : { 'kms:ResourceAliases': aliases }),
      ...resourceTags(key.tags),
      ...contextKeys(encryption),
      ...more.keys,
    },
  };
};
const requestAlias = (given: string): Keys => {
  const alias = /(?:^|:)(alias\/.+)$/.exec(given)?.[1];
  return alias === undefined ? {} : { 'kms:RequestAlias': [alias] };
};
/** By whatever name the caller gives the key; a key that is not there is told before anybody is asked. */
export const onKey = (
  context: Context,
  action: string,
  given: string,
  more: { readonly keys?: Keys; readonly encryption?: EncryptionContext } = {},
): Access =>
  onKeyRow(context, action, keyNamed(context.world, context, given), { ...more, keys: { ...requestAlias(given), ...more.keys } });

export const onAll = (action: string, keys: Keys = {}): Access => ({ action: `kms:${action}`, resource: '*', context: keys });
