import { startSpreading } from '../policy/late.ts';
import type { World } from '../world.ts';
import { startLastAccessed } from './last-accessed.ts';

export const startIam = (world: World): void => {
  startSpreading(world);
  startLastAccessed(world);
};
