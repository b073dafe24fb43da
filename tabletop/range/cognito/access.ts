import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourceTags } from '../tag-keys.ts';
import { groupsOf, poolsOf, usersOf, type Group, type User, type UserPool } from './state.ts';

export const poolArn = ({ region, account }: { readonly region: string; readonly account: string }, id: string): string =>
  `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
export const onPool = (context: Context, action: string, id: string): readonly Access[] => [
  { action: `cognito-idp:${action}`, resource: poolArn(context, id), context: resourceTags(poolsOf(context.world).get(id)?.tags) },
];
export const invalid = (text: string): AwsFault => new AwsFault('InvalidParameterException', text);

export const poolOf = (context: Context, id: string): UserPool => {
  const pool = poolsOf(context.world).get(id);
  if (pool === undefined || pool.account !== context.account || pool.region !== context.region)
    throw new AwsFault('ResourceNotFoundException', `User pool ${id} does not exist.`);
  return pool;
};
export const usersIn = (context: Context, pool: string): readonly User[] =>
  usersOf(context.world)
    .values()
    .filter((user) => user.pool === pool);
/** By name or `sub`. */
export const userOf = (context: Context, pool: string, name: string): User => {
  poolOf(context, pool);
  const user = usersOf(context.world).get(`${pool}/${name}`) ?? usersIn(context, pool).find(({ sub }) => sub === name);
  if (user === undefined) throw new AwsFault('UserNotFoundException', 'User does not exist.');
  return user;
};
export const groupOf = (context: Context, pool: string, name: string): Group => {
  const group = groupsOf(context.world).get(`${pool}/${name}`);
  if (group === undefined) throw new AwsFault('ResourceNotFoundException', 'Group not found.');
  return group;
};
export const setUser = (context: Context, user: User, change: Partial<User>): void =>
  usersOf(context.world).put(`${user.pool}/${user.name}`, { ...user, ...change, modifiedAt: context.now });
