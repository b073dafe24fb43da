import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { HeadObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import {
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeTrainingJobCommand,
  type ContainerDefinition,
} from '@aws-sdk/client-sagemaker';
import { ecrImage, packageName, s3Location } from '../../core/asset/location.ts';
import { itemName } from '../../core/evidence/quick-set.ts';
import { jobName } from '../lineage.ts';
import { notConfigured, type Collector } from './collector.ts';

/** Input channels whose objects are listed; a training job has 20 at most. */
const MAX_PREFIXES = 20;
const MAX_KEYS = 1000;

/** ETag, VersionId and checksum; the bytes belong to the full set. */
const artefact = async (collector: Collector, model: string, url: string | undefined): Promise<void> => {
  const place = s3Location(url ?? '');
  const name = itemName('artefact', model);
  if (place === undefined) return collector.miss(name, notConfigured('model artefact', `no S3 location is known for ${model}`));
  await collector.take(name, HeadObjectCommand, { Bucket: place.bucket, Key: place.key, ChecksumMode: 'ENABLED' });
};

const image = async (collector: Collector, model: string, url: string | undefined, recorded: string | undefined): Promise<void> => {
  const place = ecrImage(url ?? '');
  const digest = recorded ?? place?.digest;
  const name = itemName('image', model);
  if (place === undefined || digest === undefined)
    return collector.miss(name, notConfigured('image', `no digest is known for the container of ${model}`));
  await collector.take(name, DescribeImagesCommand, {
    registryId: place.account,
    repositoryName: place.repository,
    imageIds: [{ imageDigest: digest }],
  });
};

/** Which versions of which objects lay under the training inputs: this is where a poisoned object shows, with its date. */
const training = async (collector: Collector, job: string): Promise<void> => {
  const seen = await collector.take(itemName('training-job', job), DescribeTrainingJobCommand, { TrainingJobName: job });
  const prefixes = (seen?.InputDataConfig ?? []).flatMap(({ DataSource }) => DataSource?.S3DataSource?.S3Uri ?? []);
  for (const prefix of [...new Set(prefixes)].slice(0, MAX_PREFIXES)) {
    const place = s3Location(prefix);
    if (place !== undefined)
      await collector.take(itemName('training-data', prefix), ListObjectVersionsCommand, {
        Bucket: place.bucket,
        Prefix: place.key,
        MaxKeys: MAX_KEYS,
      });
  }
};

const container = async (
  collector: Collector,
  model: string,
  { ModelPackageName, ModelDataUrl, Image }: ContainerDefinition,
): Promise<void> => {
  const registered =
    ModelPackageName === undefined
      ? undefined
      : await collector.take(itemName('model-package', packageName(ModelPackageName)), DescribeModelPackageCommand, { ModelPackageName });
  if (ModelPackageName === undefined)
    collector.miss(itemName('model-package', model), notConfigured('model package', `${model} was not made from the registry`));
  const recorded = registered?.InferenceSpecification?.Containers?.[0];
  await artefact(collector, model, ModelDataUrl ?? recorded?.ModelDataUrl);
  await image(collector, model, Image ?? recorded?.Image, recorded?.ImageDigest);
  const job = jobName(registered?.MetadataProperties?.GeneratedBy);
  if (job === undefined)
    collector.miss(itemName('training-job', model), notConfigured('training job', `nothing recorded says how ${model} was trained`));
  else await training(collector, job);
};

/** One model of the endpoint, down to the data that it was trained from. */
export const collectModel = async (collector: Collector, model: string): Promise<void> => {
  const seen = await collector.take(itemName('model', model), DescribeModelCommand, { ModelName: model });
  const containers = seen?.Containers ?? (seen?.PrimaryContainer === undefined ? [] : [seen.PrimaryContainer]);
  for (const one of containers) await container(collector, model, one);
};
