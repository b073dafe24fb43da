import type {
  ListRuleNamesByTargetCommandInput,
  ListRuleNamesByTargetCommandOutput,
  ListRulesCommandInput,
  ListRulesCommandOutput,
  ListTargetsByRuleCommandInput,
  ListTargetsByRuleCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { operation, type Context } from '../operation.ts';
import { ownBus, ruleOf } from './find-bus.ts';
import { paged } from './paged.ts';
import { onRule } from './rules.ts';
import { rulesOf, type Rule } from './state.ts';

const onBus = (context: Context, given: string | undefined): readonly Rule[] => {
  const { arn } = ownBus(context, given);
  return rulesOf(context.world)
    .values()
    .filter(({ bus }) => bus === arn);
};

export const listRules = operation<ListRulesCommandInput, ListRulesCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'events:ListRules', resource: '*' }],
  run: (input, context) => {
    const rules = onBus(context, input.EventBusName).filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
    const { page, next } = paged(rules, input);
    return {
      Rules: page.map((rule) => ({
        Name: rule.name,
        Arn: rule.arn,
        EventPattern: rule.pattern,
        State: rule.state,
        Description: rule.description,
        RoleArn: rule.roleArn,
        ManagedBy: rule.managedBy,
        EventBusName: rule.bus.split('/').at(-1),
      })),
      NextToken: next,
    };
  },
});

export const listRuleNamesByTarget = operation<ListRuleNamesByTargetCommandInput, ListRuleNamesByTargetCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'events:ListRuleNamesByTarget', resource: '*' }],
  run: (input, context) => {
    const rules = onBus(context, input.EventBusName).filter(({ targets }) => targets.some(({ Arn }) => Arn === input.TargetArn));
    const { page, next } = paged(
      rules.map(({ name }) => name),
      input,
    );
    return { RuleNames: page, NextToken: next };
  },
});

export const listTargetsByRule = operation<ListTargetsByRuleCommandInput, ListTargetsByRuleCommandOutput>({
  trail: 'read',
  access: (input, context) => [onRule('ListTargetsByRule', context, input.EventBusName, input.Rule)],
  run: (input, context) => {
    const { page, next } = paged(ruleOf(context, input.EventBusName, input.Rule).targets, input);
    return { Targets: page, NextToken: next };
  },
});
