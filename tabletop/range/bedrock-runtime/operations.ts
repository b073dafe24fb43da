import type { Service } from '../operation.ts';
import { BEDROCK_RUNTIME_BEHAVIOURS } from './behaviours.ts';

export const bedrockRuntimeService: Service = {
  prefix: 'bedrock',
  signingName: 'bedrock',
  eventSource: 'bedrock.amazonaws.com',
  load: () => import('@aws-sdk/client-bedrock-runtime'),
  operations: {},
  behaviours: BEDROCK_RUNTIME_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
