import type {
  CreateAccessKeyCommandInput,
  CreateAccessKeyCommandOutput,
  DeleteAccessKeyCommandInput,
  DeleteAccessKeyCommandOutput,
  GetAccessKeyLastUsedCommandInput,
  GetAccessKeyLastUsedCommandOutput,
  ListAccessKeysCommandInput,
  ListAccessKeysCommandOutput,
  UpdateAccessKeyCommandInput,
  UpdateAccessKeyCommandOutput,
} from '@aws-sdk/client-iam';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { lastUseOf } from './last-use.ts';
import { invalidInput, listed, missing, onUser, overLimit, userOf } from './lookup.ts';
import { accessKeysOf, changeKey, usersOf, type AccessKey } from './state.ts';
import { nameOrOwn } from './users.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_KEYS = 2;

const keysOf = ({ world }: Context, user: string): readonly AccessKey[] =>
  accessKeysOf(world)
    .values()
    .filter((key) => key.user === user);
const keyOf = (context: Context, name: string | undefined, id: string): AccessKey => {
  const user = userOf(context, nameOrOwn(context, name));
  const key = accessKeysOf(context.world).get(id);
  if (key === undefined || key.user !== user.arn) throw missing(`The Access Key with id ${id} cannot be found.`);
  return key;
};

const create = operation<CreateAccessKeyCommandInput, CreateAccessKeyCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('CreateAccessKey', context, nameOrOwn(context, input.UserName)),
  run: (input, context) => {
    const { world, now } = context;
    const user = userOf(context, nameOrOwn(context, input.UserName));
    if (keysOf(context, user.arn).length >= MOST_KEYS) throw overLimit(`Cannot exceed quota for AccessKeysPerUser: ${MOST_KEYS}`);
    const id = `AKIA${world.ids.code('access-key', 16)}`;
    const secret = `${world.ids.version('access-key-secret')}${world.ids.version('access-key-secret').slice(0, 8)}`;
    changeKey(world, id, { id, user: user.arn, secret, status: 'Active', createdAt: now });
    return {
      AccessKey: { UserName: user.name, AccessKeyId: id, Status: 'Active', SecretAccessKey: secret, CreateDate: new Date(now) },
    };
  },
});
const update = operation<UpdateAccessKeyCommandInput, UpdateAccessKeyCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('UpdateAccessKey', context, nameOrOwn(context, input.UserName)),
  run: (input, context) => {
    const key = keyOf(context, input.UserName, input.AccessKeyId);
    if (input.Status !== 'Active' && input.Status !== 'Inactive') throw invalidInput(`Invalid status ${input.Status}.`);
    changeKey(context.world, key.id, { ...key, status: input.Status });
    return {};
  },
});
const list = operation<ListAccessKeysCommandInput, ListAccessKeysCommandOutput>({
  trail: 'read',
  access: (input, context) => onUser('ListAccessKeys', context, nameOrOwn(context, input.UserName)),
  run: (input, context) => {
    const user = userOf(context, nameOrOwn(context, input.UserName));
    const { rows, end } = listed(keysOf(context, user.arn), input);
    return {
      AccessKeyMetadata: rows.map(({ id, status, createdAt }) => ({
        UserName: user.name,
        AccessKeyId: id,
        Status: status,
        CreateDate: new Date(createdAt),
      })),
      ...end,
    };
  },
});
const remove = operation<DeleteAccessKeyCommandInput, DeleteAccessKeyCommandOutput>({
  trail: 'write',
  access: (input, context) => onUser('DeleteAccessKey', context, nameOrOwn(context, input.UserName)),
  run: (input, context) => {
    changeKey(context.world, keyOf(context, input.UserName, input.AccessKeyId).id, undefined);
    return {};
  },
});
const lastUsed = operation<GetAccessKeyLastUsedCommandInput, GetAccessKeyLastUsedCommandOutput>({
  trail: 'read',
  access: (input, { world }) => {
    const user = accessKeysOf(world).get(input.AccessKeyId)?.user;
    return [{ action: 'iam:GetAccessKeyLastUsed', resource: user ?? '*' }];
  },
  run: ({ AccessKeyId: id }, { world, account }) => {
    const key = accessKeysOf(world).get(id);
    const user = key === undefined ? undefined : usersOf(world).get(key.user);
    if (user === undefined || user.account !== account)
      throw new AwsFault('AccessDenied', `The access key ${id} does not belong to an account of the caller.`, { status: 403 });
    const used = lastUseOf(world, ({ accessKeyId }) => accessKeyId === id);
    // A key that was never used has no date.
    const AccessKeyLastUsed =
      used === undefined
        ? { LastUsedDate: undefined, ServiceName: 'N/A', Region: 'N/A' }
        : { LastUsedDate: new Date(used.at), ServiceName: used.service, Region: used.region };
    return { UserName: user.name, AccessKeyLastUsed };
  },
});

export const ACCESS_KEY_OPERATIONS = {
  CreateAccessKey: create,
  UpdateAccessKey: update,
  ListAccessKeys: list,
  DeleteAccessKey: remove,
  GetAccessKeyLastUsed: lastUsed,
} as const;
