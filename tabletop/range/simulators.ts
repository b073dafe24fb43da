import { startScaling } from './application-auto-scaling/scale.ts';
import { startAlarms } from './cloudwatch/alarms/evaluate.ts';
import { startExports } from './logs/export-run.ts';
import { performAct } from './perform-act.ts';
import { startDigests } from './cloudtrail/digests.ts';
import { startLogFiles } from './cloudtrail/log-files.ts';
import { startRules } from './eventbridge/rules-at-work.ts';
import { startFrontDoor } from './front-door/start.ts';
import { startGuardrails } from './bedrock/guardrails.ts';
import { startIam } from './iam/start.ts';
import { startThemes } from './sagemaker/start-themes.ts';
import { startRuntime } from './sagemaker-runtime/start.ts';
import { startSagemaker } from './sagemaker/transitions.ts';
import { startTraffic } from './traffic/start.ts';
import { startKms } from './kms/start.ts';
import { startS3 } from './s3/lifecycle-sweep.ts';
import type { World } from './world.ts';

/** Registers everything that a service does later than the call that asked for it. */
export const startSimulators = (world: World): void => {
  world.acts.bind((act) => performAct(world, act));
  startLogFiles(world);
  startDigests(world);
  startRules(world);
  startIam(world);
  startKms(world);
  startS3(world);
  startSagemaker(world);
  startTraffic(world);
  startAlarms(world);
  startExports(world);
  startRuntime(world);
  startScaling(world);
  startThemes(world);
  startGuardrails(world);
  startFrontDoor(world);
};
