import type { Behaviour } from '../../behaviour.ts';
import { bucketsOf, fromUri } from '../../s3/state.ts';
import { storeObject } from '../../s3/write.ts';
import { isObject } from '../../../../core/json.ts';
import type { World } from '../../world.ts';
import { emitState, tagMap, type Moment } from '../state-events.ts';
import { jobStop, trainingDownload, trainingRun, trainingStart, trainingUpload } from './behaviours.ts';
import { learnedFrom, roleProblem } from './learned.ts';
import { trainingJobsOf, type JobStatus, type Secondary, type TrainingJob } from './state.ts';

const SAYS: Readonly<Record<Secondary, string>> = {
  Starting: 'Preparing the instances for training',
  Downloading: 'Downloading input data',
  Training: 'Training image download completed. Training in progress.',
  Uploading: 'Uploading generated training model',
  Completed: 'Training job completed',
  Failed: 'Training job failed',
  Stopping: 'Stopping the training job',
  Stopped: 'Training job stopped',
};
/** What follows, and how long the step before it lasts. */
const NEXT: Partial<Readonly<Record<Secondary, { readonly to: Secondary; readonly after: Behaviour & { readonly seconds: number } }>>> = {
  Starting: { to: 'Downloading', after: trainingStart },
  Downloading: { to: 'Training', after: trainingDownload },
  Training: { to: 'Uploading', after: trainingRun },
  Uploading: { to: 'Completed', after: trainingUpload },
  Stopping: { to: 'Stopped', after: jobStop },
};
const STATUS: Partial<Readonly<Record<Secondary, JobStatus>>> = {
  Completed: 'Completed',
  Failed: 'Failed',
  Stopping: 'Stopping',
  Stopped: 'Stopped',
};
const ENDS: readonly Secondary[] = ['Completed', 'Failed', 'Stopped'];

const emitTraining = (moment: Moment, job: TrainingJob): void =>
  emitState(moment, job, 'SageMaker Training Job State Change', {
    ...job.request,
    HyperParameters: isObject(job.request['HyperParameters']) ? job.request['HyperParameters'] : {},
    TrainingJobName: job.name,
    TrainingJobArn: job.arn,
    TrainingJobStatus: job.status,
    SecondaryStatus: job.secondary,
    ...(job.failureReason === undefined ? {} : { FailureReason: job.failureReason }),
    ...(job.status === 'Completed' ? { ModelArtifacts: { S3ModelArtifacts: job.output } } : {}),
    CreationTime: job.createdAt,
    LastModifiedTime: job.modifiedAt,
    ...(job.startedAt === undefined ? {} : { TrainingStartTime: job.startedAt }),
    ...(job.endedAt === undefined ? {} : { TrainingEndTime: job.endedAt }),
    SecondaryStatusTransitions: job.transitions.map(({ status, startedAt, endedAt, message }) => ({
      Status: status,
      StartTime: startedAt,
      ...(endedAt === undefined ? {} : { EndTime: endedAt }),
      StatusMessage: message,
    })),
    Tags: tagMap(moment.world, job.arn),
  });

const moved = (job: TrainingJob, to: Secondary, at: number): TrainingJob => ({
  ...job,
  status: STATUS[to] ?? 'InProgress',
  secondary: to,
  modifiedAt: at,
  ...(to === 'Downloading' ? { startedAt: at } : {}),
  ...(ENDS.includes(to) ? { endedAt: at } : {}),
  transitions: [
    ...job.transitions.map((before) => (before.endedAt === undefined ? { ...before, endedAt: at } : before)),
    ...(ENDS.includes(to) ? [] : [{ status: to, startedAt: at, message: SAYS[to] }]),
  ],
});
const enter = (moment: Moment, job: TrainingJob, to: Secondary): void => {
  const next = moved(job, to, moment.now);
  trainingJobsOf(moment.world).put(job.arn, next);
  emitTraining(moment, next);
  const follows = NEXT[to];
  if (follows === undefined) return;
  const { after } = follows;
  const { world } = moment;
  world.timers.add('training-step', world.lasts(after), { arn: job.arn, from: to });
};
export const startTraining = (moment: Moment, job: TrainingJob): void => enter(moment, job, 'Starting');
export const stopTraining = (moment: Moment, job: TrainingJob): void => enter(moment, job, 'Stopping');

const problemOf = (world: World, job: TrainingJob, to: Secondary): string | undefined => {
  if (to === 'Training')
    return job.inputs.map(({ uri }) => roleProblem(world, job.roleArn, 's3:GetObject', uri)).find((problem) => problem !== undefined);
  return to === 'Completed' ? roleProblem(world, job.roleArn, 's3:PutObject', job.output) : undefined;
};
const upload = (world: World, job: TrainingJob): void => {
  const at = fromUri(job.output);
  const bucket = at === undefined ? undefined : bucketsOf(world).get(at.bucket);
  if (at === undefined || bucket === undefined) return;
  const parameters = isObject(job.request['HyperParameters']) ? job.request['HyperParameters'] : {};
  const bytes = learnedFrom(world, { name: job.name, parameters, inputs: job.inputs.map(({ uri }) => uri) });
  storeObject(world, bucket, { key: at.key, bytes, contentType: 'application/gzip' });
};

export const startTrainingJobs = (world: World): void =>
  world.timers.on('training-step', ({ arn, from }, at) => {
    const job = typeof arn === 'string' ? trainingJobsOf(world).get(arn) : undefined;
    // Stopped meanwhile: the step that was under way leads nowhere.
    if (job === undefined || job.secondary !== from) return;
    const to = NEXT[job.secondary]?.to;
    if (to === undefined) return;
    const problem = problemOf(world, job, to);
    const moment = { world, now: at };
    if (problem !== undefined) return enter(moment, { ...job, failureReason: `ClientError: ${problem}` }, 'Failed');
    if (to === 'Completed') upload(world, job);
    enter(moment, job, to);
  });
