import type { World } from '../world.ts';
import { conditionKey, conditionsOf, type Condition, type Conditions } from './conditions.ts';
import { emitEndpointState } from './emit.ts';
import { systemUpdate } from './endpoint-behaviours.ts';
import { endpointsOf, type EndpointStatus } from './state.ts';

const become = (world: World, arn: string, from: readonly EndpointStatus[], status: EndpointStatus, at: number): boolean => {
  const endpoint = endpointsOf(world).get(arn);
  if (endpoint === undefined || !from.includes(endpoint.status)) return false;
  const changed = { ...endpoint, status, modifiedAt: at };
  endpointsOf(world).put(arn, changed);
  emitEndpointState({ world, now: at }, changed);
  return true;
};

/** What a scenario does to the world without any call: nobody at Northbank did it. */
export const conditionsIn = (world: World, changed: () => void): Conditions => ({
  begin: (condition: Condition) => {
    const at = world.time.now();
    const { is, of } = condition;
    if (is === 'system-updating') {
      if (!become(world, of, ['InService'], 'SystemUpdating', at)) throw new Error(`${of} is not in service`);
      world.timers.add('system-updated', world.lasts(systemUpdate), { arn: of });
    } else if (is === 'out-of-service') {
      if (!become(world, of, ['InService'], 'OutOfService', at)) throw new Error(`${of} is not in service`);
    } else conditionsOf(world).put(conditionKey(condition), { ...condition, since: at });
    changed();
  },
  end: (condition: Condition) => {
    const { is, of } = condition;
    if (is === 'out-of-service') become(world, of, ['OutOfService'], 'InService', world.time.now());
    conditionsOf(world).remove(conditionKey(condition));
    changed();
  },
});

export const startConditions = (world: World): void =>
  world.timers.on('system-updated', ({ arn }, at) => {
    if (typeof arn === 'string') become(world, arn, ['SystemUpdating'], 'InService', at);
  });
