import type { World } from '../world.ts';
import { startProcessingJobs } from './jobs/processing-steps.ts';
import { startTrainingJobs } from './jobs/training-steps.ts';
import { startTransformJobs } from './jobs/transform-steps.ts';
import { monitored } from './monitoring/report.ts';
import { startMonitoring } from './monitoring/run.ts';
import { startNotebooks } from './notebooks/notebooks.ts';
import { startPipelines } from './pipelines/run.ts';
import { startStacks } from './pipelines/stack.ts';

/** What jobs, monitoring and pipelines finish later. */
export const startThemes = (world: World): void => {
  startTrainingJobs(world);
  startTransformJobs(world);
  startPipelines(world);
  startStacks(world);
  startMonitoring(world);
  startNotebooks(world);
  startProcessingJobs(world, monitored);
};
