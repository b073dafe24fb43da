import type {
  CreateTransformJobCommandInput,
  CreateTransformJobCommandOutput,
  DescribeTransformJobCommandInput,
  DescribeTransformJobCommandOutput,
  ListTransformJobsCommandInput,
  ListTransformJobsCommandOutput,
  StopTransformJobCommandInput,
  StopTransformJobCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../../operation.ts';
import { on, onAll } from '../access.ts';
import { creating, dateOf, isMine, kept, nameTaken, notSimulated } from '../asked.ts';
import { invalid, noModel } from '../faults.ts';
import { listed } from '../list.ts';
import { arnOf, modelsOf, setFirstTags } from '../state.ts';
import { blobsBelow } from './learned.ts';
import { isModified } from './lists.ts';
import { transformJobsOf, type TransformJob } from './state.ts';
import { startTransform, stopTransform } from './transform-steps.ts';

const TYPE = 'transform-job';
const jobNamed = (context: Context, name: string): TransformJob => {
  const job = transformJobsOf(context.world).get(arnOf(context, TYPE, name));
  if (job === undefined) throw invalid(`Could not find requested job with name: ${name}`);
  return job;
};

const create = operation<CreateTransformJobCommandInput, CreateTransformJobCommandOutput>({
  trail: 'write',
  access: (input, context) =>
    creating('CreateTransformJob', arnOf(context, TYPE, input.TransformJobName), input.Tags, {
      'sagemaker:InstanceTypes': [input.TransformResources.InstanceType],
      'sagemaker:ModelArn': [arnOf(context, 'model', input.ModelName)],
    }),
  run: (input, context) => {
    const { TransformJobName, ModelName, Tags, ...request } = input;
    const arn = arnOf(context, TYPE, TransformJobName);
    if (transformJobsOf(context.world).get(arn) !== undefined) throw nameTaken('transform', arn);
    const model = arnOf(context, 'model', ModelName);
    if (modelsOf(context.world).get(model) === undefined) throw noModel(model);
    const uri = input.TransformInput.DataSource.S3DataSource?.S3Uri;
    if (uri === undefined) throw notSimulated('transform anything but S3 objects');
    if (blobsBelow(context.world, uri).length === 0) throw invalid(`No S3 objects found under S3 URL "${uri}" given in input data source.`);
    setFirstTags(context.world, arn, Tags ?? []);
    startTransform(context, {
      arn,
      name: TransformJobName,
      account: context.account,
      region: context.region,
      status: 'InProgress',
      createdAt: context.now,
      startedAt: context.now,
      modifiedAt: context.now,
      createdBy: context.caller.arn,
      model: ModelName,
      request: kept(request),
    });
    return { TransformJobArn: arn };
  },
});

const describe = operation<DescribeTransformJobCommandInput, DescribeTransformJobCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeTransformJob', TYPE)(context, input.TransformJobName)],
  run: (input, context) => {
    const job = jobNamed(context, input.TransformJobName);
    // What CreateTransformJob was given has the shape that DescribeTransformJob gives back.
    const request = job.request as unknown as Pick<DescribeTransformJobCommandOutput, 'TransformInput' | 'TransformResources'>;
    return {
      ...request,
      TransformJobName: job.name,
      TransformJobArn: job.arn,
      TransformJobStatus: job.status,
      ModelName: job.model,
      CreationTime: new Date(job.createdAt),
      TransformStartTime: dateOf(job.startedAt),
      TransformEndTime: dateOf(job.endedAt),
      FailureReason: job.failureReason,
    };
  },
});

const list = operation<ListTransformJobsCommandInput, ListTransformJobsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListTransformJobs'),
  run: (input, context) => {
    const mine = transformJobsOf(context.world)
      .values()
      .filter((job) => isMine(context, job) && isModified(job, input));
    const { page, next } = listed(mine, input, {
      name: ({ name }) => name,
      sortKey: input.SortBy === 'Name' ? ({ name }) => name : input.SortBy === 'Status' ? ({ status }) => status : undefined,
    });
    return {
      TransformJobSummaries: page.map((job) => ({
        TransformJobName: job.name,
        TransformJobArn: job.arn,
        CreationTime: new Date(job.createdAt),
        TransformEndTime: dateOf(job.endedAt),
        LastModifiedTime: new Date(job.modifiedAt),
        TransformJobStatus: job.status,
        FailureReason: job.failureReason,
      })),
      NextToken: next,
    };
  },
});

const stop = operation<StopTransformJobCommandInput, StopTransformJobCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('StopTransformJob', TYPE)(context, input.TransformJobName)],
  run: (input, context) => {
    const job = jobNamed(context, input.TransformJobName);
    if (job.status !== 'InProgress') throw invalid(`The request was rejected because the transform job is in status ${job.status}.`);
    stopTransform(context, job);
    return {};
  },
});

export const TRANSFORM_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateTransformJob: create,
  DescribeTransformJob: describe,
  ListTransformJobs: list,
  StopTransformJob: stop,
};
