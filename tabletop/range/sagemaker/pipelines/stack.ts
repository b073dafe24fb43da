import type { JsonObject } from '../../../../core/json.ts';
import { rolesOf } from '../../iam/state.ts';
import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';
import { endpointsOf, tagsOf, type Tag } from '../state.ts';
import { stackDeploy } from './behaviours.ts';

/** Infrastructure as code: what it declares about an endpoint, and the role that it deploys with. */
export interface Stack {
  readonly name: string;
  readonly roleArn: string;
  readonly region: string;
  readonly endpoint: string;
  readonly endpointArn: string;
  readonly config: string;
  readonly tags: readonly Tag[];
}
const stacksOf = (world: World): Table<Stack> => world.store.table<Stack>('sagemaker.stack');

/** One deploy: the declared tags and the declared config, whatever somebody did by hand. A refusal ends it, as it would end the real one. */
const deploy = (world: World, stack: Stack): void => {
  const endpoint = endpointsOf(world).get(stack.endpointArn);
  if (endpoint === undefined || rolesOf(world).get(stack.roleArn) === undefined) return;
  const call = (operation: string, input: JsonObject): boolean =>
    world.acts.do({ roleArn: stack.roleArn, session: 'AWSCloudFormation', region: stack.region, service: 'SageMaker', operation, input })
      .ok;
  const tags = tagsOf(world).get(stack.endpointArn) ?? [];
  const strange = tags.filter(({ Key }) => !stack.tags.some((declared) => declared.Key === Key)).map(({ Key }) => Key);
  const missing = stack.tags.filter(({ Key, Value }) => !tags.some((tag) => tag.Key === Key && tag.Value === Value));
  if (strange.length > 0 && !call('DeleteTags', { ResourceArn: stack.endpointArn, TagKeys: strange })) return;
  if (missing.length > 0 && !call('AddTags', { ResourceArn: stack.endpointArn, Tags: missing.map(({ Key, Value }) => ({ Key, Value })) }))
    return;
  if (endpoint.config !== stack.config) call('UpdateEndpoint', { EndpointName: stack.endpoint, EndpointConfigName: stack.config });
};

export const startStack = (world: World, stack: Stack): void => {
  stacksOf(world).put(stack.name, stack);
  world.timers.add('stack-deploy', world.lasts(stackDeploy), { name: stack.name });
};
export const startStacks = (world: World): void =>
  world.timers.on('stack-deploy', ({ name }) => {
    const stack = typeof name === 'string' ? stacksOf(world).get(name) : undefined;
    if (stack === undefined) return;
    deploy(world, stack);
    world.timers.add('stack-deploy', world.lasts(stackDeploy), { name: stack.name });
  });
