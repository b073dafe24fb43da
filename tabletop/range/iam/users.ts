import type {
  CreateLoginProfileCommandInput,
  CreateLoginProfileCommandOutput,
  CreateUserCommandInput,
  CreateUserCommandOutput,
  DeleteLoginProfileCommandInput,
  DeleteLoginProfileCommandOutput,
  DeleteUserCommandInput,
  DeleteUserCommandOutput,
  GetLoginProfileCommandInput,
  GetLoginProfileCommandOutput,
  GetUserCommandInput,
  GetUserCommandOutput,
  ListGroupsForUserCommandInput,
  ListGroupsForUserCommandOutput,
  ListMFADevicesCommandInput,
  ListMFADevicesCommandOutput,
  ListUsersCommandInput,
  ListUsersCommandOutput,
} from '@aws-sdk/client-iam';
import { operation, type Context } from '../operation.ts';
import { tagList, tagMap } from '../tag-keys.ts';
import { boundaryKey, conflict, exists, findUser, listed, missing, onUser, policyOf, tagKeys, userOf, validation } from './lookup.ts';
import { accessKeysOf, changeUser, userArn, usersOf, type User } from './state.ts';
import { checkedTags } from './tags.ts';

export const userShape = (user: User) => ({
  Path: user.path ?? '/',
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: new Date(user.createdAt),
});
const whole = (user: User) => ({
  ...userShape(user),
  ...(user.boundary === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const, PermissionsBoundaryArn: user.boundary } }),
  ...(Object.keys(user.tags ?? {}).length === 0 ? {} : { Tags: tagList(user.tags ?? {}) }),
});
/** Where a user name may be left out, the caller means itself. */
export const nameOrOwn = ({ caller }: Context, name: string | undefined): string => {
  if (name !== undefined) return name;
  if (caller.type !== 'IAMUser') throw validation('Must specify userName when calling with non-User credentials');
  return caller.roleName;
};

const create = operation<CreateUserCommandInput, CreateUserCommandOutput>({
  trail: 'write',
  access: (input, { account }) => [
    {
      action: 'iam:CreateUser',
      resource: userArn(account, input.UserName, input.Path),
      context: { ...boundaryKey(input.PermissionsBoundary), ...tagKeys(tagMap(input.Tags)) },
    },
  ],
  run: (input, context) => {
    const { world, account, now } = context;
    if (findUser(context, input.UserName) !== undefined) throw exists(`User with name ${input.UserName} already exists.`);
    const boundary = input.PermissionsBoundary === undefined ? {} : { boundary: policyOf(context, input.PermissionsBoundary).arn };
    const user: User = {
      name: input.UserName,
      account,
      path: input.Path ?? '/',
      arn: userArn(account, input.UserName, input.Path),
      id: `AIDA${world.ids.code('user', 17)}`,
      createdAt: now,
      attached: [],
      tags: checkedTags({}, tagMap(input.Tags)),
      ...boundary,
    };
    changeUser(world, user.arn, user);
    return { User: whole(user) };
  },
});
const get = operation<GetUserCommandInput, GetUserCommandOutput>({
  trail: 'read',
  access: (input, context) => onUser('GetUser', context, nameOrOwn(context, input.UserName)),
  run: (input, context) => ({ User: whole(userOf(context, nameOrOwn(context, input.UserName))) }),
});
const list = operation<ListUsersCommandInput, ListUsersCommandOutput>({
  trail: 'read',
  access: (input, { account }) => [{ action: 'iam:ListUsers', resource: userArn(account, '', input.PathPrefix) }],
  run: (input, { world, account }) => {
    const own = usersOf(world)
      .values()
      .filter((user) => user.account === account && (user.path ?? '/').startsWith(input.PathPrefix ?? '/'));
    const { rows, end } = listed(own, input);
    return { Users: rows.map(userShape), ...end };
  },
});
const remove = operation<DeleteUserCommandInput, DeleteUserCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('DeleteUser', context, input.UserName),
  run: (input, context) => {
    const user = userOf(context, input.UserName);
    if (user.hasPassword === true) throw conflict('Cannot delete entity, must delete login profile first.');
    if (
      accessKeysOf(context.world)
        .values()
        .some((key) => key.user === user.arn)
    )
      throw conflict('Cannot delete entity, must delete access keys first.');
    if (user.attached.length > 0) throw conflict('Cannot delete entity, must detach all policies first.');
    if (Object.keys(user.inline ?? {}).length > 0) throw conflict('Cannot delete entity, must delete policies first.');
    changeUser(context.world, user.arn, undefined);
    return {};
  },
});
/** There are no groups in the range, so nobody is in one. */
const groups = operation<ListGroupsForUserCommandInput, ListGroupsForUserCommandOutput>({
  trail: 'read',
  access: (input, context) => onUser('ListGroupsForUser', context, input.UserName),
  run: (input, context) => {
    userOf(context, input.UserName);
    return { Groups: [], IsTruncated: false };
  },
});
/** Nor MFA devices (behaviour `sts.no-mfa`). */
const devices = operation<ListMFADevicesCommandInput, ListMFADevicesCommandOutput>({
  trail: 'read',
  access: (input, context) => onUser('ListMFADevices', context, nameOrOwn(context, input.UserName)),
  run: (input, context) => {
    userOf(context, nameOrOwn(context, input.UserName));
    return { MFADevices: [], IsTruncated: false };
  },
});

const profileOf = (context: Context, name: string): User => {
  const user = userOf(context, name);
  if (user.hasPassword !== true) throw missing(`Login Profile for User ${user.name} cannot be found.`);
  return user;
};
const createProfile = operation<CreateLoginProfileCommandInput, CreateLoginProfileCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('CreateLoginProfile', context, nameOrOwn(context, input.UserName)),
  run: (input, context) => {
    const user = userOf(context, nameOrOwn(context, input.UserName));
    if (input.Password === undefined) throw validation('Password is required.');
    if (user.hasPassword === true) throw exists(`Login Profile for user ${user.name} already exists.`);
    changeUser(context.world, user.arn, { ...user, hasPassword: true, passwordAt: context.now });
    const reset = input.PasswordResetRequired ?? false;
    return { LoginProfile: { UserName: user.name, CreateDate: new Date(context.now), PasswordResetRequired: reset } };
  },
});
const getProfile = operation<GetLoginProfileCommandInput, GetLoginProfileCommandOutput>({
  trail: 'read',
  access: (input, context) => onUser('GetLoginProfile', context, nameOrOwn(context, input.UserName)),
  run: (input, context) => {
    const user = profileOf(context, nameOrOwn(context, input.UserName));
    return { LoginProfile: { UserName: user.name, CreateDate: new Date(user.passwordAt ?? user.createdAt) } };
  },
});
const deleteProfile = operation<DeleteLoginProfileCommandInput, DeleteLoginProfileCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('DeleteLoginProfile', context, nameOrOwn(context, input.UserName)),
  run: (input, context) => {
    const user = profileOf(context, nameOrOwn(context, input.UserName));
    changeUser(context.world, user.arn, { ...user, hasPassword: false });
    return {};
  },
});

export const USER_OPERATIONS = {
  CreateUser: create,
  GetUser: get,
  ListUsers: list,
  DeleteUser: remove,
  ListGroupsForUser: groups,
  ListMFADevices: devices,
  CreateLoginProfile: createProfile,
  GetLoginProfile: getProfile,
  DeleteLoginProfile: deleteProfile,
} as const;
