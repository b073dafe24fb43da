import type { Service } from '../operation.ts';
import { WAFV2_BEHAVIOURS } from './behaviours.ts';

export const wafv2Service: Service = {
  prefix: 'wafv2',
  signingName: 'wafv2',
  eventSource: 'wafv2.amazonaws.com',
  load: () => import('@aws-sdk/client-wafv2'),
  operations: {},
  behaviours: WAFV2_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
