import type {
  CreateAliasCommandInput,
  CreateAliasCommandOutput,
  DeleteAliasCommandInput,
  DeleteAliasCommandOutput,
  ListAliasesCommandInput,
  ListAliasesCommandOutput,
  UpdateAliasCommandInput,
  UpdateAliasCommandOutput,
} from '@aws-sdk/client-kms';
import { operation, type Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { onAll, onKey, onKeyRow } from './access.ts';
import { keyNamed, mustStay } from './find.ts';
import { listed } from './list.ts';
import { aliasArn, aliasesOf, keysOf, type Alias, type Key } from './state.ts';

const named = (context: Context, name: string): Alias => {
  const arn = aliasArn(context, name);
  const alias = aliasesOf(context.world).get(arn);
  if (alias === undefined) throw new AwsFault('NotFoundException', `Alias ${arn} is not found.`);
  return alias;
};
/** The alias itself has no policy; the key behind it has. */
const onAlias = (context: Context, action: string, name: string): Access => ({
  action: `kms:${action}`,
  resource: aliasArn(context, name),
});
const behind = (context: Context, alias: Alias): Key => keyNamed(context.world, context, alias.target);

const mustBeFree = (name: string): void => {
  if (!/^alias\/[a-zA-Z0-9/_-]+$/.test(name))
    throw new AwsFault(
      'InvalidAliasNameException',
      'Alias must start with the prefix "alias/". Alias can contain alphanumeric characters, forward slashes, underscores and dashes.',
    );
  if (name.startsWith('alias/aws/')) throw new AwsFault('InvalidAliasNameException', 'Alias names beginning with alias/aws/ are reserved.');
};
const target = (context: Context, given: string): Key => {
  if (given.startsWith('alias/') || /:alias\//.test(given))
    throw new AwsFault('ValidationException', 'Aliases must refer to keys. Not aliases');
  const key = mustStay(keyNamed(context.world, context, given));
  if (key.account !== context.account) throw new AwsFault('InvalidArnException', `Invalid arn ${given}: the key is in another account.`);
  return key;
};

export const createAlias = operation<CreateAliasCommandInput, CreateAliasCommandOutput>({
  trail: 'write',
  access: (input, context) => [onAlias(context, 'CreateAlias', input.AliasName), onKey(context, 'CreateAlias', input.TargetKeyId)],
  run: (input, context) => {
    mustBeFree(input.AliasName);
    const key = target(context, input.TargetKeyId);
    const arn = aliasArn(context, input.AliasName);
    if (aliasesOf(context.world).get(arn) !== undefined)
      throw new AwsFault('AlreadyExistsException', `An alias with the name ${arn} already exists`);
    putAlias(context, input.AliasName, key, context.now);
    return {};
  },
});
export const putAlias = (context: Pick<Context, 'world' | 'account' | 'region'>, name: string, key: Key, at: number): void => {
  const arn = aliasArn(context, name);
  const before = aliasesOf(context.world).get(arn);
  const { account, region } = context;
  aliasesOf(context.world).put(arn, { name, arn, account, region, target: key.arn, createdAt: before?.createdAt ?? at, updatedAt: at });
};
export const updateAlias = operation<UpdateAliasCommandInput, UpdateAliasCommandOutput>({
  trail: 'write',
  access: (input, context) => {
    const from = behind(context, named(context, input.AliasName));
    return [
      onAlias(context, 'UpdateAlias', input.AliasName),
      onKeyRow(context, 'UpdateAlias', from),
      onKey(context, 'UpdateAlias', input.TargetKeyId),
    ];
  },
  run: (input, context) => {
    const from = behind(context, named(context, input.AliasName));
    const to = target(context, input.TargetKeyId);
    const kinds = [from, to].map(({ spec }) =>
      spec.startsWith('SYMMETRIC') ? 'symmetric' : spec.startsWith('HMAC') ? 'mac' : 'asymmetric',
    );
    if (kinds[0] !== kinds[1] || from.usage !== to.usage)
      throw new AwsFault('ValidationException', 'The target key must be of the same type and usage as the one that the alias stands for.');
    putAlias(context, input.AliasName, to, context.now);
    return {};
  },
});
export const deleteAlias = operation<DeleteAliasCommandInput, DeleteAliasCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    onAlias(context, 'DeleteAlias', input.AliasName),
    onKeyRow(context, 'DeleteAlias', behind(context, named(context, input.AliasName))),
  ],
  run: (input, context) => {
    aliasesOf(context.world).remove(named(context, input.AliasName).arn);
    return {};
  },
});
export const listAliases = operation<ListAliasesCommandInput, ListAliasesCommandOutput>({
  trail: 'read',
  access: () => [onAll('ListAliases')],
  run: (input, context) => {
    const { world, account, region } = context;
    const key = input.KeyId === undefined ? undefined : keyNamed(world, context, input.KeyId);
    const all = aliasesOf(world)
      .values()
      .filter((alias) => alias.account === account && alias.region === region && (key === undefined || alias.target === key.arn))
      .map(({ name, arn, target: to, createdAt, updatedAt }) => ({
        AliasName: name,
        AliasArn: arn,
        TargetKeyId: keysOf(world).get(to)?.id ?? '',
        CreationDate: new Date(createdAt),
        LastUpdatedDate: new Date(updatedAt),
      }));
    const { items, ...rest } = listed(all, input);
    return { Aliases: items, ...rest };
  },
});
