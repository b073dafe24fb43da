import type { Service } from '../operation.ts';
import { ORGANIZATIONS_BEHAVIOURS } from './behaviours.ts';

export const organizationsService: Service = {
  prefix: 'organizations',
  signingName: 'organizations',
  eventSource: 'organizations.amazonaws.com',
  load: () => import('@aws-sdk/client-organizations'),
  operations: {},
  behaviours: ORGANIZATIONS_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
