import type { Service } from '../operation.ts';
import { ALIAS_OPERATIONS } from './aliases.ts';
import { LAMBDA_BEHAVIOURS } from './behaviours.ts';
import { CHANGE_OPERATIONS } from './change.ts';
import { CONCURRENCY_OPERATIONS } from './concurrency.ts';
import { EVENT_SOURCE_OPERATIONS } from './event-sources.ts';
import { INVOKE_OPERATIONS } from './invoke.ts';
import { PERMISSION_OPERATIONS } from './permissions.ts';
import { READ_OPERATIONS } from './read.ts';
import { TAG_OPERATIONS } from './tags.ts';

export const lambdaService: Service = {
  prefix: 'lambda',
  signingName: 'lambda',
  eventSource: 'lambda.amazonaws.com',
  load: () => import('@aws-sdk/client-lambda'),
  operations: {
    ...READ_OPERATIONS,
    ...CHANGE_OPERATIONS,
    ...CONCURRENCY_OPERATIONS,
    ...INVOKE_OPERATIONS,
    ...ALIAS_OPERATIONS,
    ...PERMISSION_OPERATIONS,
    ...EVENT_SOURCE_OPERATIONS,
    ...TAG_OPERATIONS,
  },
  behaviours: LAMBDA_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
