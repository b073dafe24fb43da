import type { World } from '../world.ts';
import { startAsync } from './async-run.ts';
import { startCapture } from './capture.ts';

/** Everything that the runtime finishes later. */
export const startRuntime = (world: World): void => {
  startCapture(world);
  startAsync(world);
};
