import { ACCOUNT_SERVICES } from './account-services.ts';
import { APPLICATION_SERVICES } from './application-services.ts';
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
  | keyof typeof ACCOUNT_SERVICES
  | keyof typeof APPLICATION_SERVICES
  | 'SageMaker'
  | 'SageMaker Runtime'
  | 'S3'
  | 'ECR'
  | 'CloudWatch'
  | 'CloudTrail'
  | 'EventBridge';
export const SERVICES: Readonly<Record<ServiceName, Service>> = {
  ...ACCOUNT_SERVICES,
  ...APPLICATION_SERVICES,
  SageMaker: sagemakerService,
  'SageMaker Runtime': runtimeService,
  S3: s3Service,
  ECR: ecrService,
  CloudWatch: cloudwatchService,
  CloudTrail: cloudtrailService,
  EventBridge: eventbridgeService,
};

export const serviceNamed = (name: ServiceName): Service => SERVICES[name];
