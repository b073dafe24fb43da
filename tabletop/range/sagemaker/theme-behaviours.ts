import type { Behaviour } from '../behaviour.ts';
import { JOB_BEHAVIOURS } from './jobs/behaviours.ts';
import { LINEAGE_BEHAVIOURS } from './lineage/behaviours.ts';
import { MONITORING_BEHAVIOURS } from './monitoring/behaviours.ts';
import { NOTEBOOK_BEHAVIOURS } from './notebooks/behaviours.ts';
import { PIPELINE_BEHAVIOURS } from './pipelines/behaviours.ts';
import { REGISTRY_BEHAVIOURS } from './registry/behaviours.ts';

/** What jobs, registry, pipelines, monitoring and lineage claim. */
export const THEME_BEHAVIOURS: readonly Behaviour[] = [
  ...REGISTRY_BEHAVIOURS,
  ...JOB_BEHAVIOURS,
  ...PIPELINE_BEHAVIOURS,
  ...MONITORING_BEHAVIOURS,
  ...LINEAGE_BEHAVIOURS,
  ...NOTEBOOK_BEHAVIOURS,
];
