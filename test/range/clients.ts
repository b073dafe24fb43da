import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { virtualClock, type VirtualClock } from '../../tabletop/range/clock.ts';
import { createRange } from '../../tabletop/range/range.ts';
import type { Range, RangeOptions } from '../../tabletop/range/range-api.ts';

export const NOW = '2026-11-20T03:00:00.000Z';
export const WORKLOAD = '111122223333';
export const FRAUD = `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:endpoint/fraud-scorer`;
export const HUB = 'NORTHBANK-SECURITY-CORDON-HUB';

/** A range whose time stands still until the test moves it. */
export const stillRange = (options: Omit<RangeOptions, 'clock'> = {}): { readonly range: Range; readonly clock: VirtualClock } => {
  const clock = virtualClock(NOW);
  return { range: createRange({ ...options, clock }), clock };
};

export const as = (range: Range, principal: string) => {
  const config = range.clientConfig(principal);
  return {
    sagemaker: new SageMakerClient(config),
    runtime: new SageMakerRuntimeClient(config),
    s3: new S3Client(config),
    iam: new IAMClient(config),
    sts: new STSClient(config),
    ecr: new ECRClient(config),
    cloudwatch: new CloudWatchClient(config),
    cloudtrail: new CloudTrailClient(config),
    kms: new KMSClient(config),
    ssm: new SSMClient(config),
  };
};

export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}
/** How a call was refused; fails the test when it was not. */
export const refusal = async (call: Promise<unknown>): Promise<Refusal> => {
  try {
    await call;
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const metadata: unknown = '$metadata' in thrown ? thrown.$metadata : undefined;
    const status = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
    return { name: thrown.name, message: thrown.message, status: typeof status === 'number' ? status : undefined };
  }
  throw new Error('the call was not refused');
};
