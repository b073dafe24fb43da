import type { PolicyText } from '../policy/document.ts';
import { ACCOUNTS, CLIENT_DENY_POLICY, DENY_POLICY, QUARANTINE_TAG, REGION, TOOLS_SWITCH } from './company.ts';

type Statements = PolicyText['Statement'];
const policy = (Statement: Statements): PolicyText => ({ Version: '2012-10-17', Statement });
const sagemaker = (resource: string): string => `arn:aws:sagemaker:${REGION}:${ACCOUNTS.workload}:${resource}`;
const clientDenyArn = `arn:aws:iam::${ACCOUNTS.workload}:policy/${CLIENT_DENY_POLICY}`;
const denyArn = `arn:aws:iam::${ACCOUNTS.workload}:policy/${DENY_POLICY}`;

/** Managed policies of the workload account, by name. The deny is the one that Cordon ships. */
export const WORKLOAD_POLICIES: Readonly<Record<string, { readonly says: string; readonly document: PolicyText }>> = {
  [DENY_POLICY]: {
    says: 'Refuses every invocation of an endpoint that carries the quarantine tag',
    document: policy([
      {
        Sid: 'DenyQuarantined',
        Effect: 'Deny',
        Action: ['sagemaker:InvokeEndpoint*', 'sagemaker:InvokeInferenceRouter*'],
        Resource: '*',
        Condition: { StringLike: { [`aws:ResourceTag/${QUARANTINE_TAG}`]: '*' } },
      },
    ]),
  },
  [CLIENT_DENY_POLICY]: {
    says: 'Refuses every model call of the role that carries it; attached to nobody until an incident',
    document: policy([
      { Sid: 'DenyModelCalls', Effect: 'Deny', Action: ['sagemaker:InvokeEndpoint*', 'bedrock:InvokeModel*'], Resource: '*' },
    ]),
  },
  'invoke-assistant': {
    says: 'Talk to the support assistant',
    document: policy([{ Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: sagemaker('endpoint/assistant') }]),
  },
  'invoke-fraud-scorer': {
    says: 'Call the fraud scorer',
    document: policy([{ Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: sagemaker('endpoint/fraud-scorer') }]),
  },
  'invoke-credit': {
    says: 'Call the credit model',
    document: policy([{ Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: sagemaker('endpoint/credit') }]),
  },
  'invoke-churn': {
    says: 'Call the churn models',
    document: policy([
      { Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: [sagemaker('endpoint/churn'), sagemaker('endpoint/churn-canary')] },
    ]),
  },
  'invoke-all': {
    says: 'Probe every endpoint; Cordon sends payloads that no model accepts',
    document: policy([
      { Effect: 'Allow', Action: ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointAsync'], Resource: sagemaker('endpoint/*') },
    ]),
  },
  'write-partner-data': {
    says: 'Deliver partner training data',
    document: policy([
      {
        Effect: 'Allow',
        Action: ['s3:PutObject', 's3:ListBucket'],
        Resource: ['arn:aws:s3:::nb-train', 'arn:aws:s3:::nb-train/partner/*'],
      },
    ]),
  },
  'ship-models': {
    says: 'Train, register, approve and deploy models',
    document: policy([
      { Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' },
      { Effect: 'Deny', Action: 'sagemaker:InvokeEndpoint*', Resource: '*' },
      { Effect: 'Allow', Action: ['s3:GetObject*', 's3:PutObject', 's3:ListBucket*'], Resource: ['arn:aws:s3:::nb-*'] },
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: `arn:aws:iam::${ACCOUNTS.workload}:role/sagemaker-execution`,
        Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      },
    ]),
  },
  'run-models': {
    says: 'What SageMaker does on behalf of an endpoint or a job',
    document: policy([
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: ['arn:aws:s3:::nb-models', 'arn:aws:s3:::nb-models/*', 'arn:aws:s3:::nb-train', 'arn:aws:s3:::nb-train/*'],
      },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: ['arn:aws:s3:::nb-models/*', 'arn:aws:s3:::nb-capture/*'] },
      {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage', 'ecr:DescribeImages'],
        Resource: `arn:aws:ecr:${REGION}:${ACCOUNTS.workload}:repository/*`,
      },
    ]),
  },
  'scale-endpoints': {
    says: 'Application Auto Scaling for SageMaker variants',
    document: policy([
      {
        Effect: 'Allow',
        Action: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
        Resource: sagemaker('endpoint/*'),
      },
      {
        Effect: 'Allow',
        Action: ['sagemaker:DescribeInferenceComponent', 'sagemaker:UpdateInferenceComponentRuntimeConfig'],
        Resource: sagemaker('inference-component/*'),
      },
    ]),
  },
  'cordon-member': {
    says: 'What Cordon may do here',
    document: policy([
      {
        Sid: 'Look',
        Effect: 'Allow',
        Action: [
          'sagemaker:Describe*',
          'sagemaker:List*',
          's3:GetObject*',
          's3:ListBucket*',
          's3:GetBucket*',
          'ecr:DescribeImages',
          'ecr:BatchGetImage',
          'cloudwatch:GetMetricData',
          'cloudwatch:GetMetricStatistics',
          'cloudtrail:LookupEvents',
          'iam:GetRole',
          'iam:ListAttachedRolePolicies',
          'iam:GetPolicy',
          'iam:GetPolicyVersion',
          'ssm:GetParameter',
        ],
        Resource: '*',
      },
      {
        Sid: 'Tag',
        Effect: 'Allow',
        Action: ['sagemaker:AddTags', 'sagemaker:DeleteTags'],
        Resource: sagemaker('endpoint/*'),
        Condition: { 'ForAllValues:StringLike': { 'aws:TagKeys': ['cordon:*'] }, Null: { 'aws:TagKeys': 'false' } },
      },
      {
        Sid: 'Change',
        Effect: 'Allow',
        Action: ['sagemaker:UpdateEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
        Resource: [sagemaker('endpoint/*'), sagemaker('endpoint-config/*')],
      },
      { Sid: 'Register', Effect: 'Allow', Action: 'sagemaker:UpdateModelPackage', Resource: sagemaker('model-package/*') },
      {
        Sid: 'Build',
        Effect: 'Allow',
        Action: ['sagemaker:CreateModel', 'sagemaker:CreateEndpointConfig'],
        Resource: [sagemaker('model/cordon-*'), sagemaker('endpoint-config/cordon-*')],
      },
      {
        Sid: 'Pass',
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: `arn:aws:iam::${ACCOUNTS.workload}:role/sagemaker-execution`,
        Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      },
      {
        Sid: 'Deny',
        Effect: 'Allow',
        Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
        Resource: `arn:aws:iam::${ACCOUNTS.workload}:role/*`,
        Condition: { ArnEquals: { 'iam:PolicyARN': [denyArn, clientDenyArn] } },
      },
      {
        Sid: 'Switch',
        Effect: 'Allow',
        Action: 'ssm:PutParameter',
        Resource: `arn:aws:ssm:${REGION}:${ACCOUNTS.workload}:parameter${TOOLS_SWITCH}`,
      },
      {
        Sid: 'Never',
        Effect: 'Deny',
        Action: ['sagemaker:Delete*', 's3:Delete*', 's3:Put*', 's3:BypassGovernanceRetention', 'sagemaker:InvokeEndpoint*'],
        // DeleteTags is the one deletion that Cordon needs: it lifts its own tag.
        Resource: [sagemaker('endpoint-config/*'), sagemaker('model/*'), sagemaker('model-package/*'), 'arn:aws:s3:::*'],
      },
      {
        Sid: 'NeverDelete',
        Effect: 'Deny',
        Action: ['sagemaker:DeleteEndpoint', 'sagemaker:InvokeEndpoint*'],
        Resource: sagemaker('endpoint/*'),
      },
    ]),
  },
};

export const ADMIN: PolicyText = policy([{ Effect: 'Allow', Action: '*', Resource: '*' }]);

export const DENY_ALL: PolicyText = policy([{ Sid: 'DenyAll', Effect: 'Deny', Action: ['*'], Resource: '*' }]);

/** The security account: the one role that may become Cordon's role in a member account, write evidence and sign. */
export const HUB: PolicyText = policy([
  { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/cordon-*' },
  {
    Effect: 'Allow',
    Action: ['kms:Sign', 'kms:Verify', 'kms:GetPublicKey', 'kms:DescribeKey'],
    Resource: `arn:aws:kms:${REGION}:${ACCOUNTS.evidence}:key/*`,
  },
  {
    Effect: 'Allow',
    Action: ['s3:PutObject*', 's3:GetObject*', 's3:ListBucket*', 's3:GetBucket*'],
    Resource: ['arn:aws:s3:::nb-cordon-evidence', 'arn:aws:s3:::nb-cordon-evidence/*'],
  },
]);
export const EVIDENCE_WRITER: PolicyText = policy([
  {
    Effect: 'Allow',
    Action: ['s3:PutObject*', 's3:GetObject*', 's3:ListBucket*', 's3:GetBucket*'],
    Resource: ['arn:aws:s3:::nb-cordon-evidence', 'arn:aws:s3:::nb-cordon-evidence/*'],
  },
]);

export const trusts = (...principals: readonly string[]): PolicyText =>
  policy([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: [...principals] } }]);
export const trustsService = (service: string): PolicyText =>
  policy([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }]);
