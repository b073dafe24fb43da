import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { STSClient } from '@aws-sdk/client-sts';
import type { LabClients } from '../tabletop/calibrate/lab.ts';
import type { ProfileSettings } from './plan-clients.ts';

/** Nothing is measured by its first call alone: a throttled look is asked again. The runtime is not, because each call is a measurement. */
const ATTEMPTS = 5;

export const calibrateClients = (settings: ProfileSettings): LabClients => {
  const patient = { ...settings, maxAttempts: ATTEMPTS };
  return {
    sagemaker: new SageMakerClient(patient),
    iam: new IAMClient(patient),
    sts: new STSClient(patient),
    cloudtrail: new CloudTrailClient(patient),
    eventbridge: new EventBridgeClient(patient),
    logs: new CloudWatchLogsClient(patient),
    runtimeAs: (credentials) => new SageMakerRuntimeClient({ region: settings.region, credentials, maxAttempts: 1 }),
  };
};
