import type { Behaviour } from './behaviour.ts';
import { CLOUDTRAIL_BEHAVIOURS } from './cloudtrail/behaviours.ts';
import { CLOUDWATCH_BEHAVIOURS } from './cloudwatch/behaviours.ts';
import { ECR_BEHAVIOURS } from './ecr/behaviours.ts';
import { IAM_BEHAVIOURS } from './iam/behaviours.ts';
import { KMS_BEHAVIOURS } from './kms/behaviours.ts';
import { PROTOCOL_BEHAVIOURS } from './protocol/behaviours.ts';
import { RUNTIME_BEHAVIOURS } from './sagemaker-runtime/behaviours.ts';
import { S3_BEHAVIOURS } from './s3/behaviours.ts';
import { SAGEMAKER_BEHAVIOURS } from './sagemaker/behaviours.ts';
import { STS_BEHAVIOURS } from './sts/behaviours.ts';

/** Everything the range claims about AWS, and how sure it is. Reports repeat the mark. */
export const BEHAVIOURS: readonly Behaviour[] = [
  ...PROTOCOL_BEHAVIOURS,
  ...STS_BEHAVIOURS,
  ...IAM_BEHAVIOURS,
  ...SAGEMAKER_BEHAVIOURS,
  ...RUNTIME_BEHAVIOURS,
  ...S3_BEHAVIOURS,
  ...ECR_BEHAVIOURS,
  ...CLOUDWATCH_BEHAVIOURS,
  ...CLOUDTRAIL_BEHAVIOURS,
  ...KMS_BEHAVIOURS,
];
