import type { Service } from '../operation.ts';
import { API_KEY_OPERATIONS } from './api-keys.ts';
import { API_OPERATIONS } from './apis.ts';
import { API_GATEWAY_BEHAVIOURS } from './behaviours.ts';
import { STAGE_OPERATIONS } from './stages.ts';
import { USAGE_PLAN_OPERATIONS } from './usage-plans.ts';

export const apiGatewayService: Service = {
  prefix: 'apigateway',
  signingName: 'apigateway',
  eventSource: 'apigateway.amazonaws.com',
  load: () => import('@aws-sdk/client-api-gateway'),
  operations: { ...API_OPERATIONS, ...STAGE_OPERATIONS, ...USAGE_PLAN_OPERATIONS, ...API_KEY_OPERATIONS },
  behaviours: API_GATEWAY_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
