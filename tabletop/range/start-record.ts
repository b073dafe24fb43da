import { startAlarms } from './cloudwatch/alarms/evaluate.ts';
import { startDigests } from './cloudtrail/digests.ts';
import { startLogFiles } from './cloudtrail/log-files.ts';
import { startRules } from './eventbridge/rules-at-work.ts';
import { startExports } from './logs/export-run.ts';
import type { World } from './world.ts';

/** What watches and writes down. */
export const startRecord = (world: World): void => {
  startLogFiles(world);
  startDigests(world);
  startRules(world);
  startAlarms(world);
  startExports(world);
};
