import type { Service } from '../operation.ts';
import { LAMBDA_BEHAVIOURS } from './behaviours.ts';

export const lambdaService: Service = {
  prefix: 'lambda',
  signingName: 'lambda',
  eventSource: 'lambda.amazonaws.com',
  load: () => import('@aws-sdk/client-lambda'),
  operations: {},
  behaviours: LAMBDA_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
