import type { Operation } from '../../operation.ts';
import { DEFINITION_OPERATIONS } from './definitions.ts';
import { SCHEDULE_READ_OPERATIONS } from './schedule-reads.ts';
import { SCHEDULE_OPERATIONS } from './schedules.ts';

export const MONITORING_OPERATIONS: Readonly<Record<string, Operation>> = {
  ...DEFINITION_OPERATIONS,
  ...SCHEDULE_READ_OPERATIONS,
  ...SCHEDULE_OPERATIONS,
};
