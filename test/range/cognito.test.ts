import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  ListGroupsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { as, refusal, stillRange } from './clients.ts';

const setUp = async () => {
  const { range, clock } = stillRange();
  const users = new CognitoIdentityProviderClient(range.clientConfig('admin'));
  const { UserPools = [] } = await users.send(new ListUserPoolsCommand({ MaxResults: 10 }));
  const UserPoolId = UserPools[0]?.Id ?? '';
  const user = { UserPoolId, Username: 'partner-bot' };
  return { range, clock, users, UserPoolId, user, read: () => users.send(new AdminGetUserCommand(user)) };
};

test('pools and users are found, by name, filter and sub', async () => {
  const { users, UserPoolId, read } = await setUp();
  expect(UserPoolId).toMatch(/^eu-west-1_[A-Za-z0-9]{9}$/);
  expect((await users.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool).toMatchObject({ EstimatedNumberOfUsers: 2 });
  const list = async (Filter?: string) =>
    (await users.send(new ListUsersCommand({ UserPoolId, Filter }))).Users?.map(({ Username }) => Username);
  expect(await list()).toEqual(['partner-bot', 'support-desk']);
  expect(await list('email ^= "support"')).toEqual(['support-desk']);
  expect(await list('status = "Disabled"')).toEqual([]);
  expect(await refusal(list('shoe_size = "42"'))).toMatchObject({ name: 'InvalidParameterException', status: 400 });
  const sub = (await read()).UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
  expect(await users.send(new AdminGetUserCommand({ UserPoolId, Username: sub }))).toMatchObject({ Username: 'partner-bot' });
  expect(await refusal(users.send(new AdminGetUserCommand({ UserPoolId, Username: 'none' })))).toMatchObject({
    name: 'UserNotFoundException',
  });
  expect(await refusal(users.send(new DescribeUserPoolCommand({ UserPoolId: 'eu-west-1_none' })))).toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a user is switched off and on; a password is reset and set', async () => {
  const { users, user, read } = await setUp();
  await users.send(new AdminDisableUserCommand(user));
  expect(await read()).toMatchObject({ Enabled: false, UserStatus: 'CONFIRMED' });
  expect(await refusal(users.send(new AdminResetUserPasswordCommand(user)))).toMatchObject({ name: 'NotAuthorizedException' });
  await users.send(new AdminEnableUserCommand(user));
  await users.send(new AdminResetUserPasswordCommand(user));
  expect(await read()).toMatchObject({ Enabled: true, UserStatus: 'RESET_REQUIRED' });
  const set = (Password: string) => users.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
  expect(await refusal(set('short'))).toMatchObject({ name: 'InvalidPasswordException' });
  await set('A-long-one-7');
  expect(await read()).toMatchObject({ UserStatus: 'CONFIRMED' });
});

test('groups have members', async () => {
  const { users, user, UserPoolId } = await setUp();
  const groups = async () => (await users.send(new AdminListGroupsForUserCommand(user))).Groups?.map(({ GroupName }) => GroupName);
  expect((await users.send(new ListGroupsCommand({ UserPoolId }))).Groups?.map(({ GroupName }) => GroupName)).toEqual([
    'offers',
    'partners',
  ]);
  const before = await groups();
  await users.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName: 'offers' }));
  expect(await groups()).toEqual(['partners']);
  expect((await users.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: 'offers' }))).Users).toEqual([]);
  await users.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'offers' }));
  await users.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'offers' }));
  expect(await groups()).toEqual(before);
  expect(await refusal(users.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'none' })))).toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Group not found.',
  });
});

test('no password is in the event history, and others may do none of this', async () => {
  const { range, clock, users, user } = await setUp();
  await users.send(new AdminSetUserPasswordCommand({ ...user, Password: 'A-long-one-7', Permanent: true }));
  const other = new CognitoIdentityProviderClient(range.clientConfig('crm'));
  expect(await refusal(other.send(new AdminDisableUserCommand(user)))).toMatchObject({ name: 'AccessDeniedException' });
  clock.advance(1800);
  const { Events } = await as(range, 'admin').cloudtrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AdminSetUserPassword' }] }),
  );
  expect(Events).toHaveLength(1);
  expect(JSON.stringify(Events)).not.toContain('A-long-one-7');
});
