import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeTrainingJobCommand,
  type ContainerDefinition,
} from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../core/action/cloud.ts';
import { found } from '../core/action/found.ts';
import type { AssetLink } from '../core/asset/asset.ts';
import { resourceOf, type Arn, type Target } from '../core/asset/resource.ts';
import { s3Location } from '../core/asset/location.ts';

export const LINK_READS = [
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeTrainingJobCommand,
] as const;
type Reads = Cloud<(typeof LINK_READS)[number]>;

const link = (as: AssetLink['as'], arn: string | undefined, source: string): readonly AssetLink[] => {
  const target = arn === undefined ? undefined : resourceOf(arn);
  return target === undefined ? [] : [{ as, arn: target.arn, source }];
};
/** `s3://bucket/prefix/` as an ARN, the way policies and findings name it. */
const s3Arn = (url: string | undefined): Arn | undefined => {
  const place = s3Location(url ?? '');
  return place === undefined ? undefined : `arn:aws:s3:::${place.bucket}/${place.key}`;
};

const trainedOn = async (cloud: Reads, generatedBy: string | undefined): Promise<readonly AssetLink[]> => {
  const job = generatedBy === undefined ? undefined : resourceOf(generatedBy);
  if (job?.kind !== 'training-job') return [];
  const seen = found(await cloud.attempt(DescribeTrainingJobCommand, { TrainingJobName: job.name }));
  const prefixes = (seen?.InputDataConfig ?? []).flatMap(({ DataSource }) => DataSource?.S3DataSource?.S3Uri ?? []);
  return prefixes.flatMap((prefix) => link('trained-on', s3Arn(prefix), 'lineage'));
};

const ofContainer = async (cloud: Reads, { ModelPackageName, ModelDataUrl }: ContainerDefinition): Promise<readonly AssetLink[]> => {
  const registered =
    ModelPackageName === undefined ? undefined : found(await cloud.attempt(DescribeModelPackageCommand, { ModelPackageName }));
  const url = ModelDataUrl ?? registered?.InferenceSpecification?.Containers?.[0]?.ModelDataUrl;
  return [
    ...link('serves', registered?.ModelPackageArn, 'sagemaker:DescribeModel'),
    ...link('loads-from', s3Arn(url), 'sagemaker:DescribeModel'),
    ...(await trainedOn(cloud, registered?.MetadataProperties?.GeneratedBy)),
  ];
};

/** What an endpoint serves, runs as, loads and was trained on, as AWS says now; `undefined`: there is no such endpoint. */
export const linksOf = async (cloud: Reads, target: Target): Promise<readonly AssetLink[] | undefined> => {
  const endpoint = found(await cloud.attempt(DescribeEndpointCommand, { EndpointName: target.name }));
  if (endpoint === undefined || endpoint.EndpointArn !== target.arn) return undefined;
  const config = found(await cloud.attempt(DescribeEndpointConfigCommand, { EndpointConfigName: endpoint.EndpointConfigName }));
  const links: AssetLink[] = [];
  for (const { ModelName } of config?.ProductionVariants ?? []) {
    const model = found(await cloud.attempt(DescribeModelCommand, { ModelName }));
    links.push(...link('runs-as', model?.ExecutionRoleArn, 'sagemaker:DescribeModel'));
    const containers = model?.Containers ?? (model?.PrimaryContainer === undefined ? [] : [model.PrimaryContainer]);
    for (const one of containers) links.push(...(await ofContainer(cloud, one)));
  }
  const keys = links.map(({ as, arn }) => `${as} ${arn}`);
  return links.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
};
