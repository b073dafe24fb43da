import { busesOf, rulesOf } from '../eventbridge/state.ts';
import { createPolicy, createRole, policyArn } from '../iam/state.ts';
import type { PolicyText } from '../policy/document.ts';
import { arnOf } from '../sagemaker/state.ts';
import { startStack } from '../sagemaker/pipelines/stack.ts';
import { testKeysOf } from '../sts/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION, roleOf, testKeyOf } from './company.ts';
import { trustsService } from './policies.ts';
import { DEPLOY_PIPELINE, putDeployPipeline } from './pipelines.ts';

const PLACE = { account: ACCOUNTS.workload, region: REGION };

/**
 * Automation of the company that acts against a responder without meaning to.
 * `redeploys-on-approval-change`: a rule starts a deploy pipeline whenever a fraud model is approved or rejected, which ships the newest approved one.
 * `stack-restores-config`: a stack that declares the endpoint puts its config and its tags back.
 */
export type AgentName = 'redeploys-on-approval-change' | 'stack-restores-config';
const REDEPLOY_RULE = 'fraud-deploy-on-approval-change';

const role = (world: World, name: string, says: string, service: string, Statement: PolicyText['Statement']): void => {
  createPolicy(world, { account: ACCOUNTS.workload, name, document: { Version: '2012-10-17', Statement }, description: says });
  const roleArn = createRole(world, {
    account: ACCOUNTS.workload,
    name,
    trust: trustsService(service),
    attached: [policyArn(ACCOUNTS.workload, name)],
    description: says,
  });
  const accessKeyId = testKeyOf('workload', name);
  testKeysOf(world).put(accessKeyId, { accessKeyId, roleArn, session: 'test-key' });
};
const pass = {
  Effect: 'Allow',
  Action: 'iam:PassRole',
  Resource: roleOf('workload', 'sagemaker-execution'),
  Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
} as const;

const redeploys = (world: World): void => {
  const pipeline = arnOf(PLACE, 'pipeline', DEPLOY_PIPELINE);
  role(world, 'fraud-deploy', 'Pipeline that ships the newest approved fraud model', 'sagemaker.amazonaws.com', [
    {
      Effect: 'Allow',
      Action: [
        'sagemaker:ListModelPackages',
        'sagemaker:DescribeModelPackage',
        'sagemaker:CreateModel',
        'sagemaker:CreateEndpointConfig',
        'sagemaker:UpdateEndpoint',
        'sagemaker:DescribeEndpoint',
      ],
      Resource: '*',
    },
    pass,
  ]);
  role(world, 'fraud-deploy-trigger', 'EventBridge: starts the deploy pipeline', 'events.amazonaws.com', [
    { Effect: 'Allow', Action: 'sagemaker:StartPipelineExecution', Resource: pipeline },
  ]);
  putDeployPipeline(world, 'fraud-deploy');
  const bus = `arn:aws:events:${REGION}:${ACCOUNTS.workload}:event-bus/default`;
  const now = world.time.now();
  if (busesOf(world).get(bus) === undefined)
    busesOf(world).put(bus, { arn: bus, name: 'default', ...PLACE, createdAt: now, modifiedAt: now, tags: {} });
  const arn = `arn:aws:events:${REGION}:${ACCOUNTS.workload}:rule/${REDEPLOY_RULE}`;
  rulesOf(world).put(arn, {
    arn,
    name: REDEPLOY_RULE,
    bus,
    ...PLACE,
    pattern: JSON.stringify({
      source: ['aws.sagemaker'],
      'detail-type': ['SageMaker Model Package State Change'],
      detail: { ModelPackageGroupName: ['fraud-model'], ModelApprovalStatus: ['Approved', 'Rejected'] },
    }),
    state: 'ENABLED',
    description: 'Ships the newest approved fraud model',
    tags: {},
    targets: [{ Id: 'deploy', Arn: pipeline, RoleArn: roleOf('workload', 'fraud-deploy-trigger') }],
  });
};

const restores = (world: World): void => {
  role(world, 'cdk-deploy', 'The stack that declares the fraud scorer', 'cloudformation.amazonaws.com', [
    {
      Effect: 'Allow',
      Action: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpoint', 'sagemaker:ListTags', 'sagemaker:AddTags', 'sagemaker:DeleteTags'],
      Resource: '*',
    },
  ]);
  startStack(world, {
    name: 'fraud-scorer-stack',
    roleArn: roleOf('workload', 'cdk-deploy'),
    region: REGION,
    endpoint: 'fraud-scorer',
    endpointArn: arnOf(PLACE, 'endpoint', 'fraud-scorer'),
    config: 'fraud-cfg-7',
    tags: [{ Key: 'team', Value: 'fraud' }],
  });
};

const START: Readonly<Record<AgentName, (world: World) => void>> = {
  'redeploys-on-approval-change': redeploys,
  'stack-restores-config': restores,
};
export const startAgents = (world: World, names: readonly AgentName[]): void => {
  for (const name of names) START[name](world);
};
