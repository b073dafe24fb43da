import type { World } from '../world.ts';
import { seedNotebooks } from './notebooks.ts';
import { seedPipelines } from './pipelines.ts';
import type { At } from './storage.ts';

/** Where models are made. */
export const seedWorkshop = (world: World, at: At): void => {
  seedPipelines(world, at);
  seedNotebooks(world, at);
};
