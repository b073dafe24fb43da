import type { Service } from '../operation.ts';
import { APPCONFIGDATA_BEHAVIOURS } from './behaviours.ts';

export const appConfigDataService: Service = {
  prefix: 'appconfig',
  signingName: 'appconfig',
  eventSource: 'appconfig.amazonaws.com',
  load: () => import('@aws-sdk/client-appconfigdata'),
  operations: {},
  behaviours: APPCONFIGDATA_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
