import { startIam } from './iam/state.ts';
import { startSagemaker } from './sagemaker/transitions.ts';
import type { World } from './world.ts';

/** Registers everything that a service does later than the call that asked for it. */
export const startSimulators = (world: World): void => {
  startIam(world);
  startSagemaker(world);
};
