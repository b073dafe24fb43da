import type {
  AdminAddUserToGroupCommandInput,
  AdminAddUserToGroupCommandOutput,
  AdminListGroupsForUserCommandInput,
  AdminListGroupsForUserCommandOutput,
  AdminRemoveUserFromGroupCommandInput,
  AdminRemoveUserFromGroupCommandOutput,
  ListGroupsCommandInput,
  ListGroupsCommandOutput,
  ListUsersInGroupCommandInput,
  ListUsersInGroupCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { groupOf, invalid, onPool, poolOf, setUser, userOf, usersIn } from './access.ts';
import { userAnswer } from './read.ts';
import { groupsOf, type Group } from './state.ts';

const MOST_A_PAGE = 60;
const answerOf = (pool: string, { name, description, createdAt, precedence }: Group) => ({
  GroupName: name,
  UserPoolId: pool,
  Description: description,
  Precedence: precedence,
  CreationDate: new Date(createdAt),
  LastModifiedDate: new Date(createdAt),
});
const paged = <T>(items: readonly T[], limit: number | undefined, token: string | undefined) => {
  const page = pageOf(items, limit ?? MOST_A_PAGE, token);
  if (page === undefined) throw invalid('Invalid pagination token.');
  return page;
};

const list = operation<ListGroupsCommandInput, ListGroupsCommandOutput>({
  trail: 'read',
  access: ({ UserPoolId }, context) => onPool(context, 'ListGroups', UserPoolId),
  run: (input, context) => {
    const pool = poolOf(context, input.UserPoolId);
    const all = groupsOf(context.world)
      .entries()
      .filter(([key]) => key.startsWith(`${pool.id}/`))
      .map(([, group]) => group);
    const page = paged(all, input.Limit, input.NextToken);
    return { Groups: page.page.map((group) => answerOf(pool.id, group)), NextToken: page.next };
  },
});
const listForUser = operation<AdminListGroupsForUserCommandInput, AdminListGroupsForUserCommandOutput>({
  trail: 'read',
  access: ({ UserPoolId }, context) => onPool(context, 'AdminListGroupsForUser', UserPoolId),
  run: (input, context) => {
    const user = userOf(context, input.UserPoolId, input.Username);
    const page = paged(user.groups, input.Limit, input.NextToken);
    return { Groups: page.page.map((name) => answerOf(user.pool, groupOf(context, user.pool, name))), NextToken: page.next };
  },
});
const listUsers = operation<ListUsersInGroupCommandInput, ListUsersInGroupCommandOutput>({
  trail: 'read',
  access: ({ UserPoolId }, context) => onPool(context, 'ListUsersInGroup', UserPoolId),
  run: (input, context) => {
    const pool = poolOf(context, input.UserPoolId);
    const { name } = groupOf(context, pool.id, input.GroupName);
    const page = paged(
      usersIn(context, pool.id).filter(({ groups }) => groups.includes(name)),
      input.Limit,
      input.NextToken,
    );
    return { Users: page.page.map((user) => userAnswer(user)), NextToken: page.next };
  },
});
/** A user who is in the group already, or is not, is no error. */
const add = operation<AdminAddUserToGroupCommandInput, AdminAddUserToGroupCommandOutput>({
  trail: 'write',
  access: ({ UserPoolId }, context) => onPool(context, 'AdminAddUserToGroup', UserPoolId),
  run: ({ UserPoolId, Username, GroupName }, context) => {
    const user = userOf(context, UserPoolId, Username);
    const { name } = groupOf(context, UserPoolId, GroupName);
    setUser(context, user, { groups: [...user.groups.filter((one) => one !== name), name].sort() });
    return {};
  },
});
const remove = operation<AdminRemoveUserFromGroupCommandInput, AdminRemoveUserFromGroupCommandOutput>({
  trail: 'write',
  access: ({ UserPoolId }, context) => onPool(context, 'AdminRemoveUserFromGroup', UserPoolId),
  run: ({ UserPoolId, Username, GroupName }, context) => {
    const user = userOf(context, UserPoolId, Username);
    const { name } = groupOf(context, UserPoolId, GroupName);
    setUser(context, user, { groups: user.groups.filter((one) => one !== name) });
    return {};
  },
});

export const GROUP_OPERATIONS: Readonly<Record<string, Operation>> = {
  ListGroups: list,
  AdminListGroupsForUser: listForUser,
  ListUsersInGroup: listUsers,
  AdminAddUserToGroup: add,
  AdminRemoveUserFromGroup: remove,
};
