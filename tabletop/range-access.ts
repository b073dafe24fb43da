import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { HereOptions } from './actions-here.ts';
import { lean, type MakeHere } from './client-settings.ts';
import type { Range } from './range/range-api.ts';

/** Clients whose requests are answered in this process: there is no socket through which they could reach AWS. */
export const rangeAccess = (range: Range): Pick<HereOptions, 'sts' | 'makers'> => {
  const requestHandler = range.host.requestHandler();
  const makers: Readonly<Record<string, MakeHere>> = {
    cloudtrail: (options) => new CloudTrailClient({ ...options, requestHandler }),
    cloudwatch: (options) => new CloudWatchClient({ ...options, requestHandler }),
    ecr: (options) => new ECRClient({ ...options, requestHandler }),
    iam: (options) => new IAMClient({ ...options, requestHandler }),
    s3: (options) => new S3Client({ ...options, requestHandler }),
    sagemaker: (options) => new SageMakerClient({ ...options, requestHandler }),
    sagemakerruntime: (options) => new SageMakerRuntimeClient({ ...options, requestHandler }),
    ssm: (options) => new SSMClient({ ...options, requestHandler }),
    sts: (options) => new STSClient({ ...options, requestHandler }),
  };
  return {
    makers: Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, lean(make)])),
    sts: new STSClient(range.clientConfig('arn:aws:iam::444455556666:role/cordon-hub')),
  };
};
