import type { Service } from '../operation.ts';
import { LOGS_BEHAVIOURS } from './behaviours.ts';

export const logsService: Service = {
  prefix: 'logs',
  signingName: 'logs',
  eventSource: 'logs.amazonaws.com',
  load: () => import('@aws-sdk/client-cloudwatch-logs'),
  operations: {},
  behaviours: LOGS_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
