import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { MakeClient } from '../adapters/cloud-session.ts';

/*
 * One per service that an action may call, under the SDK's own name of the service (`serviceOf`). The bundle of an action imports those of
 * its commands and no others; a service without a line here fails `npm run synth`.
 */
export const cloudtrail: MakeClient = (options) => new CloudTrailClient(options);
export const cloudwatch: MakeClient = (options) => new CloudWatchClient(options);
export const ecr: MakeClient = (options) => new ECRClient(options);
export const iam: MakeClient = (options) => new IAMClient(options);
export const s3: MakeClient = (options) => new S3Client(options);
export const sagemaker: MakeClient = (options) => new SageMakerClient(options);
export const sagemakerruntime: MakeClient = (options) => new SageMakerRuntimeClient(options);
export const ssm: MakeClient = (options) => new SSMClient(options);
export const sts: MakeClient = (options) => new STSClient(options);
