import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { AddTagsCommand, DescribeEndpointCommand, SageMakerClient, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { as, FRAUD, refusal, stillRange, WORKLOAD } from './clients.ts';

const update = new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' });
const status = async (range: ReturnType<typeof stillRange>['range']) =>
  (await as(range, 'admin').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }))).EndpointStatus;

test.each([
  ['throttled', 'ThrottlingException', 400],
  ['unavailable', 'ServiceUnavailable', 503],
  ['denied', 'AccessDeniedException', 400],
] as const)('%s hits as often as planned, before anything happened', async (kind, name, code) => {
  const { range } = stillRange();
  const { sagemaker } = as(range, 'admin');
  range.faults.add({ operation: 'sagemaker:UpdateEndpoint', kind, times: 2 });
  expect(await refusal(sagemaker.send(update))).toMatchObject({ name, status: code });
  expect(range.faults.pending()).toMatchObject([{ times: 1 }]);
  expect(await refusal(sagemaker.send(update))).toMatchObject({ name });
  expect(await status(range)).toBe('InService');
  await sagemaker.send(update);
  expect(range.faults.pending()).toEqual([]);
});

test('timed out after the effect: the caller hears nothing, the change and its record are there', async () => {
  const { range, clock } = stillRange();
  range.faults.add({ operation: 'sagemaker:UpdateEndpoint', kind: 'timed-out-after-effect' });
  expect((await refusal(as(range, 'admin').sagemaker.send(update))).name).toBe('TimeoutError');
  expect(await status(range)).toBe('Updating');
  clock.advance(120);
  const { Events } = await as(range, 'admin').cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }));
  expect(Events?.[0]?.EventName).toBe('UpdateEndpoint');
});

test('over HTTP the socket breaks', async () => {
  const { range } = stillRange();
  const listening = await range.listen();
  const { endpoint } = listening;
  range.faults.add({ operation: 'sagemaker:UpdateEndpoint', kind: 'timed-out-after-effect' });
  const client = new SageMakerClient({ region: 'eu-west-1', endpoint, credentials: range.credentialsFor('admin'), maxAttempts: 1 });
  expect((await refusal(client.send(update))).message).toMatch(/socket hang up|ECONNRESET/);
  client.destroy();
  await listening.close();
  expect(await status(range)).toBe('Updating');
});

test('a plan can be for one role, one service or everything', async () => {
  const { range } = stillRange();
  range.faults.add({ operation: 'sagemaker:*', kind: 'throttled', role: `arn:aws:iam::${WORKLOAD}:role/cordon-member` });
  await as(range, 'admin').sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [] }));
  expect((await refusal(as(range, 'cordon-member').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' })))).name).toBe(
    'ThrottlingException',
  );
  range.faults.add({ operation: '*', kind: 'throttled' });
  expect((await refusal(as(range, 'admin').s3.send(new HeadBucketCommand({ Bucket: 'nb-train' })))).status).toBe(503);
  range.faults.add({ operation: '*', kind: 'throttled' });
  range.faults.clear();
  await as(range, 'admin').s3.send(new HeadBucketCommand({ Bucket: 'nb-train' }));
});
