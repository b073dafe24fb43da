import type { World } from '../world.ts';
import { seedAlarms } from './alarms.ts';
import { seedFrontDoor } from './front-door.ts';
import { seedSettings } from './settings.ts';
import { seedRoles } from './roles.ts';
import { seedSigningKey } from './signing-key.ts';
import { seedBuckets, type At } from './storage.ts';
import { seedTraffic } from './traffic.ts';
import { seedWorkshop } from './workshop.ts';

/** What is there from the first day on. */
export const seedFoundations = (world: World): void => {
  seedRoles(world);
  seedBuckets(world);
  seedSigningKey(world);
};

/** What the sample company has around its models: callers, alarms, where models are made, the front door, settings. */
export const seedEstate = (world: World, at: At): void => {
  seedTraffic(world, at);
  seedAlarms(world, at);
  seedWorkshop(world, at);
  seedFrontDoor(world, at);
  seedSettings(world, at);
};
