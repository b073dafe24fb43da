import type {
  CheckCapacityCommandInput,
  CheckCapacityCommandOutput,
  CreateRuleGroupCommandInput,
  CreateRuleGroupCommandOutput,
  DeleteRuleGroupCommandInput,
  DeleteRuleGroupCommandOutput,
  GetRuleGroupCommandInput,
  GetRuleGroupCommandOutput,
  ListRuleGroupsCommandInput,
  ListRuleGroupsCommandOutput,
  UpdateRuleGroupCommandInput,
  UpdateRuleGroupCommandOutput,
} from '@aws-sdk/client-wafv2';
import { operation, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagMap } from '../tag-keys.ts';
import { arnOf, checkLock, checkNew, invalid, itemOf, itemsHere, listed, on, refused, scopeOf, summaryOf } from './access.ts';
import { remove } from './remove.ts';
import { capacityOf, references } from './rules.ts';
import { itemsOf, putItem, rulesIn, storedRules, type RuleGroup } from './state.ts';

const create = operation<CreateRuleGroupCommandInput, CreateRuleGroupCommandOutput>({
  trail: 'write',
  access: (input, context) =>
    [arnOf(context, 'rulegroup', input.Scope, input.Name, '*'), ...references(input.Rules)].map((arn) =>
      on(context, 'CreateRuleGroup', arn, requestTags(tagMap(input.Tags))),
    ),
  run: (input, context) => {
    const scope = scopeOf(context, input.Scope);
    if (input.CustomResponseBodies !== undefined || input.MonetizationConfig !== undefined)
      throw new AwsFault('NotImplemented', 'The range keeps no custom responses', { status: 501 });
    if (capacityOf(context, input.Rules ?? [], true) > input.Capacity) throw refused('WAFLimitsExceededException');
    checkNew(context, 'rulegroup', input.Scope, input.Name);
    const id = context.world.ids.uuid('waf');
    const item: RuleGroup = {
      kind: 'rulegroup',
      id,
      arn: arnOf(context, 'rulegroup', scope, input.Name, id),
      name: input.Name,
      account: context.account,
      region: context.region,
      scope,
      lock: context.world.ids.uuid('waf-lock'),
      tags: tagMap(input.Tags),
      capacity: input.Capacity,
      rules: storedRules(input.Rules ?? []),
      visibility: { ...input.VisibilityConfig },
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    putItem(context.world, item);
    return { Summary: summaryOf(item) };
  },
});
const get = operation<GetRuleGroupCommandInput, GetRuleGroupCommandOutput>({
  trail: 'read',
  access: ({ ARN, Scope, Name, Id }, context) => [
    on(context, 'GetRuleGroup', ARN ?? arnOf(context, 'rulegroup', Scope ?? '', Name ?? '', Id ?? '')),
  ],
  run: ({ ARN, Scope, Name, Id }, context) => {
    const byArn = itemsOf(context.world).get(ARN ?? '');
    if (ARN === undefined && (Scope === undefined || Name === undefined || Id === undefined))
      throw invalid('You must provide an ARN, or a name, an ID and a scope.', 'ENTITY', 'ARN');
    if (ARN !== undefined && (byArn?.kind !== 'rulegroup' || byArn.account !== context.account))
      throw refused('WAFNonexistentItemException');
    const item = byArn?.kind === 'rulegroup' ? byArn : itemOf(context, 'rulegroup', { Name: Name ?? '', Scope: Scope ?? '', Id: Id ?? '' });
    return {
      RuleGroup: {
        Name: item.name,
        Id: item.id,
        ARN: item.arn,
        Description: item.description ?? '',
        Capacity: item.capacity,
        Rules: rulesIn(item.rules),
        VisibilityConfig: item.visibility,
      },
      LockToken: item.lock,
    };
  },
});
const update = operation<UpdateRuleGroupCommandInput, UpdateRuleGroupCommandOutput>({
  trail: 'write',
  access: (input, context) =>
    [arnOf(context, 'rulegroup', input.Scope, input.Name, input.Id), ...references(input.Rules)].map((arn) =>
      on(context, 'UpdateRuleGroup', arn),
    ),
  run: (input, context) => {
    const item = itemOf(context, 'rulegroup', input);
    if (input.CustomResponseBodies !== undefined || input.MonetizationConfig !== undefined)
      throw new AwsFault('NotImplemented', 'The range keeps no custom responses', { status: 501 });
    // The capacity of a group never changes, so that the web ACLs that use it stay as large as they are.
    if (capacityOf(context, input.Rules ?? [], true) > item.capacity) throw refused('WAFLimitsExceededException');
    checkLock(item, input.LockToken);
    const { description: _, ...rest } = item;
    const lock = context.world.ids.uuid('waf-lock');
    putItem(context.world, {
      ...rest,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      rules: storedRules(input.Rules ?? []),
      visibility: { ...input.VisibilityConfig },
      lock,
    });
    return { NextLockToken: lock };
  },
});
const drop = operation<DeleteRuleGroupCommandInput, DeleteRuleGroupCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'DeleteRuleGroup', arnOf(context, 'rulegroup', input.Scope, input.Name, input.Id))],
  run: (input, context) => {
    remove(context, itemOf(context, 'rulegroup', input), input.LockToken);
    return {};
  },
});
const list = operation<ListRuleGroupsCommandInput, ListRuleGroupsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'wafv2:ListRuleGroups', resource: '*' }],
  run: (input, context) => {
    const page = listed(itemsHere(context, 'rulegroup', input.Scope), input.Limit, input.NextMarker);
    return { RuleGroups: page.page.map(summaryOf), NextMarker: page.next };
  },
});
const check = operation<CheckCapacityCommandInput, CheckCapacityCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'wafv2:CheckCapacity', resource: '*' }],
  run: (input, context) => {
    scopeOf(context, input.Scope);
    return { Capacity: capacityOf(context, input.Rules, false) };
  },
});

export const RULE_GROUP_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateRuleGroup: create,
  GetRuleGroup: get,
  UpdateRuleGroup: update,
  DeleteRuleGroup: drop,
  ListRuleGroups: list,
  CheckCapacity: check,
};
