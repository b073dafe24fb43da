import type { SearchRecord } from '@aws-sdk/client-sagemaker';
import type { JsonObject } from '../../../../core/json.ts';
import type { Context } from '../../operation.ts';
import { isMine, kept } from '../asked.ts';
import { trainingJobsOf } from '../jobs/state.ts';
import { definitionOf } from '../registry/containers.ts';
import { packagesOf } from '../registry/state.ts';
import { endpointsOf, tagsOf } from '../state.ts';

export interface Hit {
  readonly createdAt: number;
  readonly record: SearchRecord;
  /** The record as filters see it. */
  readonly plain: JsonObject;
}
const hit = (context: Context, createdAt: number, arn: string, of: (tags: { Key: string; Value: string }[]) => SearchRecord): Hit => {
  const record = of((tagsOf(context.world).get(arn) ?? []).map(({ Key, Value }) => ({ Key, Value })));
  const plain = kept(Object.values(record)[0] ?? {});
  return { createdAt, record, plain };
};
/** What can be searched. */
export const RESOURCES: Readonly<Record<string, (context: Context) => readonly Hit[]>> = {
  TrainingJob: (context) =>
    trainingJobsOf(context.world)
      .values()
      .filter((job) => isMine(context, job))
      .map((job) =>
        hit(context, job.createdAt, job.arn, (Tags) => ({
          TrainingJob: {
            ...job.request,
            TrainingJobName: job.name,
            TrainingJobArn: job.arn,
            TrainingJobStatus: job.status,
            SecondaryStatus: job.secondary,
            ModelArtifacts: { S3ModelArtifacts: job.output },
            CreationTime: new Date(job.createdAt),
            LastModifiedTime: new Date(job.modifiedAt),
            Tags,
          },
        })),
      ),
  ModelPackage: (context) =>
    packagesOf(context.world)
      .values()
      .filter((found) => isMine(context, found))
      .map((found) =>
        hit(context, found.createdAt, found.arn, (Tags) => ({
          ModelPackage: {
            ModelPackageName: found.name,
            ModelPackageGroupName: found.group,
            ModelPackageVersion: found.version,
            ModelPackageArn: found.arn,
            ModelPackageStatus: 'Completed',
            ModelApprovalStatus: found.approval,
            ApprovalDescription: found.approvalDescription,
            InferenceSpecification: { Containers: found.containers.map(definitionOf) },
            CustomerMetadataProperties: { ...found.metadata },
            CreationTime: new Date(found.createdAt),
            Tags,
          },
        })),
      ),
  Endpoint: (context) =>
    endpointsOf(context.world)
      .values()
      .filter((found) => isMine(context, found))
      .map((found) =>
        hit(context, found.createdAt, found.arn, (Tags) => ({
          Endpoint: {
            EndpointName: found.name,
            EndpointArn: found.arn,
            EndpointConfigName: found.config,
            EndpointStatus: found.status,
            CreationTime: new Date(found.createdAt),
            LastModifiedTime: new Date(found.modifiedAt),
            Tags,
          },
        })),
      ),
};
