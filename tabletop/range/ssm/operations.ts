import type { Service } from '../operation.ts';
import { SSM_BEHAVIOURS } from './behaviours.ts';
import { DESCRIBE_OPERATIONS } from './describe.ts';
import { LABEL_OPERATIONS } from './labels.ts';
import { READ_OPERATIONS } from './read.ts';
import { WRITE_OPERATIONS } from './write.ts';

export const ssmService: Service = {
  prefix: 'ssm',
  signingName: 'ssm',
  eventSource: 'ssm.amazonaws.com',
  load: () => import('@aws-sdk/client-ssm'),
  operations: { ...READ_OPERATIONS, ...WRITE_OPERATIONS, ...LABEL_OPERATIONS, ...DESCRIBE_OPERATIONS },
  behaviours: SSM_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
