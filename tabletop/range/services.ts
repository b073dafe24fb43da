import { ACCOUNT_SERVICES } from './account-services.ts';
import { cloudtrailService } from './cloudtrail/operations.ts';
import { cloudwatchService } from './cloudwatch/operations.ts';
import { ecrService } from './ecr/operations.ts';
import { eventbridgeService } from './eventbridge/operations.ts';
import type { Service } from './operation.ts';
import { runtimeService } from './sagemaker-runtime/operations.ts';
import { s3Service } from './s3/operations.ts';
import { sagemakerService } from './sagemaker/operations.ts';

/** The SDK's `serviceId`. */
export type ServiceName =
  | 'SageMaker'
  | 'SageMaker Runtime'
  | 'STS'
  | 'S3'
  | 'IAM'
  | 'ECR'
  | 'CloudWatch'
  | 'CloudTrail'
  | 'EventBridge'
  | 'KMS'
  | 'SSM';
export const SERVICES: Readonly<Record<ServiceName, Service>> = {
  ...ACCOUNT_SERVICES,
  SageMaker: sagemakerService,
  'SageMaker Runtime': runtimeService,
  S3: s3Service,
  ECR: ecrService,
  CloudWatch: cloudwatchService,
  CloudTrail: cloudtrailService,
  EventBridge: eventbridgeService,
};

export const serviceNamed = (name: ServiceName): Service => SERVICES[name];
