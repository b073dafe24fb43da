import type { Service } from '../operation.ts';
import { COGNITO_BEHAVIOURS } from './behaviours.ts';
import { GROUP_OPERATIONS } from './groups.ts';
import { READ_OPERATIONS } from './read.ts';
import { USER_OPERATIONS } from './users.ts';

export const cognitoService: Service = {
  prefix: 'cognito-idp',
  signingName: 'cognito-idp',
  eventSource: 'cognito-idp.amazonaws.com',
  load: () => import('@aws-sdk/client-cognito-identity-provider'),
  operations: { ...READ_OPERATIONS, ...USER_OPERATIONS, ...GROUP_OPERATIONS },
  inputCodes: { invalid: 'InvalidParameterException' },
  behaviours: COGNITO_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
