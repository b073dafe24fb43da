import type { ConstraintFile } from './protocol/constraints.ts';
import type { ServiceName } from './services.ts';

type Load = () => Promise<{ readonly default: ConstraintFile }>;
/** Lengths, bounds, patterns and enums of every input, as `bin/range-constraints.ts` read them out of AWS's models. */
const FILES: Readonly<Record<ServiceName, Load>> = {
  STS: () => import('./sts/constraints.json', { with: { type: 'json' } }),
  IAM: () => import('./iam/constraints.json', { with: { type: 'json' } }),
  KMS: () => import('./kms/constraints.json', { with: { type: 'json' } }),
  SSM: () => import('./ssm/constraints.json', { with: { type: 'json' } }),
  AppConfig: () => import('./appconfig/constraints.json', { with: { type: 'json' } }),
  AppConfigData: () => import('./appconfigdata/constraints.json', { with: { type: 'json' } }),
  'Cognito Identity Provider': () => import('./cognito/constraints.json', { with: { type: 'json' } }),
  Organizations: () => import('./organizations/constraints.json', { with: { type: 'json' } }),
  'Secrets Manager': () => import('./secrets-manager/constraints.json', { with: { type: 'json' } }),
  'API Gateway': () => import('./api-gateway/constraints.json', { with: { type: 'json' } }),
  'Application Auto Scaling': () => import('./application-auto-scaling/constraints.json', { with: { type: 'json' } }),
  Bedrock: () => import('./bedrock/constraints.json', { with: { type: 'json' } }),
  'Bedrock Runtime': () => import('./bedrock-runtime/constraints.json', { with: { type: 'json' } }),
  Lambda: () => import('./lambda/constraints.json', { with: { type: 'json' } }),
  'CloudWatch Logs': () => import('./logs/constraints.json', { with: { type: 'json' } }),
  WAFV2: () => import('./wafv2/constraints.json', { with: { type: 'json' } }),
  SageMaker: () => import('./sagemaker/constraints.json', { with: { type: 'json' } }),
  'SageMaker Runtime': () => import('./sagemaker-runtime/constraints.json', { with: { type: 'json' } }),
  S3: () => import('./s3/constraints.json', { with: { type: 'json' } }),
  ECR: () => import('./ecr/constraints.json', { with: { type: 'json' } }),
  CloudWatch: () => import('./cloudwatch/constraints.json', { with: { type: 'json' } }),
  CloudTrail: () => import('./cloudtrail/constraints.json', { with: { type: 'json' } }),
  EventBridge: () => import('./eventbridge/constraints.json', { with: { type: 'json' } }),
};

export const constraintFile = async (name: ServiceName): Promise<ConstraintFile> => (await FILES[name]()).default;
