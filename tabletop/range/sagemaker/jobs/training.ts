import type {
  DescribeTrainingJobCommandInput,
  DescribeTrainingJobCommandOutput,
  ListTrainingJobsCommandInput,
  ListTrainingJobsCommandOutput,
  StopTrainingJobCommandInput,
  StopTrainingJobCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../../operation.ts';
import { on, onAll } from '../access.ts';
import { dateOf, isMine, unsupported } from '../asked.ts';
import { invalid } from '../faults.ts';
import { listed } from '../list.ts';
import { arnOf } from '../state.ts';
import { isModified } from './lists.ts';
import { trainingJobsOf, type TrainingJob } from './state.ts';
import { stopTraining } from './training-steps.ts';

const TYPE = 'training-job';
const jobNamed = (context: Context, name: string): TrainingJob => {
  const job = trainingJobsOf(context.world).get(arnOf(context, TYPE, name));
  if (job === undefined) throw invalid('Requested resource not found.');
  return job;
};
const secondsOf = ({ startedAt, endedAt }: TrainingJob): number | undefined =>
  startedAt === undefined || endedAt === undefined ? undefined : Math.round((endedAt - startedAt) / 1000);

const describe = operation<DescribeTrainingJobCommandInput, DescribeTrainingJobCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeTrainingJob', TYPE)(context, input.TrainingJobName)],
  run: (input, context) => {
    const job = jobNamed(context, input.TrainingJobName);
    const seconds = secondsOf(job);
    return {
      ...job.request,
      TrainingJobName: job.name,
      TrainingJobArn: job.arn,
      TrainingJobStatus: job.status,
      SecondaryStatus: job.secondary,
      ModelArtifacts: { S3ModelArtifacts: job.output },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400, ...asObject(job.request['StoppingCondition']) },
      CreationTime: new Date(job.createdAt),
      TrainingStartTime: dateOf(job.startedAt),
      TrainingEndTime: dateOf(job.endedAt),
      LastModifiedTime: new Date(job.modifiedAt),
      FailureReason: job.failureReason,
      SecondaryStatusTransitions: job.transitions.map(({ status, startedAt, endedAt, message }) => ({
        Status: status,
        StartTime: new Date(startedAt),
        EndTime: dateOf(endedAt),
        StatusMessage: message,
      })),
      ...(seconds === undefined ? {} : { TrainingTimeInSeconds: seconds, BillableTimeInSeconds: seconds }),
    };
  },
});
const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const list = operation<ListTrainingJobsCommandInput, ListTrainingJobsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListTrainingJobs'),
  run: (input, context) => {
    unsupported('ListTrainingJobs', input, ['WarmPoolStatusEquals', 'TrainingPlanArnEquals']);
    const mine = trainingJobsOf(context.world)
      .values()
      .filter((job) => isMine(context, job) && isModified(job, input));
    const { page, next } = listed(mine, input, {
      name: ({ name }) => name,
      sortKey: input.SortBy === 'Name' ? ({ name }) => name : input.SortBy === 'Status' ? ({ status }) => status : undefined,
    });
    return {
      TrainingJobSummaries: page.map((job) => ({
        TrainingJobName: job.name,
        TrainingJobArn: job.arn,
        CreationTime: new Date(job.createdAt),
        TrainingEndTime: dateOf(job.endedAt),
        LastModifiedTime: new Date(job.modifiedAt),
        TrainingJobStatus: job.status,
        SecondaryStatus: job.secondary,
      })),
      NextToken: next,
    };
  },
});

const stop = operation<StopTrainingJobCommandInput, StopTrainingJobCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('StopTrainingJob', TYPE)(context, input.TrainingJobName)],
  run: (input, context) => {
    const job = jobNamed(context, input.TrainingJobName);
    if (job.status !== 'InProgress') throw invalid(`The request was rejected because the training job is in status ${job.status}.`);
    stopTraining(context, job);
    return {};
  },
});

export const TRAINING_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeTrainingJob: describe,
  ListTrainingJobs: list,
  StopTrainingJob: stop,
};
