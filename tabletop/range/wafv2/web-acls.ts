import type {
  CreateWebACLCommandInput,
  CreateWebACLCommandOutput,
  DeleteWebACLCommandInput,
  DeleteWebACLCommandOutput,
  GetWebACLCommandInput,
  GetWebACLCommandOutput,
  ListWebACLsCommandInput,
  ListWebACLsCommandOutput,
  UpdateWebACLCommandInput,
  UpdateWebACLCommandOutput,
} from '@aws-sdk/client-wafv2';
import { operation, type Operation, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagMap } from '../tag-keys.ts';
import { arnOf, checkLock, checkNew, invalid, itemOf, itemsHere, listed, on, refused, scopeOf, summaryOf } from './access.ts';
import { remove } from './remove.ts';
import { capacityOf, references } from './rules.ts';
import { itemsOf, putItem, rulesIn, storedRules, type WebAcl } from './state.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html */
const MOST_CAPACITY = 5000;
const SIMULATED: readonly string[] = [
  'Name',
  'Scope',
  'Id',
  'DefaultAction',
  'Description',
  'Rules',
  'VisibilityConfig',
  'Tags',
  'LockToken',
];
const checkScope = (input: object): void => {
  const other = Object.entries(input).find(([name, value]) => value !== undefined && !SIMULATED.includes(name))?.[0];
  if (other !== undefined) throw new AwsFault('NotImplemented', `The range does not simulate ${other} of a web ACL`, { status: 501 });
};
const blocks = ({ Allow, Block }: Present<UpdateWebACLCommandInput>['DefaultAction']): boolean => {
  if ((Allow === undefined) === (Block === undefined))
    throw invalid('You have used none or multiple values for a field that requires exactly one value.', 'DEFAULT_ACTION', 'DefaultAction');
  return Block !== undefined;
};

const create = operation<CreateWebACLCommandInput, CreateWebACLCommandOutput>({
  trail: 'write',
  access: (input, context) =>
    [arnOf(context, 'webacl', input.Scope, input.Name, '*'), ...references(input.Rules)].map((arn) =>
      on(context, 'CreateWebACL', arn, requestTags(tagMap(input.Tags))),
    ),
  run: (input, context) => {
    const scope = scopeOf(context, input.Scope);
    checkScope(input);
    const capacity = capacityOf(context, input.Rules ?? [], false);
    if (capacity > MOST_CAPACITY) throw refused('WAFLimitsExceededException');
    checkNew(context, 'webacl', input.Scope, input.Name);
    const id = context.world.ids.uuid('waf');
    const item: WebAcl = {
      kind: 'webacl',
      id,
      arn: arnOf(context, 'webacl', scope, input.Name, id),
      name: input.Name,
      account: context.account,
      region: context.region,
      scope,
      lock: context.world.ids.uuid('waf-lock'),
      tags: tagMap(input.Tags),
      capacity,
      rules: storedRules(input.Rules ?? []),
      visibility: { ...input.VisibilityConfig },
      blocksByDefault: blocks(input.DefaultAction),
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    putItem(context.world, item);
    return { Summary: summaryOf(item) };
  },
});
export const webAclAnswer = (item: WebAcl) => ({
  Name: item.name,
  Id: item.id,
  ARN: item.arn,
  Description: item.description ?? '',
  DefaultAction: item.blocksByDefault ? { Block: {} } : { Allow: {} },
  Rules: rulesIn(item.rules),
  VisibilityConfig: item.visibility,
  Capacity: item.capacity,
  ManagedByFirewallManager: false,
  LabelNamespace: `awswaf:${item.account}:webacl:${item.name}:`,
});
const get = operation<GetWebACLCommandInput, GetWebACLCommandOutput>({
  trail: 'read',
  access: ({ ARN, Scope, Name, Id }, context) => [
    on(context, 'GetWebACL', ARN ?? arnOf(context, 'webacl', Scope ?? '', Name ?? '', Id ?? '')),
  ],
  run: ({ ARN, Scope, Name, Id }, context) => {
    if (ARN === undefined && (Scope === undefined || Name === undefined || Id === undefined))
      throw invalid('You must provide an ARN, or a name, an ID and a scope.', 'ENTITY', 'ARN');
    const byArn = itemsOf(context.world).get(ARN ?? '');
    if (ARN !== undefined && (byArn?.kind !== 'webacl' || byArn.account !== context.account)) throw refused('WAFNonexistentItemException');
    const item = byArn?.kind === 'webacl' ? byArn : itemOf(context, 'webacl', { Name: Name ?? '', Scope: Scope ?? '', Id: Id ?? '' });
    return { WebACL: webAclAnswer(item), LockToken: item.lock };
  },
});
/** Everything is replaced: rules that are left out are gone. */
const update = operation<UpdateWebACLCommandInput, UpdateWebACLCommandOutput>({
  trail: 'write',
  access: (input, context) =>
    [arnOf(context, 'webacl', input.Scope, input.Name, input.Id), ...references(input.Rules)].map((arn) =>
      on(context, 'UpdateWebACL', arn),
    ),
  run: (input, context) => {
    const item = itemOf(context, 'webacl', input);
    checkScope(input);
    const capacity = capacityOf(context, input.Rules ?? [], false);
    if (capacity > MOST_CAPACITY) throw refused('WAFLimitsExceededException');
    checkLock(item, input.LockToken);
    const { description: _, ...rest } = item;
    const lock = context.world.ids.uuid('waf-lock');
    putItem(context.world, {
      ...rest,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      rules: storedRules(input.Rules ?? []),
      visibility: { ...input.VisibilityConfig },
      blocksByDefault: blocks(input.DefaultAction),
      capacity,
      lock,
    });
    return { NextLockToken: lock };
  },
});
const drop = operation<DeleteWebACLCommandInput, DeleteWebACLCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'DeleteWebACL', arnOf(context, 'webacl', input.Scope, input.Name, input.Id))],
  run: (input, context) => {
    remove(context, itemOf(context, 'webacl', input), input.LockToken);
    return {};
  },
});
const list = operation<ListWebACLsCommandInput, ListWebACLsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'wafv2:ListWebACLs', resource: '*' }],
  run: (input, context) => {
    const page = listed(itemsHere(context, 'webacl', input.Scope), input.Limit, input.NextMarker);
    return { WebACLs: page.page.map(summaryOf), NextMarker: page.next };
  },
});

export const WEB_ACL_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateWebACL: create,
  GetWebACL: get,
  UpdateWebACL: update,
  DeleteWebACL: drop,
  ListWebACLs: list,
};
