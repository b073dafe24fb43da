import type {
  CreateProcessingJobCommandInput,
  CreateProcessingJobCommandOutput,
  DescribeProcessingJobCommandInput,
  DescribeProcessingJobCommandOutput,
  ListProcessingJobsCommandInput,
  ListProcessingJobsCommandOutput,
  StopProcessingJobCommandInput,
  StopProcessingJobCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../../operation.ts';
import { on, onAll } from '../access.ts';
import { creating, dateOf, isMine, kept, nameTaken, passing } from '../asked.ts';
import { invalid } from '../faults.ts';
import { listed } from '../list.ts';
import { arnOf, setFirstTags } from '../state.ts';
import { isModified } from './lists.ts';
import { startProcessing, stopProcessing } from './processing-steps.ts';
import { processingJobsOf, type ProcessingJob } from './state.ts';

const TYPE = 'processing-job';
const jobNamed = (context: Context, name: string): ProcessingJob => {
  const job = processingJobsOf(context.world).get(arnOf(context, TYPE, name));
  if (job === undefined) throw invalid(`Could not find requested job with name: ${name}`);
  return job;
};

const create = operation<CreateProcessingJobCommandInput, CreateProcessingJobCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    ...creating('CreateProcessingJob', arnOf(context, TYPE, input.ProcessingJobName), input.Tags, {
      ...(input.ProcessingResources.ClusterConfig.InstanceType === undefined
        ? {}
        : { 'sagemaker:InstanceTypes': [input.ProcessingResources.ClusterConfig.InstanceType] }),
      'sagemaker:NetworkIsolation': [String(input.NetworkConfig?.EnableNetworkIsolation === true)],
    }),
    ...passing(input.RoleArn),
  ],
  run: (input, context) => {
    const { ProcessingJobName, Tags, RoleArn, ...request } = input;
    const arn = arnOf(context, TYPE, ProcessingJobName);
    if (processingJobsOf(context.world).get(arn) !== undefined) throw nameTaken('processing', arn);
    setFirstTags(context.world, arn, Tags ?? []);
    startProcessing(context, {
      arn,
      name: ProcessingJobName,
      account: context.account,
      region: context.region,
      status: 'InProgress',
      createdAt: context.now,
      startedAt: context.now,
      modifiedAt: context.now,
      createdBy: context.caller.arn,
      roleArn: RoleArn,
      request: kept(request),
    });
    return { ProcessingJobArn: arn };
  },
});

const describe = operation<DescribeProcessingJobCommandInput, DescribeProcessingJobCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeProcessingJob', TYPE)(context, input.ProcessingJobName)],
  run: (input, context) => {
    const job = jobNamed(context, input.ProcessingJobName);
    // What CreateProcessingJob was given has the shape that DescribeProcessingJob gives back.
    const request = job.request as Pick<DescribeProcessingJobCommandOutput, 'ProcessingResources' | 'AppSpecification'>;
    return {
      ...request,
      ProcessingJobName: job.name,
      ProcessingJobArn: job.arn,
      ProcessingJobStatus: job.status,
      RoleArn: job.roleArn,
      CreationTime: new Date(job.createdAt),
      ProcessingStartTime: dateOf(job.startedAt),
      ProcessingEndTime: dateOf(job.endedAt),
      LastModifiedTime: new Date(job.modifiedAt),
      ExitMessage: job.exitMessage,
      FailureReason: job.failureReason,
      MonitoringScheduleArn: job.schedule,
    };
  },
});

const list = operation<ListProcessingJobsCommandInput, ListProcessingJobsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListProcessingJobs'),
  run: (input, context) => {
    const mine = processingJobsOf(context.world)
      .values()
      .filter((job) => isMine(context, job) && isModified(job, input));
    const { page, next } = listed(mine, input, {
      name: ({ name }) => name,
      sortKey: input.SortBy === 'Name' ? ({ name }) => name : input.SortBy === 'Status' ? ({ status }) => status : undefined,
    });
    return {
      ProcessingJobSummaries: page.map((job) => ({
        ProcessingJobName: job.name,
        ProcessingJobArn: job.arn,
        CreationTime: new Date(job.createdAt),
        ProcessingEndTime: dateOf(job.endedAt),
        LastModifiedTime: new Date(job.modifiedAt),
        ProcessingJobStatus: job.status,
        ExitMessage: job.exitMessage,
        FailureReason: job.failureReason,
      })),
      NextToken: next,
    };
  },
});

const stop = operation<StopProcessingJobCommandInput, StopProcessingJobCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('StopProcessingJob', TYPE)(context, input.ProcessingJobName)],
  run: (input, context) => {
    const job = jobNamed(context, input.ProcessingJobName);
    if (job.status !== 'InProgress') throw invalid(`The request was rejected because the processing job is in status ${job.status}.`);
    stopProcessing(context, job);
    return {};
  },
});

export const PROCESSING_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateProcessingJob: create,
  DescribeProcessingJob: describe,
  ListProcessingJobs: list,
  StopProcessingJob: stop,
};
