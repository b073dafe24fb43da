import { cloudtrailService } from './cloudtrail/operations.ts';
import { cloudwatchService } from './cloudwatch/operations.ts';
import { ecrService } from './ecr/operations.ts';
import { eventbridgeService } from './eventbridge/operations.ts';
import { iamService } from './iam/operations.ts';
import { kmsService } from './kms/operations.ts';
import type { Service } from './operation.ts';
import { runtimeService } from './sagemaker-runtime/operations.ts';
import { s3Service } from './s3/operations.ts';
import { sagemakerService } from './sagemaker/operations.ts';
import { stsService } from './sts/operations.ts';

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
  | 'KMS';
export const SERVICES: Readonly<Record<ServiceName, Service>> = {
  SageMaker: sagemakerService,
  'SageMaker Runtime': runtimeService,
  STS: stsService,
  S3: s3Service,
  IAM: iamService,
  ECR: ecrService,
  CloudWatch: cloudwatchService,
  CloudTrail: cloudtrailService,
  EventBridge: eventbridgeService,
  KMS: kmsService,
};

export const serviceNamed = (name: ServiceName): Service => SERVICES[name];
