import { startScaling } from './application-auto-scaling/scale.ts';
import { startGuardrails } from './bedrock/guardrails.ts';
import { startFrontDoor } from './front-door/start.ts';
import { startThemes } from './sagemaker/start-themes.ts';
import { startSagemaker } from './sagemaker/transitions.ts';
import { startRuntime } from './sagemaker-runtime/start.ts';
import { startTraffic } from './traffic/start.ts';
import type { World } from './world.ts';

/** Models, what makes them, and whoever calls them. */
export const startModels = (world: World): void => {
  startSagemaker(world);
  startTraffic(world);
  startRuntime(world);
  startScaling(world);
  startThemes(world);
  startGuardrails(world);
  startFrontDoor(world);
};
