import type {
  DeleteRuleCommandInput,
  DeleteRuleCommandOutput,
  DescribeRuleCommandInput,
  DescribeRuleCommandOutput,
  DisableRuleCommandInput,
  DisableRuleCommandOutput,
  EnableRuleCommandInput,
  EnableRuleCommandOutput,
  PutRuleCommandInput,
  PutRuleCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { isObject } from '../../../core/json.ts';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, resourceTags, tagMap, tagProblem } from '../tag-keys.ts';
import { changeable, ownBus, ruleArnOf, ruleOf } from './find-bus.ts';
import { matcherOf } from './pattern.ts';
import { rulesOf, type Rule, type RuleState } from './state.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_RULES = 300;
const invalid = (message: string): AwsFault => new AwsFault('ValidationException', message);
export const onRule = (
  action: string,
  context: Context,
  bus: string | undefined,
  name: string,
  more: Readonly<Record<string, readonly string[]>> = {},
) => {
  const resource = ruleArnOf(context, bus, name);
  const rule = rulesOf(context.world).get(resource);
  const keys = { ...resourceTags(rule?.tags), ...(rule === undefined ? {} : { 'events:creatorAccount': [rule.account] }), ...more };
  return { action: `events:${action}`, resource, context: keys };
};
const textsAt = (pattern: string | undefined, field: string): readonly string[] => {
  try {
    const read: unknown = JSON.parse(pattern ?? '{}');
    const found = isObject(read) ? read[field] : undefined;
    return Array.isArray(found) ? found.filter((value) => typeof value === 'string') : [];
  } catch {
    // No JSON: `run` refuses it.
    return [];
  }
};
/** Who lends the rule a role must be allowed to. */
export const passing = (role: string | undefined) =>
  role === undefined ? [] : [{ action: 'iam:PassRole', resource: role, context: { 'iam:PassedToService': ['events.amazonaws.com'] } }];

export const putRule = operation<PutRuleCommandInput, PutRuleCommandOutput>({
  trail: 'write',
  access: (input, context) => {
    const [sources, types] = [textsAt(input.EventPattern, 'source'), textsAt(input.EventPattern, 'detail-type')];
    const keys = {
      ...(sources.length === 0 ? {} : { 'events:source': sources }),
      ...(types.length === 0 ? {} : { 'events:detail-type': types }),
      'events:creatorAccount': [context.account],
      ...requestTags(tagMap(input.Tags)),
    };
    return [onRule('PutRule', context, input.EventBusName, input.Name, keys), ...passing(input.RoleArn)];
  },
  run: (input, context) => {
    const { world, account, region } = context;
    const bus = ownBus(context, input.EventBusName);
    if (input.EventPattern === undefined && input.ScheduleExpression === undefined)
      throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
    if (input.ScheduleExpression !== undefined)
      throw new AwsFault('NotImplemented', 'The range runs no rules by schedule', { status: 501 });
    const pattern = input.EventPattern ?? '';
    matcherOf(pattern);
    const arn = ruleArnOf(context, bus.arn, input.Name);
    const known = rulesOf(world).get(arn);
    if (known !== undefined) changeable(known);
    const onBus = rulesOf(world)
      .values()
      .filter((rule) => rule.bus === bus.arn);
    if (known === undefined && onBus.length >= MOST_RULES)
      throw new AwsFault('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
    const tags = tagMap(input.Tags);
    const problem = known === undefined ? tagProblem({}, tags) : undefined;
    if (problem !== undefined) throw invalid(problem);
    // What is left out is not kept. Tags of a rule that is there are changed by TagResource only.
    const rule: Rule = {
      arn,
      name: input.Name,
      bus: bus.arn,
      account,
      region,
      pattern,
      state: input.State ?? 'ENABLED',
      tags: known?.tags ?? tags,
      targets: known?.targets ?? [],
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.RoleArn === undefined ? {} : { roleArn: input.RoleArn }),
    };
    rulesOf(world).put(arn, rule);
    return { RuleArn: arn };
  },
});

export const describeRule = operation<DescribeRuleCommandInput, DescribeRuleCommandOutput>({
  trail: 'read',
  access: (input, context) => [onRule('DescribeRule', context, input.EventBusName, input.Name)],
  run: (input, context) => {
    const rule = ruleOf(context, input.EventBusName, input.Name);
    return {
      Name: rule.name,
      Arn: rule.arn,
      EventPattern: rule.pattern,
      State: rule.state,
      Description: rule.description,
      RoleArn: rule.roleArn,
      ManagedBy: rule.managedBy,
      EventBusName: rule.bus.split('/').at(-1),
      CreatedBy: rule.account,
    };
  },
});

const switched = (input: { readonly Name: string; readonly EventBusName?: string }, context: Context, state: RuleState): object => {
  const rule = changeable(ruleOf(context, input.EventBusName, input.Name));
  rulesOf(context.world).put(rule.arn, { ...rule, state });
  return {};
};
export const enableRule = operation<EnableRuleCommandInput, EnableRuleCommandOutput>({
  trail: 'write',
  access: (input, context) => [onRule('EnableRule', context, input.EventBusName, input.Name)],
  run: (input, context) => switched(input, context, 'ENABLED'),
});
export const disableRule = operation<DisableRuleCommandInput, DisableRuleCommandOutput>({
  trail: 'write',
  access: (input, context) => [onRule('DisableRule', context, input.EventBusName, input.Name)],
  run: (input, context) => switched(input, context, 'DISABLED'),
});

export const deleteRule = operation<DeleteRuleCommandInput, DeleteRuleCommandOutput>({
  trail: 'write',
  access: (input, context) => [onRule('DeleteRule', context, input.EventBusName, input.Name)],
  run: (input, context) => {
    const bus = ownBus(context, input.EventBusName);
    const rule = rulesOf(context.world).get(ruleArnOf(context, bus.arn, input.Name));
    // A rule that is not there is deleted as well as one that is.
    if (rule === undefined) return {};
    changeable(rule, input.Force === true);
    if (rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.");
    rulesOf(context.world).remove(rule.arn);
    return {};
  },
});
