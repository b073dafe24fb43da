import type { Service } from '../operation.ts';
import { BEDROCK_BEHAVIOURS } from './behaviours.ts';
import { GUARDRAIL_READ_OPERATIONS } from './guardrail-reads.ts';
import { GUARDRAIL_OPERATIONS } from './guardrails.ts';
import { LOGGING_OPERATIONS } from './logging.ts';
import { MODEL_OPERATIONS } from './models.ts';
import { BEDROCK_TAG_OPERATIONS } from './tags.ts';

export const bedrockService: Service = {
  prefix: 'bedrock',
  signingName: 'bedrock',
  eventSource: 'bedrock.amazonaws.com',
  load: () => import('@aws-sdk/client-bedrock'),
  operations: {
    ...GUARDRAIL_OPERATIONS,
    ...GUARDRAIL_READ_OPERATIONS,
    ...LOGGING_OPERATIONS,
    ...MODEL_OPERATIONS,
    ...BEDROCK_TAG_OPERATIONS,
  },
  behaviours: BEDROCK_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
