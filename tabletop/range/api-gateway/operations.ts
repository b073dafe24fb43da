import type { Service } from '../operation.ts';
import { API_GATEWAY_BEHAVIOURS } from './behaviours.ts';

export const apiGatewayService: Service = {
  prefix: 'apigateway',
  signingName: 'apigateway',
  eventSource: 'apigateway.amazonaws.com',
  load: () => import('@aws-sdk/client-api-gateway'),
  operations: {},
  behaviours: API_GATEWAY_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
