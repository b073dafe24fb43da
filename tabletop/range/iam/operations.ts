import type { Service } from '../operation.ts';
import { ACCESS_KEY_OPERATIONS } from './access-keys.ts';
import { IAM_BEHAVIOURS } from './behaviours.ts';
import { INSTANCE_PROFILE_OPERATIONS } from './instance-profiles.ts';
import { POLICY_OPERATIONS } from './managed-policies.ts';
import { REPORT_OPERATIONS } from './reports.ts';
import { ROLE_POLICY_OPERATIONS } from './role-policies.ts';
import { ROLE_OPERATIONS } from './roles.ts';
import { TAG_OPERATIONS } from './tags.ts';
import { USER_POLICY_OPERATIONS } from './user-policies.ts';
import { USER_OPERATIONS } from './users.ts';

export const iamService: Service = {
  prefix: 'iam',
  signingName: 'iam',
  eventSource: 'iam.amazonaws.com',
  load: () => import('@aws-sdk/client-iam'),
  operations: {
    ...ROLE_OPERATIONS,
    ...ROLE_POLICY_OPERATIONS,
    ...POLICY_OPERATIONS,
    ...USER_OPERATIONS,
    ...USER_POLICY_OPERATIONS,
    ...ACCESS_KEY_OPERATIONS,
    ...TAG_OPERATIONS,
    ...INSTANCE_PROFILE_OPERATIONS,
    ...REPORT_OPERATIONS,
  },
  behaviours: IAM_BEHAVIOURS,
  denied: { code: 'AccessDenied', status: 403 },
};
