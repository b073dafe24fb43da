import type { World } from '../world.ts';
import { ACCOUNTS, REGION, roleOf } from './company.ts';
import { packageArnOf, register, train, type TrainedModel } from './models.ts';
import type { SageMakerCall } from './past-call.ts';
import { seedScaling } from './scaling.ts';
import { pushImage, seedConversations, seedSwitch, type At } from './storage.ts';

const CAPTURE = {
  EnableCapture: true,
  InitialSamplingPercentage: 100,
  DestinationS3Uri: 's3://nb-capture/',
  CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
};

/** A model of a package, and a config of one variant with it. */
const configure = (act: SageMakerCall, role: string, family: string, version: number, instances: number): void => {
  act(role, 'CreateModel', {
    ModelName: `${family}-model-${version}`,
    PrimaryContainer: { ModelPackageName: packageArnOf(family, version) },
    ExecutionRoleArn: roleOf('workload', 'sagemaker-execution'),
  });
  act(role, 'CreateEndpointConfig', {
    EndpointConfigName: `${family}-cfg-${version}`,
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        ModelName: `${family}-model-${version}`,
        InstanceType: 'ml.m5.xlarge',
        InitialInstanceCount: instances,
        InitialVariantWeight: 1,
      },
    ],
    ...(family === 'fraud' || family === 'assistant' ? { DataCaptureConfig: CAPTURE } : {}),
  });
};
const deploy = (act: SageMakerCall, role: string, version: number): void =>
  act(role, 'UpdateEndpoint', {
    EndpointName: 'fraud-scorer',
    EndpointConfigName: `fraud-cfg-${version}`,
    RetainAllVariantProperties: true,
  });

const fraud = (version: number, by: string, more: Partial<TrainedModel> = {}): TrainedModel => ({
  family: 'fraud',
  version,
  inputs: ['s3://nb-train/base/', 's3://nb-train/partner/'],
  by: `arn:aws:sts::${ACCOUNTS.workload}:assumed-role/${by}/${by}`,
  approval: 'PendingManualApproval',
  ...more,
});

/** The fraud scorer's life. An update takes seven minutes: in service seven minutes after the call. */
const seedFraud = (world: World, at: At, act: SageMakerCall): void => {
  const ml = 'mlops';
  const pipeline = 'nightly-retrain';
  const version5 = fraud(5, ml);
  const version6 = fraud(6, ml);
  const version7 = fraud(7, pipeline, { poisoned: true });
  const approve = (role: string, version: number, status: string, text: string): void =>
    act(role, 'UpdateModelPackage', {
      ModelPackageArn: packageArnOf('fraud', version),
      ModelApprovalStatus: status,
      ApprovalDescription: text,
    });

  at('2026-08-29T02:00:00Z', () => train(world, { ...version5, inputs: ['s3://nb-train/base/'] }));
  at('2026-08-29T06:00:00Z', () => void register(world, version5));
  at('2026-08-31T09:00:00Z', () => approve(ml, 5, 'Approved', 'reviewed'));
  at('2026-09-01T07:50:00Z', () => configure(act, ml, 'fraud', 5, 2));
  at('2026-09-01T07:55:00Z', () =>
    act(ml, 'CreateEndpoint', { EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-5', Tags: [{ Key: 'team', Value: 'fraud' }] }),
  );
  at('2026-09-01T09:00:00Z', () =>
    act('AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint', 'UpdateEndpointWeightsAndCapacities', {
      EndpointName: 'fraud-scorer',
      DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredInstanceCount: 12 }],
    }),
  );
  at('2026-09-01T09:30:00Z', () => seedScaling(world));
  // The stop-gap after /5 was rejected: a model from before the registry. Its config is deleted later, so the history has a hole.
  at('2026-10-02T09:40:00Z', () => {
    pushImage(world, 'fraud-model', '4');
    act(ml, 'CreateModel', {
      ModelName: 'fraud-model-4',
      PrimaryContainer: { Image: `${ACCOUNTS.workload}.dkr.ecr.${REGION}.amazonaws.com/fraud-model:4` },
      ExecutionRoleArn: roleOf('workload', 'sagemaker-execution'),
    });
    act(ml, 'CreateEndpointConfig', {
      EndpointConfigName: 'fraud-cfg-4',
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: 'fraud-model-4', InstanceType: 'ml.m5.xlarge', InitialInstanceCount: 2 },
      ],
    });
  });
  at('2026-10-02T09:45:00Z', () => approve(ml, 5, 'Rejected', 'bias against card-not-present customers'));
  at('2026-10-02T09:53:00Z', () => deploy(act, ml, 4));
  at('2026-10-31T02:00:00Z', () => train(world, version6));
  at('2026-10-31T06:00:00Z', () => void register(world, version6));
  at('2026-11-02T09:00:00Z', () => approve(ml, 6, 'Approved', 'reviewed: bias and drift within limits'));
  at('2026-11-02T09:20:00Z', () => configure(act, ml, 'fraud', 6, 2));
  at('2026-11-02T09:23:00Z', () => deploy(act, ml, 6));
  at('2026-11-03T08:00:00Z', () => act(ml, 'DeleteEndpointConfig', { EndpointConfigName: 'fraud-cfg-4' }));
  at('2026-11-03T08:00:10Z', () => act(ml, 'DeleteModel', { ModelName: 'fraud-model-4' }));
  at('2026-11-19T02:00:00Z', () => train(world, version7));
  at('2026-11-19T06:00:00Z', () => void register(world, version7));
  at('2026-11-19T13:50:00Z', () => approve(pipeline, 7, 'Approved', 'automatic: accuracy above threshold'));
  at('2026-11-19T13:52:00Z', () => configure(act, pipeline, 'fraud', 7, 2));
  at('2026-11-19T13:55:00Z', () => deploy(act, pipeline, 7));
};

