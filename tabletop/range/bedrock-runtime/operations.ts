import type { Service } from '../operation.ts';
import { APPLY_OPERATIONS } from './apply.ts';
import { BEDROCK_RUNTIME_BEHAVIOURS } from './behaviours.ts';
import { CONVERSE_OPERATIONS } from './converse.ts';
import { INVOKE_OPERATIONS } from './invoke.ts';

export const bedrockRuntimeService: Service = {
  prefix: 'bedrock',
  signingName: 'bedrock',
  eventSource: 'bedrock.amazonaws.com',
  load: () => import('@aws-sdk/client-bedrock-runtime'),
  operations: { ...INVOKE_OPERATIONS, ...CONVERSE_OPERATIONS, ...APPLY_OPERATIONS },
  behaviours: BEDROCK_RUNTIME_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
