import type { Service } from '../operation.ts';
import { LOGS_BEHAVIOURS } from './behaviours.ts';
import { EXPORT_OPERATIONS } from './export-tasks.ts';
import { filterLogEvents, getLogEvents } from './get-events.ts';
import { GROUP_OPERATIONS } from './groups.ts';
import { INSIGHTS_OPERATIONS } from './insights/operations.ts';
import { METRIC_FILTER_OPERATIONS } from './metric-filters.ts';
import { POLICY_OPERATIONS } from './policies.ts';
import { putEvents } from './put-events.ts';
import { STREAM_OPERATIONS } from './streams.ts';
import { TAG_OPERATIONS } from './tags.ts';

export const logsService: Service = {
  prefix: 'logs',
  signingName: 'logs',
  eventSource: 'logs.amazonaws.com',
  load: () => import('@aws-sdk/client-cloudwatch-logs'),
  operations: {
    ...GROUP_OPERATIONS,
    ...STREAM_OPERATIONS,
    PutLogEvents: putEvents,
    GetLogEvents: getLogEvents,
    FilterLogEvents: filterLogEvents,
    ...METRIC_FILTER_OPERATIONS,
    ...EXPORT_OPERATIONS,
    ...INSIGHTS_OPERATIONS,
    ...POLICY_OPERATIONS,
    ...TAG_OPERATIONS,
  },
  inputCodes: { invalid: 'InvalidParameterException' },
  behaviours: LOGS_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
