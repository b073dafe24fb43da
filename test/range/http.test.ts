import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeEndpointCommand, ListEndpointsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Readable } from 'node:stream';
import { refusal, stillRange } from './clients.ts';

const { range } = stillRange();
const listening = await range.listen();
const { endpoint } = listening;
const clients: { destroy(): void }[] = [];
const kept = <T extends { destroy(): void }>(client: T): T => {
  clients.push(client);
  return client;
};
const config = { region: 'eu-west-1', endpoint, credentials: range.credentialsFor('NORTHBANK-ADMIN'), maxAttempts: 1 };
afterAll(async () => {
  for (const client of clients) client.destroy();
  await listening.close();
});

test('awsJson, awsQuery and restJson1', async () => {
  const sagemaker = kept(new SageMakerClient(config));
  expect((await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' }))).EndpointStatus).toBe('InService');
  expect(await refusal(sagemaker.send(new ListEndpointsCommand({ MaxResults: 1000 })))).toMatchObject({
    name: 'ValidationException',
    status: 400,
  });
  expect((await kept(new STSClient(config)).send(new GetCallerIdentityCommand({}))).Account).toBe('111122223333');
  expect((await kept(new IAMClient(config)).send(new GetRoleCommand({ RoleName: 'crm' }))).Role?.RoleName).toBe('crm');
  const runtime = kept(new SageMakerRuntimeClient({ ...config, credentials: range.credentialsFor('NORTHBANK-CRM') }));
  const { Body } = await runtime.send(new InvokeEndpointCommand({ EndpointName: 'churn', Body: Buffer.from([1, 2, 255]) }));
  expect(JSON.parse(Buffer.from(Body ?? []).toString())).toMatchObject({ model: 'churn-model-1' });
});

test('restXml with megabytes, streams and a HEAD', async () => {
  const s3 = kept(new S3Client(config));
  const bytes = Buffer.alloc(3_000_000, 'q');
  const Key = 'dir/a b+ü//x';
  await s3.send(
    new PutObjectCommand({
      Bucket: 'nb-train',
      Key,
      Body: Readable.from([bytes.subarray(0, 1_000_000), bytes.subarray(1_000_000)]),
      ContentLength: bytes.length,
    }),
  );
  expect((await s3.send(new HeadObjectCommand({ Bucket: 'nb-train', Key }))).ContentLength).toBe(bytes.length);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'nb-train', Key }));
  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  expect(await refusal(s3.send(new HeadObjectCommand({ Bucket: 'nb-train', Key: 'no' })))).toMatchObject({ name: 'NotFound', status: 404 });
});

test.each([
  ['no service at all', { method: 'GET', headers: {} }],
  [
    'a broken body',
    {
      method: 'POST',
      headers: {
        'x-amz-target': 'SageMaker.DescribeEndpoint',
        'content-type': 'application/x-amz-json-1.1',
        authorization: 'AWS4-HMAC-SHA256 Credential=NORTHBANK-ADMIN/20261120/eu-west-1/sagemaker/aws4_request',
      },
      body: '{',
    },
  ],
])('%s is answered, not hung up on', async (_case, init) => {
  const answer = await fetch(endpoint, init);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(await answer.text()).toMatch(/Exception|Authentication Token|AccessDenied/);
});

test('it listens on loopback only', () => expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/));
