import type { JsonObject } from '../../../core/json.ts';
import { pipelinesOf } from '../sagemaker/pipelines/state.ts';
import { arnOf } from '../sagemaker/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION, roleOf } from './company.ts';
import type { At } from './storage.ts';

const PLACE = { account: ACCOUNTS.workload, region: REGION };
const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNTS.workload}:function:${name}`;
const image = (tag: string): string => `${ACCOUNTS.workload}.dkr.ecr.${REGION}.amazonaws.com/fraud-model:${tag}`;
const s3 = (ChannelName: string, prefix: string): JsonObject => ({
  ChannelName,
  DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://nb-train/${prefix}/`, S3DataDistributionType: 'FullyReplicated' } },
});

/** A package becomes a model, the model a config, the config the endpoint's. */
const shipping = (packageArn: JsonObject): readonly JsonObject[] => [
  {
    Name: 'CreateModel',
    Type: 'Model',
    Arguments: { PrimaryContainer: { ModelPackageName: packageArn }, ExecutionRoleArn: roleOf('workload', 'sagemaker-execution') },
  },
  {
    Name: 'CreateConfig',
    Type: 'EndpointConfig',
    Arguments: {
      ProductionVariants: [
        {
          VariantName: 'AllTraffic',
          ModelName: { Get: 'Steps.CreateModel.ModelName' },
          InstanceType: 'ml.m5.xlarge',
          InitialInstanceCount: 2,
          InitialVariantWeight: 1,
        },
      ],
    },
  },
  {
    Name: 'Deploy',
    Type: 'Endpoint',
    Arguments: {
      EndpointName: 'fraud-scorer',
      EndpointConfigName: { Get: 'Steps.CreateConfig.EndpointConfigName' },
      RetainAllVariantProperties: true,
    },
  },
];

const RETRAIN: JsonObject = {
  Version: '2020-12-01',
  Parameters: [{ Name: 'ApprovalText', Type: 'String', DefaultValue: 'automatic: accuracy above threshold' }],
  Steps: [
    {
      Name: 'Train',
      Type: 'Training',
      Arguments: {
        AlgorithmSpecification: { TrainingImage: image('train'), TrainingInputMode: 'File' },
        RoleArn: roleOf('workload', 'sagemaker-execution'),
        InputDataConfig: [s3('base', 'base'), s3('partner', 'partner')],
        OutputDataConfig: { S3OutputPath: 's3://nb-models/fraud' },
        ResourceConfig: { InstanceType: 'ml.m5.4xlarge', InstanceCount: 1, VolumeSizeInGB: 50 },
        StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
        HyperParameters: { max_depth: '8', eta: '0.2' },
      },
    },
    {
      Name: 'Register',
      Type: 'RegisterModel',
      Arguments: {
        ModelPackageGroupName: 'fraud-model',
        ModelApprovalStatus: 'PendingManualApproval',
        InferenceSpecification: {
          Containers: [{ Image: image('7'), ModelDataUrl: { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' } }],
          SupportedContentTypes: ['application/json'],
          SupportedResponseMIMETypes: ['application/json'],
        },
        MetadataProperties: { GeneratedBy: { Get: 'Steps.Train.TrainingJobArn' } },
      },
    },
    {
      Name: 'Approve',
      Type: 'Lambda',
      FunctionArn: functionArn('nb-approve-package'),
      Arguments: { ModelPackageArn: { Get: 'Steps.Register.ModelPackageArn' }, ApprovalDescription: { Get: 'Parameters.ApprovalText' } },
    },
    ...shipping({ Get: "Steps.Approve.OutputParameters['ModelPackageArn']" }),
  ],
};
const DEPLOY: JsonObject = {
  Version: '2020-12-01',
  Steps: [
    {
      Name: 'Pick',
      Type: 'Lambda',
      FunctionArn: functionArn('nb-latest-approved'),
      Arguments: { ModelPackageGroupName: 'fraud-model' },
    },
    ...shipping({ Get: "Steps.Pick.OutputParameters['ModelPackageArn']" }),
  ],
};

export const DEPLOY_PIPELINE = 'fraud-deploy';
const put = (world: World, name: string, role: string, description: string, definition: JsonObject): void => {
  const arn = arnOf(PLACE, 'pipeline', name);
  const by = `arn:aws:sts::${ACCOUNTS.workload}:assumed-role/mlops/mlops`;
  const now = world.time.now();
  pipelinesOf(world).put(arn, {
    arn,
    name,
    ...PLACE,
    displayName: name,
    description,
    roleArn: roleOf('workload', role),
    definition: JSON.stringify(definition),
    createdAt: now,
    createdBy: by,
    modifiedAt: now,
    modifiedBy: by,
    version: 1,
  });
};
/** Retrains when somebody starts it: its schedule stands still in the sample company. */
export const seedPipelines = (world: World, at: At): void =>
  at('2026-10-30T09:00:00Z', () =>
    put(world, 'nightly-retrain', 'nightly-retrain', 'Trains, registers, approves and deploys the fraud model', RETRAIN),
  );
/** Ships the newest approved version, whatever it is. */
export const putDeployPipeline = (world: World, role: string): void =>
  put(world, DEPLOY_PIPELINE, role, 'Deploys the newest approved fraud model', DEPLOY);
