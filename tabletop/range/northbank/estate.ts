import type { World } from '../world.ts';
import { seedFrontDoor } from './front-door.ts';
import { seedSettings } from './settings.ts';
import type { At } from './storage.ts';

/** What the sample company has around its models. */
export const seedEstate = (world: World, at: At): void => {
  seedFrontDoor(world, at);
  seedSettings(world, at);
};
