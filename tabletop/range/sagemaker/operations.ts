import type { Service } from '../operation.ts';
import { ENDPOINT_CONFIG_OPERATIONS } from './endpoint-configs.ts';
import { ENDPOINT_UPDATE_OPERATIONS } from './endpoint-updates.ts';
import { ENDPOINT_OPERATIONS } from './endpoints.ts';
import { COMPONENT_OPERATIONS } from './inference-components/operations.ts';
import { MODEL_OPERATIONS } from './models.ts';
import { TAG_OPERATIONS } from './tags.ts';
import { SAGEMAKER_BEHAVIOURS } from './behaviours.ts';
import { THEME_OPERATIONS } from './theme-operations.ts';

export const sagemakerService: Service = {
  prefix: 'sagemaker',
  signingName: 'sagemaker',
  eventSource: 'sagemaker.amazonaws.com',
  load: () => import('@aws-sdk/client-sagemaker'),
  operations: {
    ...THEME_OPERATIONS,
    ...ENDPOINT_OPERATIONS,
    ...ENDPOINT_UPDATE_OPERATIONS,
    ...ENDPOINT_CONFIG_OPERATIONS,
    ...COMPONENT_OPERATIONS,
    ...MODEL_OPERATIONS,
    ...TAG_OPERATIONS,
  },
  behaviours: SAGEMAKER_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
