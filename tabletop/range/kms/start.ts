import type { World } from '../world.ts';
import { startDeletions } from './life.ts';
import { startRotations } from './rotation.ts';

export const startKms = (world: World): void => {
  startDeletions(world);
  startRotations(world);
};
