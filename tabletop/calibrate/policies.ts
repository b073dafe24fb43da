import { LAB_TAG, type LabPlace } from './lab.ts';

const document = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

export const endpointArn = ({ account, region }: LabPlace, name: string): string =>
  `arn:aws:sagemaker:${region}:${account}:endpoint/${name}`;

/** Whoever may act for the account may become the caller. */
export const callerTrust = ({ account }: LabPlace): string =>
  document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${account}:root` } });
export const callerPolicy = (arn: string): string =>
  document(
    { Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: arn },
    {
      Effect: 'Deny',
      Action: 'sagemaker:InvokeEndpoint*',
      Resource: '*',
      Condition: { StringLike: { [`aws:ResourceTag/${LAB_TAG}`]: '*' } },
    },
  );
export const denyPolicy = document({ Effect: 'Deny', Action: 'sagemaker:InvokeEndpoint*', Resource: '*' });
/** EventBridge writes into a log group when the log group's account lets it. */
export const logPolicy = (groupArn: string): string =>
  document({
    Effect: 'Allow',
    Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `${groupArn}:*`,
  });

/** What whoever calibrates must be allowed to do; everything that is made carries the name `cordon-calibrate-…`. */
export const calibratePolicy = ({ account, region }: Pick<LabPlace, 'account' | 'region'>): object => {
  const own = (service: string, type: string, where = region): string => `arn:aws:${service}:${where}:${account}:${type}cordon-calibrate-*`;
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['sagemaker:ListEndpoints', 'cloudtrail:LookupEvents', 'sts:GetCallerIdentity'], Resource: '*' },
      { Effect: 'Allow', Action: 'sagemaker:DescribeModel', Resource: `arn:aws:sagemaker:${region}:${account}:model/*` },
      {
        Effect: 'Allow',
        Action: [
          'sagemaker:AddTags',
          'sagemaker:CreateEndpoint',
          'sagemaker:CreateEndpointConfig',
          'sagemaker:DeleteEndpoint',
          'sagemaker:DeleteEndpointConfig',
          'sagemaker:DeleteTags',
          'sagemaker:DescribeEndpoint',
          'sagemaker:UpdateEndpoint',
          'sagemaker:UpdateEndpointWeightsAndCapacities',
        ],
        Resource: [own('sagemaker', 'endpoint/'), own('sagemaker', 'endpoint-config/')],
      },
      {
        Effect: 'Allow',
        Action: ['iam:CreateRole', 'iam:DeleteRole', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'sts:AssumeRole'],
        Resource: own('iam', 'role/', ''),
      },
      {
        Effect: 'Allow',
        Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
        Resource: own('iam', 'role/', ''),
        Condition: { ArnLike: { 'iam:PolicyARN': own('iam', 'policy/', '') } },
      },
      { Effect: 'Allow', Action: ['iam:CreatePolicy', 'iam:DeletePolicy'], Resource: own('iam', 'policy/', '') },
      {
        Effect: 'Allow',
        Action: ['events:PutRule', 'events:PutTargets', 'events:RemoveTargets', 'events:DeleteRule'],
        Resource: own('events', 'rule/'),
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:DeleteLogGroup', 'logs:FilterLogEvents'],
        Resource: own('logs', 'log-group:/aws/events/'),
      },
      { Effect: 'Allow', Action: ['logs:PutResourcePolicy', 'logs:DeleteResourcePolicy'], Resource: '*' },
    ],
  };
};
