import type { Service } from '../operation.ts';
import { APPCONFIG_BEHAVIOURS } from './behaviours.ts';
import { DEPLOYMENT_OPERATIONS } from './deployments.ts';
import { PLACE_OPERATIONS } from './places.ts';
import { PROFILE_OPERATIONS } from './profiles.ts';
import { STRATEGY_OPERATIONS } from './strategies.ts';

export const appConfigService: Service = {
  prefix: 'appconfig',
  signingName: 'appconfig',
  eventSource: 'appconfig.amazonaws.com',
  load: () => import('@aws-sdk/client-appconfig'),
  operations: { ...PLACE_OPERATIONS, ...PROFILE_OPERATIONS, ...STRATEGY_OPERATIONS, ...DEPLOYMENT_OPERATIONS },
  inputCodes: { invalid: 'BadRequestException' },
  behaviours: APPCONFIG_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
