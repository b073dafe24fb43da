import type { Service } from '../operation.ts';
import { ATTACHMENT_OPERATIONS } from './attachments.ts';
import { ORGANIZATIONS_BEHAVIOURS } from './behaviours.ts';
import { POLICY_OPERATIONS } from './policies.ts';
import { STRUCTURE_OPERATIONS } from './structure.ts';

export const organizationsService: Service = {
  prefix: 'organizations',
  signingName: 'organizations',
  eventSource: 'organizations.amazonaws.com',
  load: () => import('@aws-sdk/client-organizations'),
  operations: { ...STRUCTURE_OPERATIONS, ...POLICY_OPERATIONS, ...ATTACHMENT_OPERATIONS },
  behaviours: ORGANIZATIONS_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
