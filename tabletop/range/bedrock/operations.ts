import type { Service } from '../operation.ts';
import { BEDROCK_BEHAVIOURS } from './behaviours.ts';

export const bedrockService: Service = {
  prefix: 'bedrock',
  signingName: 'bedrock',
  eventSource: 'bedrock.amazonaws.com',
  load: () => import('@aws-sdk/client-bedrock'),
  operations: {},
  behaviours: BEDROCK_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
