import type { ListHyperParameterTuningJobsCommandInput, ListHyperParameterTuningJobsCommandOutput } from '@aws-sdk/client-sagemaker';
import { operation, type Operation } from '../../operation.ts';
import { onAll } from '../access.ts';
import { listed } from '../list.ts';
import { CREATE_TRAINING_OPERATIONS } from './create-training.ts';
import { PROCESSING_OPERATIONS } from './processing.ts';
import { TRAINING_OPERATIONS } from './training.ts';
import { TRANSFORM_OPERATIONS } from './transform.ts';

/** Nobody can start one here, so there is none. */
const listTuning = operation<ListHyperParameterTuningJobsCommandInput, ListHyperParameterTuningJobsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListHyperParameterTuningJobs'),
  run: (input) => {
    const none: readonly { readonly createdAt: number }[] = [];
    return { HyperParameterTuningJobSummaries: [], NextToken: listed(none, input, { name: () => '' }).next };
  },
});

export const JOB_OPERATIONS: Readonly<Record<string, Operation>> = {
  ...CREATE_TRAINING_OPERATIONS,
  ...TRAINING_OPERATIONS,
  ...PROCESSING_OPERATIONS,
  ...TRANSFORM_OPERATIONS,
  ListHyperParameterTuningJobs: listTuning,
};
