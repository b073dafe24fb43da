import type { Service } from '../operation.ts';
import { ECR_BEHAVIOURS } from './behaviours.ts';
import { CHANGE_OPERATIONS } from './changes.ts';
import { IMAGE_OPERATIONS } from './images.ts';
import { POLICY_OPERATIONS } from './policies.ts';
import { REPOSITORY_OPERATIONS } from './repositories.ts';
import { SCAN_OPERATIONS } from './scans.ts';
import { TAG_OPERATIONS } from './tags.ts';

export const ecrService: Service = {
  prefix: 'ecr',
  signingName: 'ecr',
  eventSource: 'ecr.amazonaws.com',
  load: () => import('@aws-sdk/client-ecr'),
  operations: {
    ...REPOSITORY_OPERATIONS,
    ...IMAGE_OPERATIONS,
    ...CHANGE_OPERATIONS,
    ...SCAN_OPERATIONS,
    ...POLICY_OPERATIONS,
    ...TAG_OPERATIONS,
  },
  inputCodes: { invalid: 'InvalidParameterException' },
  behaviours: ECR_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
