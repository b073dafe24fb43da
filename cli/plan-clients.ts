import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import type { Clients, SdkClient } from '../adapters/cloud.ts';

export interface ProfileSettings {
  readonly profile: string;
  readonly region: string;
  readonly credentials: NonNullable<STSClientConfig['credentials']>;
}
type Settings = ProfileSettings & { readonly maxAttempts: 1 };
/** What looks call. There is none for the runtime of endpoints: a plan asks no model anything. */
const MAKERS: Readonly<Record<string, (settings: Settings) => SdkClient>> = {
  cloudtrail: (settings) => new CloudTrailClient(settings),
  cloudwatch: (settings) => new CloudWatchClient(settings),
  ecr: (settings) => new ECRClient(settings),
  iam: (settings) => new IAMClient(settings),
  s3: (settings) => new S3Client(settings),
  sagemaker: (settings) => new SageMakerClient(settings),
  ssm: (settings) => new SSMClient(settings),
  sts: (settings) => new STSClient(settings),
};

/** Clients of one profile, made when first needed. Endpoint, proxy and certificates are those that the SDK finds for it. */
export const profileClients = (settings: ProfileSettings): Clients => {
  const made = new Map<string, SdkClient>();
  return (service, { region }) => {
    const key = `${service} ${region}`;
    const client = made.get(key) ?? MAKERS[service]?.({ ...settings, region, maxAttempts: 1 });
    if (client === undefined) throw new Error(`no client for ${service}`);
    made.set(key, client);
    return client;
  };
};
