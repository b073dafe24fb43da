import { addSource } from '../cloudwatch/sources.ts';
import type { World } from '../world.ts';
import { businessSource } from './business.ts';
import { endpointSource } from './endpoint-source.ts';

export const startTraffic = (world: World): void => {
  addSource(world, endpointSource);
  addSource(world, businessSource);
  // What changes is observed after every timer.
  world.timers.on('traffic-step', () => undefined);
};
