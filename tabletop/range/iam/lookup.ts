import { pageOf } from '../page.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, resourceTags, type TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';
import { policiesOf, roleArn, rolesOf, userArn, usersOf, type ManagedPolicy, type Role, type User } from './state.ts';

export const missing = (message: string): AwsFault => new AwsFault('NoSuchEntityException', message);
export const exists = (message: string): AwsFault => new AwsFault('EntityAlreadyExistsException', message);
export const conflict = (message: string): AwsFault => new AwsFault('DeleteConflictException', message);
export const overLimit = (message: string): AwsFault => new AwsFault('LimitExceededException', message);
export const invalidInput = (message: string): AwsFault => new AwsFault('InvalidInputException', message);
export const validation = (message: string): AwsFault => new AwsFault('ValidationError', message, { status: 400 });

interface Place {
  readonly world: World;
  readonly account: string;
}
/** Names are unique in an account, whatever path stands before them, and in any letters. */
const named = <T extends { readonly account: string; readonly name: string }>(rows: readonly T[], { account }: Place, name: string) =>
  rows.find((row) => row.account === account && row.name.toLowerCase() === name.toLowerCase());
export const findRole = (place: Place, name: string): Role | undefined =>
  rolesOf(place.world).get(roleArn(place.account, name)) ?? named(rolesOf(place.world).values(), place, name);
export const findUser = (place: Place, name: string): User | undefined =>
  usersOf(place.world).get(userArn(place.account, name)) ?? named(usersOf(place.world).values(), place, name);

export const roleOf = (place: Place, name: string): Role => {
  const role = findRole(place, name);
  if (role === undefined) throw missing(`The role with name ${name} cannot be found.`);
  return role;
};
export const userOf = (place: Place, name: string): User => {
  const user = findUser(place, name);
  if (user === undefined) throw missing(`The user with name ${name} cannot be found.`);
  return user;
};
/** Those of the account, and those that AWS offers to everybody. */
export const policyOf = ({ world, account }: Place, arn: string): ManagedPolicy => {
  const policy = policiesOf(world).get(arn);
  if (policy === undefined || (policy.account !== account && policy.account !== 'aws'))
    throw missing(`Policy ${arn} does not exist or is not attachable.`);
  return policy;
};

type Keys = NonNullable<Access['context']>;
const ownTags = (tags: TagMap | undefined): Keys => ({
  ...resourceTags(tags),
  ...Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [`iam:ResourceTag/${key}`, [value]])),
});
/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export const onRole = (action: string, place: Place, name: string, more: Keys = {}): readonly Access[] => {
  const role = findRole(place, name);
  const context = { ...ownTags(role?.tags), ...boundaryKey(role?.boundary), ...more };
  return [{ action: `iam:${action}`, resource: role?.arn ?? roleArn(place.account, name), context }];
};
export const onUser = (action: string, place: Place, name: string, more: Keys = {}): readonly Access[] => {
  const user = findUser(place, name);
  const context = { ...ownTags(user?.tags), ...boundaryKey(user?.boundary), ...more };
  return [{ action: `iam:${action}`, resource: user?.arn ?? userArn(place.account, name), context }];
};
export const onPolicy = (action: string, { world }: Place, arn: string, more: Keys = {}): readonly Access[] => [
  { action: `iam:${action}`, resource: arn, context: { ...resourceTags(policiesOf(world).get(arn)?.tags), ...more } },
];
export const boundaryKey = (arn: string | undefined): Keys => (arn === undefined ? {} : { 'iam:PermissionsBoundary': [arn] });
export const policyKey = (arn: string): Keys => ({ 'iam:PolicyARN': [arn] });
export const tagKeys = (tags: TagMap): Keys => requestTags(tags);

interface Paged {
  readonly Marker?: string;
  readonly MaxItems?: number;
}
/** One page in the words of IAM. */
export const listed = <T>(rows: readonly T[], { Marker, MaxItems }: Paged) => {
  const page = pageOf(rows, MaxItems ?? 100, Marker);
  if (page === undefined) throw validation('Invalid Marker.');
  return { rows: page.page, end: { IsTruncated: page.next !== undefined, Marker: page.next } };
};
