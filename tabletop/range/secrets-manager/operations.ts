import type { Service } from '../operation.ts';
import { SECRETS_MANAGER_BEHAVIOURS } from './behaviours.ts';

export const secretsManagerService: Service = {
  prefix: 'secretsmanager',
  signingName: 'secretsmanager',
  eventSource: 'secretsmanager.amazonaws.com',
  load: () => import('@aws-sdk/client-secrets-manager'),
  operations: {},
  behaviours: SECRETS_MANAGER_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
