import { AwsFault } from '../../protocol/errors.ts';
import type { World } from '../../world.ts';
import { emitState, tagMap, type Moment } from '../state-events.ts';
import { jobStop, transformRun } from './behaviours.ts';
import { transformJobsOf, type TransformJob } from './state.ts';
import { transform } from './transform-output.ts';

const save = (moment: Moment, job: TransformJob): void => {
  transformJobsOf(moment.world).put(job.arn, job);
  emitState(moment, job, 'SageMaker Transform Job State Change', {
    ...job.request,
    TransformJobName: job.name,
    TransformJobArn: job.arn,
    TransformJobStatus: job.status,
    ModelName: job.model,
    CreationTime: job.createdAt,
    ...(job.startedAt === undefined ? {} : { TransformStartTime: job.startedAt }),
    ...(job.endedAt === undefined ? {} : { TransformEndTime: job.endedAt }),
    ...(job.failureReason === undefined ? {} : { FailureReason: job.failureReason }),
    Tags: tagMap(moment.world, job.arn),
  });
};
export const startTransform = (moment: Moment, job: TransformJob): void => {
  save(moment, job);
  const { world } = moment;
  world.timers.add('transform-done', world.lasts(transformRun), { arn: job.arn });
};
export const stopTransform = (moment: Moment, job: TransformJob): void => {
  save(moment, { ...job, status: 'Stopping', modifiedAt: moment.now });
  const { world } = moment;
  world.timers.add('transform-stopped', world.lasts(jobStop), { arn: job.arn });
};
/** What a model does to a request in service fails a whole job. */
const answersOf = (world: World, job: TransformJob, at: number): string | undefined => {
  try {
    return transform(world, job, at);
  } catch (thrown) {
    if (thrown instanceof AwsFault) return thrown.message;
    throw thrown;
  }
};
export const startTransformJobs = (world: World): void => {
  const ended = (from: TransformJob['status'], to: TransformJob['status']) => (data: { readonly arn?: unknown }, at: number) => {
    const job = typeof data.arn === 'string' ? transformJobsOf(world).get(data.arn) : undefined;
    if (job?.status !== from) return;
    const failureReason = to === 'Completed' ? answersOf(world, job, at) : undefined;
    const end = { modifiedAt: at, endedAt: at };
    save(
      { world, now: at },
      failureReason === undefined ? { ...job, ...end, status: to } : { ...job, ...end, status: 'Failed', failureReason },
    );
  };
  world.timers.on('transform-done', ended('InProgress', 'Completed'));
  world.timers.on('transform-stopped', ended('Stopping', 'Stopped'));
};
