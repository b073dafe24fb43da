import { trainingJobsOf } from '../sagemaker/jobs/state.ts';
import { emitPackageState } from '../sagemaker/registry/emit.ts';
import { groupsOf, packagesOf, type Approval } from '../sagemaker/registry/state.ts';
import { arnOf, setFirstTags } from '../sagemaker/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION, roleOf } from './company.ts';
import { putArtefact, pushImage } from './storage.ts';

const PLACE = { account: ACCOUNTS.workload, region: REGION };
const HOUR = 3_600_000;

export interface TrainedModel {
  /** `fraud`: package group `fraud-model`, jobs `fraud-train-7`, artefacts `fraud/7/`. */
  readonly family: string;
  readonly version: number;
  readonly inputs: readonly string[];
  readonly by: string;
  readonly approval: Approval;
  readonly approvalDescription?: string;
  readonly poisoned?: boolean;
}
export const packageArnOf = (family: string, version: number): string => arnOf(PLACE, 'model-package', `${family}-model/${version}`);

/** A training job that began now, with its artefact. */
export const train = (world: World, { family, version, inputs }: TrainedModel): void => {
  const now = world.time.now();
  const name = `${family}-train-${version}`;
  const arn = arnOf(PLACE, 'training-job', name);
  const [roleArn, image] = [
    roleOf('workload', 'sagemaker-execution'),
    `${ACCOUNTS.workload}.dkr.ecr.${REGION}.amazonaws.com/${family}-model:train`,
  ];
  const channels = inputs.map((uri, index) => ({ channel: index === 0 ? 'base' : 'partner', uri }));
  const done = now + 3 * HOUR;
  trainingJobsOf(world).put(arn, {
    arn,
    name,
    ...PLACE,
    status: 'Completed',
    secondary: 'Completed',
    createdAt: now,
    startedAt: now,
    endedAt: done,
    modifiedAt: done,
    createdBy: `arn:aws:sts::${ACCOUNTS.workload}:assumed-role/mlops/mlops`,
    roleArn,
    image,
    inputs: channels,
    output: `s3://nb-models/${family}/${version}/model.tar.gz`,
    transitions: [{ status: 'Training', startedAt: now, endedAt: done, message: 'Training image download completed.' }],
    request: {
      AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
      RoleArn: roleArn,
      InputDataConfig: channels.map(({ channel, uri }) => ({
        ChannelName: channel,
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: 'FullyReplicated' } },
      })),
      OutputDataConfig: { S3OutputPath: `s3://nb-models/${family}/${version}` },
      ResourceConfig: { InstanceType: 'ml.m5.4xlarge', InstanceCount: 1, VolumeSizeInGB: 50 },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
      HyperParameters: { max_depth: '8', eta: '0.2' },
    },
  });
};

/** The package that a finished job registers. */
export const register = (world: World, model: TrainedModel): string => {
  const { family, version } = model;
  const now = world.time.now();
  const arn = packageArnOf(family, version);
  const digest = pushImage(world, `${family}-model`, String(version));
  const { url, etag } = putArtefact(world, family, version, model.poisoned === true);
  const registered = {
    arn,
    name: `${family}-model/${version}`,
    group: `${family}-model`,
    version,
    account: ACCOUNTS.workload,
    region: REGION,
    createdAt: now,
    createdBy: model.by,
    containers: [
      {
        image: `${ACCOUNTS.workload}.dkr.ecr.${REGION}.amazonaws.com/${family}-model:${version}`,
        imageDigest: digest,
        modelDataUrl: url,
        modelDataETag: etag,
      },
    ],
    approval: model.approval,
    ...(model.approvalDescription === undefined ? {} : { approvalDescription: model.approvalDescription }),
    rest: {
      MetadataProperties: { GeneratedBy: arnOf(PLACE, 'training-job', `${family}-train-${version}`) },
      InferenceSpecification: { SupportedContentTypes: ['application/json'], SupportedResponseMIMETypes: ['application/json'] },
    },
  };
  packagesOf(world).put(arn, registered);
  const group = arnOf(PLACE, 'model-package-group', `${family}-model`);
  groupsOf(world).put(group, {
    ...(groupsOf(world).get(group) ?? {
      arn: group,
      name: `${family}-model`,
      account: ACCOUNTS.workload,
      createdAt: now,
      createdBy: model.by,
    }),
    lastVersion: version,
  });
  setFirstTags(world, arn, [{ Key: 'team', Value: 'fraud-ml' }]);
  emitPackageState({ world, now }, registered, []);
  return arn;
};
