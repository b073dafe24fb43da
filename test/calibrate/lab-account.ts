import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { STSClient } from '@aws-sdk/client-sts';
import type { LabOptions } from '../../tabletop/calibrate/build-lab.ts';
import type { LabClients } from '../../tabletop/calibrate/lab.ts';
import type { Measurements } from '../../tabletop/range/behaviour.ts';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { createRange } from '../../tabletop/range/range.ts';
import type { Range } from '../../tabletop/range/range-api.ts';
import { NOW, WORKLOAD } from '../range/clients.ts';

/** Northbank's workload account without an endpoint: a sandbox with models, images and a role. */
export const sandboxAccount = (measured: Measurements = {}) => {
  const clock = virtualClock(NOW);
  const full = createRange({ clock: virtualClock(NOW) });
  const state = Object.fromEntries(
    Object.entries(full.exportState()).filter(
      ([key]) => !key.startsWith('sagemaker.endpoint/') && !key.startsWith('traffic/') && !key.startsWith('cloudwatch.alarm'),
    ),
  );
  full.close();
  return { clock, range: createRange({ clock, state, measured }) };
};

interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}
export const labClients = (range: Range, principal: string, session?: Session): LabClients => {
  const config = { ...range.clientConfig(principal), ...(session === undefined ? {} : { credentials: session }) };
  return {
    sagemaker: new SageMakerClient(config),
    iam: new IAMClient(config),
    sts: new STSClient(config),
    cloudtrail: new CloudTrailClient(config),
    eventbridge: new EventBridgeClient(config),
    logs: new CloudWatchLogsClient(config),
    runtimeAs: (credentials) => new SageMakerRuntimeClient({ ...config, credentials }),
  };
};

export const labOptions = ({ clock, range }: ReturnType<typeof sandboxAccount>, more: Partial<LabOptions> = {}) => {
  const notes: string[] = [];
  const options: LabOptions = {
    clients: labClients(range, 'admin'),
    account: WORKLOAD,
    region: 'eu-west-1',
    model: 'churn-model-1',
    instanceType: 'ml.t2.medium',
    run: 'test',
    now: () => clock.now(),
    wait: async (seconds) => clock.advance(seconds),
    note: (line) => notes.push(line),
    ...more,
  };
  return { options, notes };
};
