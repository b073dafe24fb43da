import { startIam } from './iam/start.ts';
import { startKms } from './kms/start.ts';
import { performAct } from './perform-act.ts';
import { startS3 } from './s3/lifecycle-sweep.ts';
import { startModels } from './start-models.ts';
import { startRecord } from './start-record.ts';
import type { World } from './world.ts';

/** Registers everything that a service does later than the call that asked for it. */
export const startSimulators = (world: World): void => {
  world.acts.bind((act) => performAct(world, act));
  startIam(world);
  startKms(world);
  startS3(world);
  startRecord(world);
  startModels(world);
};
