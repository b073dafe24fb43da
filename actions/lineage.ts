import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeTrainingJobCommand,
  type ContainerDefinition,
  type DescribeModelPackageCommandOutput,
} from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../core/action/cloud.ts';
import type { ConfigSeen, ModelSeen } from '../core/asset/candidates.ts';
import { principalName } from '../core/asset/config-history.ts';
import { ecrImage, packageName, s3Location } from '../core/asset/location.ts';
import { instantOf, type Instant } from '../core/time.ts';
import { found } from '../core/action/found.ts';
import { oneLine } from './refuse.ts';

/** From a config down to the bytes and the data that it was made of. */
export const LINEAGE = [
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeTrainingJobCommand,
  HeadObjectCommand,
  DescribeImagesCommand,
  GetRoleCommand,
] as const;
type Reads = Cloud<(typeof LINEAGE)[number]>;

const instant = (date: Date | undefined): Instant | undefined => (date === undefined ? undefined : instantOf(date.getTime()));

/** A training job's ARN, as the registry notes it, when it is one. */
export const jobName = (generatedBy: string | undefined): string | undefined =>
  /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:training-job\/([A-Za-z0-9-]{1,63})$/.exec(generatedBy ?? '')?.[1];

const trainedBy = async (cloud: Reads, generatedBy: string | undefined): Promise<ModelSeen['trained']> => {
  const name = jobName(generatedBy);
  if (name === undefined) return undefined;
  const job = found(await cloud.attempt(DescribeTrainingJobCommand, { TrainingJobName: name }));
  const at = instant(job?.TrainingStartTime ?? job?.CreationTime);
  const from = (job?.InputDataConfig ?? []).flatMap(({ DataSource }) => DataSource?.S3DataSource?.S3Uri ?? []);
  return at === undefined || from.length === 0 ? undefined : { job: name, at, from };
};

const artefactOf = async (cloud: Reads, url: string | undefined, recorded: string | undefined): Promise<ModelSeen['artefact']> => {
  const place = s3Location(url ?? '');
  if (url === undefined || place === undefined) return undefined;
  const head = found(await cloud.attempt(HeadObjectCommand, { Bucket: place.bucket, Key: place.key }));
  // The registry writes the ETag with and without quotes.
  const bare = (etag: string | undefined) => etag?.replaceAll('"', '');
  return { url, recorded: bare(recorded), now: bare(head?.ETag) };
};

const imageOf = async (cloud: Reads, image: string | undefined, recorded: string | undefined): Promise<ModelSeen['image']> => {
  const place = ecrImage(image ?? '');
  const digest = recorded ?? place?.digest;
  if (place === undefined || digest === undefined) return undefined;
  const answer = await cloud.attempt(DescribeImagesCommand, {
    registryId: place.account,
    repositoryName: place.repository,
    imageIds: [{ imageDigest: digest }],
  });
  return { digest, exists: (found(answer)?.imageDetails ?? []).length > 0 };
};

const roleOf = async (cloud: Reads, arn: string | undefined): Promise<ModelSeen['role']> => {
  if (arn === undefined) return undefined;
  const name = principalName(arn);
  return { name, exists: found(await cloud.attempt(GetRoleCommand, { RoleName: name })) !== undefined };
};

const approvalOf = (seen: DescribeModelPackageCommandOutput, arn: string): ModelSeen['package'] => {
  const by = seen.LastModifiedBy?.IamIdentity?.Arn ?? seen.CreatedBy?.IamIdentity?.Arn;
  return {
    arn: seen.ModelPackageArn ?? arn,
    name: packageName(seen.ModelPackageArn ?? arn),
    status: seen.ModelApprovalStatus ?? 'unknown',
    description: seen.ApprovalDescription === undefined ? undefined : oneLine(seen.ApprovalDescription, 200),
    by: by === undefined ? undefined : principalName(by),
    decidedAt: instant(seen.LastModifiedTime ?? seen.CreationTime),
  };
};

const modelOf = async (cloud: Reads, model: string, role: string | undefined, container: ContainerDefinition): Promise<ModelSeen> => {
  const arn = container.ModelPackageName;
  const registered = arn === undefined ? undefined : found(await cloud.attempt(DescribeModelPackageCommand, { ModelPackageName: arn }));
  const recorded = registered?.InferenceSpecification?.Containers?.[0];
  return {
    model,
    exists: true,
    package: arn === undefined || registered === undefined ? undefined : approvalOf(registered, arn),
    trained: await trainedBy(cloud, registered?.MetadataProperties?.GeneratedBy),
    artefact: await artefactOf(cloud, container.ModelDataUrl ?? recorded?.ModelDataUrl, recorded?.ModelDataETag),
    image: await imageOf(cloud, container.Image ?? recorded?.Image, recorded?.ImageDigest),
    role: await roleOf(cloud, role),
  };
};

export interface ConfigLineage extends ConfigSeen {
  readonly variants: readonly { readonly name: string; readonly instances: number }[];
}
/** Everything behind one config, one call after the other: SageMaker's describe calls share one small limit per account. */
export const lineageOf = async (cloud: Reads, config: string): Promise<ConfigLineage> => {
  const seen = found(await cloud.attempt(DescribeEndpointConfigCommand, { EndpointConfigName: config }));
  if (seen === undefined) return { config, variants: [] };
  const models: ModelSeen[] = [];
  for (const { ModelName = '' } of seen.ProductionVariants ?? []) {
    const model = found(await cloud.attempt(DescribeModelCommand, { ModelName }));
    if (model === undefined) models.push({ model: ModelName, exists: false });
    const containers = model?.Containers ?? (model?.PrimaryContainer === undefined ? [] : [model.PrimaryContainer]);
    for (const container of containers) models.push(await modelOf(cloud, ModelName, model?.ExecutionRoleArn, container));
  }
  const variants = (seen.ProductionVariants ?? []).map(({ VariantName = '', InitialInstanceCount = 0 }) => ({
    name: VariantName,
    instances: InitialInstanceCount,
  }));
  return { config, models, variants };
};
