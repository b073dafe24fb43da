import type { Service } from '../operation.ts';
import { ENDPOINT_CONFIG_OPERATIONS } from './endpoint-configs.ts';
import { ENDPOINT_UPDATE_OPERATIONS } from './endpoint-updates.ts';
import { ENDPOINT_OPERATIONS } from './endpoints.ts';
import { COMPONENT_OPERATIONS } from './inference-components/operations.ts';
import { MODEL_OPERATIONS } from './models.ts';
import { LINEAGE_ENTITY_OPERATIONS } from './lineage/entities.ts';
import { LINEAGE_OPERATIONS } from './lineage/query.ts';
import { SEARCH_OPERATIONS } from './lineage/search.ts';
import { DEFINITION_OPERATIONS } from './monitoring/definitions.ts';
import { SCHEDULE_READ_OPERATIONS } from './monitoring/schedule-reads.ts';
import { SCHEDULE_OPERATIONS } from './monitoring/schedules.ts';
import { NOTEBOOK_OPERATIONS } from './notebooks/notebooks.ts';
import { EXECUTION_READ_OPERATIONS } from './pipelines/execution-reads.ts';
import { EXECUTION_OPERATIONS } from './pipelines/executions.ts';
import { PIPELINE_OPERATIONS } from './pipelines/pipelines.ts';
import { REGISTRY_OPERATIONS } from './registry/operations.ts';
import { TAG_OPERATIONS } from './tags.ts';
import { JOB_OPERATIONS } from './jobs/operations.ts';
import { SAGEMAKER_BEHAVIOURS } from './behaviours.ts';

export const sagemakerService: Service = {
  prefix: 'sagemaker',
  signingName: 'sagemaker',
  eventSource: 'sagemaker.amazonaws.com',
  load: () => import('@aws-sdk/client-sagemaker'),
  operations: {
    ...ENDPOINT_OPERATIONS,
    ...ENDPOINT_UPDATE_OPERATIONS,
    ...ENDPOINT_CONFIG_OPERATIONS,
    ...COMPONENT_OPERATIONS,
    ...MODEL_OPERATIONS,
    ...REGISTRY_OPERATIONS,
    ...JOB_OPERATIONS,
    ...LINEAGE_OPERATIONS,
    ...LINEAGE_ENTITY_OPERATIONS,
    ...SEARCH_OPERATIONS,
    ...NOTEBOOK_OPERATIONS,
    ...SCHEDULE_OPERATIONS,
    ...SCHEDULE_READ_OPERATIONS,
    ...DEFINITION_OPERATIONS,
    ...PIPELINE_OPERATIONS,
    ...EXECUTION_OPERATIONS,
    ...EXECUTION_READ_OPERATIONS,
    ...TAG_OPERATIONS,
  },
  behaviours: SAGEMAKER_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
