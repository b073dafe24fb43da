import type {
  CreateDeploymentStrategyCommandInput,
  CreateDeploymentStrategyCommandOutput,
  GetDeploymentStrategyCommandInput,
  GetDeploymentStrategyCommandOutput,
  ListDeploymentStrategiesCommandInput,
  ListDeploymentStrategiesCommandOutput,
} from '@aws-sdk/client-appconfig';
import { operation, type Context, type Operation } from '../operation.ts';
import { isHere, listed, missing, namedAnswer, on } from './access.ts';
import { checkTags } from './places.ts';
import { newId, PREDEFINED, strategiesOf, type Strategy } from './state.ts';

export const strategyOf = (context: Context, id: string): Strategy => {
  const own = strategiesOf(context.world).get(id);
  const found = PREDEFINED.find((strategy) => strategy.id === id) ?? (own !== undefined && isHere(context, own) ? own : undefined);
  if (found === undefined) throw missing('DeploymentStrategy', id);
  return found;
};
const answerOf = (strategy: Strategy) => ({
  ...namedAnswer(strategy),
  DeploymentDurationInMinutes: strategy.duration,
  GrowthType: strategy.growthType,
  GrowthFactor: strategy.growth,
  FinalBakeTimeInMinutes: strategy.bake,
  ReplicateTo: 'NONE' as const,
});

const create = operation<CreateDeploymentStrategyCommandInput, CreateDeploymentStrategyCommandOutput>({
  trail: 'write',
  access: (_, context) => [on(context, 'CreateDeploymentStrategy', '*')],
  run: (input, context) => {
    checkTags(input.Tags);
    const strategy: Strategy = {
      id: newId(context.world),
      account: context.account,
      region: context.region,
      name: input.Name,
      duration: input.DeploymentDurationInMinutes,
      bake: input.FinalBakeTimeInMinutes ?? 0,
      growth: input.GrowthFactor,
      growthType: input.GrowthType ?? 'LINEAR',
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    strategiesOf(context.world).put(strategy.id, strategy);
    return answerOf(strategy);
  },
});
const get = operation<GetDeploymentStrategyCommandInput, GetDeploymentStrategyCommandOutput>({
  trail: 'read',
  access: ({ DeploymentStrategyId }, context) => [on(context, 'GetDeploymentStrategy', `deploymentstrategy/${DeploymentStrategyId}`)],
  run: ({ DeploymentStrategyId }, context) => answerOf(strategyOf(context, DeploymentStrategyId)),
});
const list = operation<ListDeploymentStrategiesCommandInput, ListDeploymentStrategiesCommandOutput>({
  trail: 'read',
  access: (_, context) => [on(context, 'ListDeploymentStrategies', '*')],
  run: (input, context) => {
    const own = strategiesOf(context.world)
      .values()
      .filter((strategy) => isHere(context, strategy));
    const page = listed([...PREDEFINED, ...own], input);
    return { Items: page.page.map(answerOf), NextToken: page.next };
  },
});

export const STRATEGY_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateDeploymentStrategy: create,
  GetDeploymentStrategy: get,
  ListDeploymentStrategies: list,
};
