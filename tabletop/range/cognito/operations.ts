import type { Service } from '../operation.ts';
import { COGNITO_BEHAVIOURS } from './behaviours.ts';

export const cognitoService: Service = {
  prefix: 'cognito-idp',
  signingName: 'cognito-idp',
  eventSource: 'cognito-idp.amazonaws.com',
  load: () => import('@aws-sdk/client-cognito-identity-provider'),
  operations: {},
  behaviours: COGNITO_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