const seedOthers = (world: World, at: At, act: SageMakerCall): void => {
  const base = (family: string, version: number): TrainedModel => ({
    family,
    version,
    inputs: ['s3://nb-train/base/'],
    by: `arn:aws:sts::${ACCOUNTS.workload}:assumed-role/mlops/mlops`,
    approval: 'Approved',
    approvalDescription: 'reviewed',
  });
  const shipped = (family: string, version: number, trained: string, registered: string): void => {
    at(trained, () => train(world, base(family, version)));
    at(registered, () => void register(world, base(family, version)));
  };
  shipped('credit', 2, '2026-08-16T02:00:00Z', '2026-08-16T06:00:00Z');
  shipped('churn', 1, '2026-08-18T02:00:00Z', '2026-08-18T06:00:00Z');
  shipped('credit', 3, '2026-08-20T08:00:00Z', '2026-08-20T12:00:00Z');
  at('2026-08-21T09:00:00Z', () => configure(act, 'mlops', 'credit', 3, 4));
  at('2026-08-21T09:05:00Z', () => act('mlops', 'CreateEndpoint', { EndpointName: 'credit', EndpointConfigName: 'credit-cfg-3' }));
  at('2026-08-22T09:00:00Z', () => configure(act, 'mlops', 'churn', 1, 1));
  at('2026-08-22T09:05:00Z', () => act('mlops', 'CreateEndpoint', { EndpointName: 'churn', EndpointConfigName: 'churn-cfg-1' }));
  at('2026-08-22T09:06:00Z', () => act('mlops', 'CreateEndpoint', { EndpointName: 'churn-canary', EndpointConfigName: 'churn-cfg-1' }));
};

/** The support chatbot: it may look orders up and make offers, while its switch is on. */
const seedAssistant = (world: World, at: At, act: SageMakerCall): void => {
  const model: TrainedModel = {
    family: 'assistant',
    version: 1,
    inputs: ['s3://nb-train/support/'],
    by: `arn:aws:sts::${ACCOUNTS.workload}:assumed-role/mlops/mlops`,
    approval: 'Approved',
    approvalDescription: 'reviewed',
  };
  at('2026-11-08T02:00:00Z', () => seedConversations(world));
  at('2026-11-09T02:00:00Z', () => train(world, model));
  at('2026-11-09T06:00:00Z', () => void register(world, model));
  at('2026-11-10T09:00:00Z', () => configure(act, 'mlops', 'assistant', 1, 2));
  at('2026-11-10T09:05:00Z', () => act('mlops', 'CreateEndpoint', { EndpointName: 'assistant', EndpointConfigName: 'assistant-cfg-1' }));
  at('2026-11-10T09:30:00Z', () => seedSwitch(world));
};

/** What the company trained, registered and put into service. */
export const seedDeployments = (world: World, at: At, act: SageMakerCall): void => {
  seedOthers(world, at, act);
  seedFraud(world, at, act);
  seedAssistant(world, at, act);
};
