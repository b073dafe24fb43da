import type { Operation } from '../operation.ts';
import { JOB_OPERATIONS } from './jobs/operations.ts';
import { GRAPH_OPERATIONS } from './lineage/operations.ts';
import { MONITORING_OPERATIONS } from './monitoring/operations.ts';
import { NOTEBOOK_OPERATIONS } from './notebooks/notebooks.ts';
import { PIPELINES_OPERATIONS } from './pipelines/operations.ts';
import { REGISTRY_OPERATIONS } from './registry/operations.ts';

/** What happens around an endpoint: how its model came to be, and who watches it. */
export const THEME_OPERATIONS: Readonly<Record<string, Operation>> = {
  ...REGISTRY_OPERATIONS,
  ...JOB_OPERATIONS,
  ...PIPELINES_OPERATIONS,
  ...MONITORING_OPERATIONS,
  ...GRAPH_OPERATIONS,
  ...NOTEBOOK_OPERATIONS,
};
