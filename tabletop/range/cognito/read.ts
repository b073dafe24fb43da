import type {
  AdminGetUserCommandInput,
  AdminGetUserCommandOutput,
  DescribeUserPoolCommandInput,
  DescribeUserPoolCommandOutput,
  ListUserPoolsCommandInput,
  ListUserPoolsCommandOutput,
  ListUsersCommandInput,
  ListUsersCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { invalid, onPool, poolArn, poolOf, userOf, usersIn } from './access.ts';
import { poolsOf, type User } from './state.ts';

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
const MOST_A_PAGE = 60;

const pools = operation<ListUserPoolsCommandInput, ListUserPoolsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'cognito-idp:ListUserPools', resource: '*' }],
  run: (input, { world, account, region }) => {
    const here = poolsOf(world)
      .values()
      .filter((pool) => pool.account === account && pool.region === region);
    const page = pageOf(here, input.MaxResults, input.NextToken);
    if (page === undefined) throw invalid('Invalid pagination token.');
    return {
      UserPools: page.page.map(({ id, name, createdAt }) => ({
        Id: id,
        Name: name,
        LambdaConfig: {},
        CreationDate: new Date(createdAt),
        LastModifiedDate: new Date(createdAt),
      })),
      NextToken: page.next,
    };
  },
});
const describe = operation<DescribeUserPoolCommandInput, DescribeUserPoolCommandOutput>({
  trail: 'read',
  access: ({ UserPoolId }, context) => onPool(context, 'DescribeUserPool', UserPoolId),
  run: ({ UserPoolId }, context) => {
    const pool = poolOf(context, UserPoolId);
    return {
      UserPool: {
        Id: pool.id,
        Name: pool.name,
        Arn: poolArn(pool, pool.id),
        CreationDate: new Date(pool.createdAt),
        LastModifiedDate: new Date(pool.createdAt),
        LambdaConfig: {},
        MfaConfiguration: 'OFF',
        EstimatedNumberOfUsers: usersIn(context, pool.id).length,
        UserPoolTags: { ...pool.tags },
        DeletionProtection: 'ACTIVE',
        UsernameConfiguration: { CaseSensitive: false },
      },
    };
  },
});

const attributesOf = ({ sub, attributes }: User) => [
  { Name: 'sub', Value: sub },
  ...Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
];
const get = operation<AdminGetUserCommandInput, AdminGetUserCommandOutput>({
  trail: 'read',
  access: ({ UserPoolId }, context) => onPool(context, 'AdminGetUser', UserPoolId),
  run: ({ UserPoolId, Username }, context) => {
    const user = userOf(context, UserPoolId, Username);
    return {
      Username: user.name,
      UserAttributes: attributesOf(user),
      UserCreateDate: new Date(user.createdAt),
      UserLastModifiedDate: new Date(user.modifiedAt),
      Enabled: user.enabled,
      UserStatus: user.status,
    };
  },
});

export const userAnswer = (user: User, names?: readonly string[]) => ({
  Username: user.name,
  Attributes: attributesOf(user).filter(({ Name }) => names === undefined || names.includes(Name)),
  UserCreateDate: new Date(user.createdAt),
  UserLastModifiedDate: new Date(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
});
const SEARCHABLE: readonly string[] = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
];
const textOf = (user: User, name: string): string | undefined => {
  if (name === 'username') return user.name;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  if (name === 'cognito:user_status') return user.status;
  return name === 'sub' ? user.sub : user.attributes[name];
};
const filtered = (users: readonly User[], filter: string | undefined): readonly User[] => {
  if (filter === undefined || filter.trim() === '') return users;
  const [, name = '', sign = '', value = ''] = /^\s*"?([\w:]+)"?\s*(\^?=)\s*\\?"(.*?)\\?"\s*$/.exec(filter) ?? [];
  if (sign === '') throw invalid('Error while parsing filter.');
  if (!SEARCHABLE.includes(name)) throw invalid('Invalid search attribute.');
  return users.filter((user) => (sign === '=' ? textOf(user, name) === value : textOf(user, name)?.startsWith(value) === true));
};
const list = operation<ListUsersCommandInput, ListUsersCommandOutput>({
  trail: 'read',
  access: ({ UserPoolId }, context) => onPool(context, 'ListUsers', UserPoolId),
  run: (input, context) => {
    poolOf(context, input.UserPoolId);
    const kept = filtered(usersIn(context, input.UserPoolId), input.Filter);
    const page = pageOf(kept, input.Limit ?? MOST_A_PAGE, input.PaginationToken);
    if (page === undefined) throw invalid('Invalid pagination token.');
    return { Users: page.page.map((user) => userAnswer(user, input.AttributesToGet)), PaginationToken: page.next };
  },
});

export const READ_OPERATIONS: Readonly<Record<string, Operation>> = {
  ListUserPools: pools,
  DescribeUserPool: describe,
  AdminGetUser: get,
  ListUsers: list,
};
