import type {
  CreateIPSetCommandInput,
  CreateIPSetCommandOutput,
  DeleteIPSetCommandInput,
  DeleteIPSetCommandOutput,
  GetIPSetCommandInput,
  GetIPSetCommandOutput,
  ListIPSetsCommandInput,
  ListIPSetsCommandOutput,
  UpdateIPSetCommandInput,
  UpdateIPSetCommandOutput,
} from '@aws-sdk/client-wafv2';
import { operation, type Operation } from '../operation.ts';
import { requestTags, tagMap } from '../tag-keys.ts';
import { arnOf, checkLock, checkNew, invalid, itemOf, itemsHere, listed, on, refused, scopeOf, summaryOf } from './access.ts';
import { blockOf } from './cidr.ts';
import { remove } from './remove.ts';
import { putItem, type IpSet } from './state.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
const MOST_ADDRESSES = 10_000;
const checkAddresses = (version: string, addresses: readonly string[]): void => {
  const bad = addresses.find((address) => blockOf(address)?.version !== version);
  if (bad !== undefined) throw invalid('The parameter contains formatting that is not valid.', 'IP_ADDRESS', bad);
  if (addresses.length > MOST_ADDRESSES) throw refused('WAFLimitsExceededException');
};

const create = operation<CreateIPSetCommandInput, CreateIPSetCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on(context, 'CreateIPSet', arnOf(context, 'ipset', input.Scope, input.Name, '*'), requestTags(tagMap(input.Tags))),
  ],
  run: (input, context) => {
    const scope = scopeOf(context, input.Scope);
    checkAddresses(input.IPAddressVersion, input.Addresses);
    checkNew(context, 'ipset', input.Scope, input.Name);
    const id = context.world.ids.uuid('waf');
    const item: IpSet = {
      kind: 'ipset',
      id,
      arn: arnOf(context, 'ipset', scope, input.Name, id),
      name: input.Name,
      account: context.account,
      region: context.region,
      scope,
      lock: context.world.ids.uuid('waf-lock'),
      tags: tagMap(input.Tags),
      version: input.IPAddressVersion,
      addresses: [...new Set(input.Addresses)],
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    putItem(context.world, item);
    return { Summary: summaryOf(item) };
  },
});
const get = operation<GetIPSetCommandInput, GetIPSetCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'GetIPSet', arnOf(context, 'ipset', input.Scope, input.Name, input.Id))],
  run: (input, context) => {
    const item = itemOf(context, 'ipset', input);
    return {
      IPSet: {
        Name: item.name,
        Id: item.id,
        ARN: item.arn,
        Description: item.description ?? '',
        IPAddressVersion: item.version,
        Addresses: [...item.addresses],
      },
      LockToken: item.lock,
    };
  },
});
/** The whole set is replaced. */
const update = operation<UpdateIPSetCommandInput, UpdateIPSetCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'UpdateIPSet', arnOf(context, 'ipset', input.Scope, input.Name, input.Id))],
  run: (input, context) => {
    const item = itemOf(context, 'ipset', input);
    checkAddresses(item.version, input.Addresses);
    checkLock(item, input.LockToken);
    const { description: _, ...rest } = item;
    const lock = context.world.ids.uuid('waf-lock');
    putItem(context.world, {
      ...rest,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      addresses: [...new Set(input.Addresses)],
      lock,
    });
    return { NextLockToken: lock };
  },
});
const drop = operation<DeleteIPSetCommandInput, DeleteIPSetCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'DeleteIPSet', arnOf(context, 'ipset', input.Scope, input.Name, input.Id))],
  run: (input, context) => {
    remove(context, itemOf(context, 'ipset', input), input.LockToken);
    return {};
  },
});
const list = operation<ListIPSetsCommandInput, ListIPSetsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'wafv2:ListIPSets', resource: '*' }],
  run: (input, context) => {
    const page = listed(itemsHere(context, 'ipset', input.Scope), input.Limit, input.NextMarker);
    return { IPSets: page.page.map(summaryOf), NextMarker: page.next };
  },
});

export const IP_SET_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateIPSet: create,
  GetIPSet: get,
  UpdateIPSet: update,
  DeleteIPSet: drop,
  ListIPSets: list,
};
