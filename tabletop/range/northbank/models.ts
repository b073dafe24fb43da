import { emitPackageState } from '../sagemaker/emit.ts';
import { arnOf, packagesOf, setFirstTags, trainingJobsOf, type Approval } from '../sagemaker/state.ts';
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
  trainingJobsOf(world).put(arn, {
    arn,
    name,
    account: ACCOUNTS.workload,
    createdAt: now,
    startedAt: now,
    endedAt: now + 3 * HOUR,
    roleArn: roleOf('workload', 'sagemaker-execution'),
    image: `${ACCOUNTS.workload}.dkr.ecr.${REGION}.amazonaws.com/${family}-model:train`,
    inputs: inputs.map((uri, index) => ({ channel: index === 0 ? 'base' : 'partner', uri })),
    output: `s3://nb-models/${family}/${version}/model.tar.gz`,
    instanceType: 'ml.m5.4xlarge',
    hyperParameters: { max_depth: '8', eta: '0.2' },
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
    generatedBy: arnOf(PLACE, 'training-job', `${family}-train-${version}`),
  };
  packagesOf(world).put(arn, registered);
  setFirstTags(world, arn, [{ Key: 'team', Value: 'fraud-ml' }]);
  emitPackageState({ world, now }, registered, []);
  return arn;
};
