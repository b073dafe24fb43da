import { isObject } from '../../../../core/json.ts';
import type { World } from '../../world.ts';
import { emitState, tagMap, type Moment } from '../state-events.ts';
import { jobStop, processingRun } from './behaviours.ts';
import { processingJobsOf, type ProcessingJob } from './state.ts';

/** The registry of event schemas has none for processing jobs; members as AWS's published sample has them. */
const emitProcessing = (moment: Moment, job: ProcessingJob): void =>
  emitState(moment, job, 'SageMaker Processing Job State Change', {
    ...job.request,
    Environment: isObject(job.request['Environment']) ? job.request['Environment'] : {},
    ProcessingJobName: job.name,
    ProcessingJobArn: job.arn,
    ProcessingJobStatus: job.status,
    RoleArn: job.roleArn,
    CreationTime: job.createdAt,
    LastModifiedTime: job.modifiedAt,
    ...(job.startedAt === undefined ? {} : { ProcessingStartTime: job.startedAt }),
    ...(job.endedAt === undefined ? {} : { ProcessingEndTime: job.endedAt }),
    ...(job.exitMessage === undefined ? {} : { ExitMessage: job.exitMessage }),
    ...(job.failureReason === undefined ? {} : { FailureReason: job.failureReason }),
    ...(job.schedule === undefined ? {} : { MonitoringScheduleArn: job.schedule }),
    Tags: tagMap(moment.world, job.arn),
  });
const save = (moment: Moment, job: ProcessingJob): void => {
  processingJobsOf(moment.world).put(job.arn, job);
  emitProcessing(moment, job);
};

export const startProcessing = (moment: Moment, job: ProcessingJob): void => {
  save(moment, job);
  const { world } = moment;
  world.timers.add('processing-done', world.lasts(processingRun), { arn: job.arn });
};
export const stopProcessing = (moment: Moment, job: ProcessingJob): void => {
  save(moment, { ...job, status: 'Stopping', modifiedAt: moment.now });
  const { world } = moment;
  world.timers.add('processing-stopped', world.lasts(jobStop), { arn: job.arn });
};

export type Finished = (moment: Moment, job: ProcessingJob) => Partial<Pick<ProcessingJob, 'exitMessage' | 'failureReason'>>;
/** `finish` says what a job found; what it wrote is already in S3 then. */
export const startProcessingJobs = (world: World, finish: Finished): void => {
  const ended = (status: 'Completed' | 'Stopped') => (data: { readonly arn?: unknown }, at: number) => {
    const job = typeof data.arn === 'string' ? processingJobsOf(world).get(data.arn) : undefined;
    if (job === undefined || job.status !== (status === 'Completed' ? 'InProgress' : 'Stopping')) return;
    const moment = { world, now: at };
    const found = status === 'Completed' ? finish(moment, job) : {};
    save(moment, { ...job, ...found, status: found.failureReason === undefined ? status : 'Failed', modifiedAt: at, endedAt: at });
  };
  world.timers.on('processing-done', ended('Completed'));
  world.timers.on('processing-stopped', ended('Stopped'));
};
