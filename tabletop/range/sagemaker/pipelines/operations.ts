import type { Operation } from '../../operation.ts';
import { EXECUTION_READ_OPERATIONS } from './execution-reads.ts';
import { EXECUTION_OPERATIONS } from './executions.ts';
import { PIPELINE_OPERATIONS } from './pipelines.ts';

export const PIPELINES_OPERATIONS: Readonly<Record<string, Operation>> = {
  ...EXECUTION_READ_OPERATIONS,
  ...EXECUTION_OPERATIONS,
  ...PIPELINE_OPERATIONS,
};
