import type { Service } from '../operation.ts';
import { APPCONFIG_BEHAVIOURS } from './behaviours.ts';

export const appConfigService: Service = {
  prefix: 'appconfig',
  signingName: 'appconfig',
  eventSource: 'appconfig.amazonaws.com',
  load: () => import('@aws-sdk/client-appconfig'),
  operations: {},
  behaviours: APPCONFIG_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
