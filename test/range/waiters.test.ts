import { CreateRoleCommand, waitUntilRoleExists } from '@aws-sdk/client-iam';
import { DeleteObjectCommand, PutObjectCommand, waitUntilObjectExists, waitUntilObjectNotExists } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  UpdateEndpointCommand,
  waitUntilEndpointDeleted,
  waitUntilEndpointInService,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { as, stillRange } from './clients.ts';

/** Looks every 10 ms for at most ten seconds; AWS's own delays are for AWS's own pace. */
const OFTEN = { maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.01 };
/** Minutes of AWS pass while the waiter waits, some at every look: nothing happens that it does not see. */
const passing = (clock: ReturnType<typeof stillRange>['clock']): { stop(): void } => {
  const timer = setInterval(() => clock.advance(20), 5);
  return { stop: () => clearInterval(timer) };
};
const waited = async (
  act: (sagemaker: SageMakerClient) => Promise<unknown>,
  wait: (of: { client: SageMakerClient; maxWaitTime: number }, input: { EndpointName: string }) => Promise<{ readonly state: string }>,
  EndpointName: string,
): Promise<string> => {
  const { range, clock } = stillRange();
  const { sagemaker } = as(range, 'admin');
  await act(sagemaker);
  const time = passing(clock);
  try {
    return (await wait({ client: sagemaker, ...OFTEN }, { EndpointName })).state;
  } finally {
    time.stop();
  }
};

describe("the SDK's waiters", () => {
  test('an endpoint is in service after its update', async () => {
    const update = new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' });
    expect(await waited((client) => client.send(update), waitUntilEndpointInService, 'fraud-scorer')).toBe('SUCCESS');
  });
  test('an endpoint is in service after it was created', async () => {
    const create = new CreateEndpointCommand({ EndpointName: 'second', EndpointConfigName: 'fraud-cfg-6' });
    expect(await waited((client) => client.send(create), waitUntilEndpointInService, 'second')).toBe('SUCCESS');
  });
  test('an endpoint is gone after it was deleted', async () => {
    const remove = new DeleteEndpointCommand({ EndpointName: 'churn' });
    expect(await waited((client) => client.send(remove), waitUntilEndpointDeleted, 'churn')).toBe('SUCCESS');
  });
  test('waiting for what is not there goes on until the time is over', async () => {
    const { range } = stillRange();
    const waiting = waitUntilObjectExists(
      { client: as(range, 'admin').s3, maxWaitTime: 1, minDelay: 0.01, maxDelay: 0.3 },
      { Bucket: 'nb-train', Key: 'no' },
    );
    await expect(waiting).rejects.toThrow(/TIMEOUT/);
  });
  test('an object is there, and then it is not', async () => {
    const { s3 } = as(stillRange().range, 'admin');
    const object = { Bucket: 'nb-train', Key: 'waited-for' };
    await s3.send(new PutObjectCommand({ ...object, Body: 'x' }));
    expect((await waitUntilObjectExists({ client: s3, ...OFTEN }, object)).state).toBe('SUCCESS');
    await s3.send(new DeleteObjectCommand(object));
    expect((await waitUntilObjectNotExists({ client: s3, ...OFTEN }, object)).state).toBe('SUCCESS');
  });
  test('a role is there', async () => {
    const { iam } = as(stillRange().range, 'admin');
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    await iam.send(new CreateRoleCommand({ RoleName: 'waited-for', AssumeRolePolicyDocument }));
    expect((await waitUntilRoleExists({ client: iam, ...OFTEN }, { RoleName: 'waited-for' })).state).toBe('SUCCESS');
  });
});
