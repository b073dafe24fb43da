import type { World } from '../world.ts';
import { emitEndpointState } from './emit.ts';
import { dropTags, endpointsOf, startTags, type Endpoint } from './state.ts';

/** A finished update: the new fleet, or, when it could not come up, the old one with the reason. */
const updated = (endpoint: Endpoint, at: number): Endpoint => {
  const { pending, ...rest } = endpoint;
  if (pending === undefined) return endpoint;
  const settled = { ...rest, status: 'InService', modifiedAt: at } as const;
  return pending.problem === undefined
    ? { ...settled, config: pending.config, variants: pending.variants }
    : { ...settled, failureReason: pending.problem };
};
const created = (endpoint: Endpoint, at: number): Endpoint => ({
  ...endpoint,
  status: endpoint.failureReason === undefined ? 'InService' : 'Failed',
  modifiedAt: at,
});
const rescaled = (endpoint: Endpoint, at: number): Endpoint => ({
  ...endpoint,
  status: 'InService',
  modifiedAt: at,
  variants: endpoint.variants.map((variant) => ({ ...variant, weight: variant.desiredWeight, instances: variant.desiredInstances })),
});

/** Everything that SageMaker finishes later. */
export const startSagemaker = (world: World): void => {
  startTags(world);
  const change = (kind: string, next: (endpoint: Endpoint, at: number) => Endpoint): void =>
    world.timers.on(kind, ({ arn }, at) => {
      const endpoint = typeof arn === 'string' ? endpointsOf(world).get(arn) : undefined;
      if (endpoint === undefined) return;
      const changed = next(endpoint, at);
      endpointsOf(world).put(endpoint.arn, changed);
      emitEndpointState({ world, now: at }, changed);
    });
  change('endpoint-created', created);
  change('endpoint-updated', updated);
  change('capacity-updated', rescaled);
  world.timers.on('endpoint-deleted', ({ arn }) => {
    if (typeof arn !== 'string') return;
    endpointsOf(world).remove(arn);
    dropTags(world, arn);
  });
};
