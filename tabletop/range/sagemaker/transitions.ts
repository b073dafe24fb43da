import type { JsonObject } from '../../../core/json.ts';
import { noticeCapacity } from '../application-auto-scaling/wake.ts';
import type { World } from '../world.ts';
import { wakeQueue } from './async-queue.ts';
import { startConditions } from './condition-effects.ts';
import { startDeployments } from './deployment/run.ts';
import { emitEndpointState } from './emit.ts';
import { startComponents } from './inference-components/transitions.ts';
import { dropTags, endpointsOf, startTags, type Endpoint } from './state.ts';

const created = (endpoint: Endpoint, at: number, problem: string | undefined): Endpoint =>
  problem === undefined
    ? { ...endpoint, status: 'InService', modifiedAt: at }
    : { ...endpoint, status: 'Failed', modifiedAt: at, failureReason: problem };
/** Without capacity nothing changes but the reason. */
const rescaled = (endpoint: Endpoint, at: number, problem: string | undefined): Endpoint => ({
  ...endpoint,
  status: 'InService',
  modifiedAt: at,
  ...(problem === undefined ? {} : { failureReason: problem }),
  variants: endpoint.variants.map((variant) =>
    problem === undefined
      ? {
          ...variant,
          weight: variant.desiredWeight,
          instances: variant.desiredInstances,
          ...(variant.desiredServerless === undefined ? {} : { serverless: variant.desiredServerless }),
        }
      : {
          ...variant,
          desiredWeight: variant.weight,
          desiredInstances: variant.instances,
          ...(variant.serverless === undefined ? {} : { desiredServerless: variant.serverless }),
        },
  ),
});

/** Everything that SageMaker finishes later with an endpoint. */
export const startSagemaker = (world: World): void => {
  startTags(world);
  startDeployments(world);
  startComponents(world);
  startConditions(world);
  const change = (kind: string, next: (endpoint: Endpoint, at: number, problem: string | undefined) => Endpoint): void =>
    world.timers.on(kind, ({ arn, problem }: JsonObject, at) => {
      const endpoint = typeof arn === 'string' ? endpointsOf(world).get(arn) : undefined;
      if (endpoint === undefined) return;
      const changed = next(endpoint, at, typeof problem === 'string' ? problem : undefined);
      endpointsOf(world).put(endpoint.arn, changed);
      emitEndpointState({ world, now: at }, changed);
      wakeQueue(world, changed.arn);
      noticeCapacity(world, changed.arn);
    });
  change('endpoint-created', created);
  change('capacity-updated', rescaled);
  world.timers.on('endpoint-deleted', ({ arn }) => {
    if (typeof arn !== 'string') return;
    endpointsOf(world).remove(arn);
    dropTags(world, arn);
  });
};
