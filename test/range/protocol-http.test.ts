import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Agent, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { refusal, stillRange } from './clients.ts';

const { range } = stillRange();
const listening = await range.listen();
const { port, endpoint } = listening;
afterAll(() => listening.close());

const authorization = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=NORTHBANK-ADMIN/20261120/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
const JSON_HEADERS = { 'content-type': 'application/x-amz-json-1.1', authorization: authorization('sagemaker') };
const described = (name: string, agent?: Agent): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const headers = { ...JSON_HEADERS, 'x-amz-target': 'SageMaker.DescribeEndpoint' };
    const asked = httpRequest({ port, method: 'POST', headers, ...(agent === undefined ? {} : { agent }) }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString()));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.once('error', reject);
    asked.end(JSON.stringify({ EndpointName: name }));
  });
/** Whatever happened before: the next call is answered. */
const isAlive = async (): Promise<void> => expect((await described('credit')).text).toContain('"EndpointName":"credit"');

/** Writes to a bare socket; answers what came back until the other side hung up, or `enough` came. */
const spoken = (text: string, enough: RegExp = /$^/): Promise<string> =>
  new Promise((resolve) => {
    let heard = '';
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (part: Buffer) => {
      heard += part.toString();
      if (enough.test(heard)) socket.destroy();
    });
    socket.once('close', () => resolve(heard));
    // A peer that hangs up in mid-sentence may take its last words with it.
    socket.once('error', () => undefined);
  });

test.each([
  ['no HTTP', 'GARBAGE\r\n\r\n', /^HTTP\/1\.1 400/],
  ['another version', 'GET / HTTP/9.9\r\nhost: x\r\n\r\n', /^HTTP\/1\.1 (?:400|505)/],
  ['headers of a hundred kilobytes', `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(100_000)}\r\n\r\n`, /^(?:HTTP\/1\.1 431|$)/],
  ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', /^HTTP\/1\.1 400/],
  ['a broken chunk', 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\nab\r\n', /^HTTP\/1\.1 400/],
])('%s is refused and hung up on', async (_case, text, answer) => {
  expect(await spoken(text)).toMatch(answer);
  await isAlive();
});
test('a path that is no URL is answered', async () => {
  const head = `GET /%zz/%00?%= HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: ${authorization('s3')}\r\n\r\n`;
  expect(await spoken(head)).toMatch(/^HTTP\/1\.1 4\d\d/);
  await isAlive();
});

test('a body of 8 MB where a few hundred bytes belong is refused', async () => {
  const body = `{"EndpointName":"${'x'.repeat(8_000_000)}"}`;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { ...JSON_HEADERS, 'x-amz-target': 'SageMaker.DescribeEndpoint' },
    body,
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('Member must have length less than or equal to 63');
  await isAlive();
});

test('two hundred calls at once are each answered with their own', async () => {
  const names = Array.from({ length: 200 }, (_none, index) => (index % 2 === 0 ? 'credit' : 'churn'));
  const answers = await Promise.all(names.map((name) => described(name)));
  expect(answers.map(({ text }) => JSON.parse(text).EndpointName)).toEqual(names);
});
test('a connection is kept and used again', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (const name of ['credit', 'nobody', 'churn']) await described(name, agent);
  expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
  agent.destroy();
});

test('an upload that breaks off leaves nothing behind', async () => {
  const head = `PUT /nb-train/broken HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${authorization('s3')}\r\ncontent-length: 1000000\r\n\r\n`;
  await new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head}half of it`, () => socket.destroy()));
    socket.once('close', () => resolve());
  });
  await isAlive();
  const s3 = new S3Client({ region: 'eu-west-1', endpoint, credentials: range.credentialsFor('NORTHBANK-ADMIN'), maxAttempts: 1 });
  expect((await refusal(s3.send(new GetObjectCommand({ Bucket: 'nb-train', Key: 'broken' })))).name).toBe('NoSuchKey');
  s3.destroy();
});
test('a client that hangs up while it is answered disturbs nobody', async () => {
  const s3 = new S3Client({ region: 'eu-west-1', endpoint, credentials: range.credentialsFor('NORTHBANK-ADMIN'), maxAttempts: 1 });
  await s3.send(new PutObjectCommand({ Bucket: 'nb-train', Key: 'large', Body: Buffer.alloc(8_000_000) }));
  s3.destroy();
  const head = `GET /nb-train/large HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${authorization('s3')}\r\n\r\n`;
  expect(await spoken(head, /^HTTP\/1\.1 200/)).toMatch(/^HTTP\/1\.1 200/);
  await isAlive();
});

test('closing cuts a connection that never finishes, and takes no other', async () => {
  const other = await range.listen();
  const head = 'POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n';
  await new Promise<void>((resolve, reject) => {
    const socket = connect(other.port, '127.0.0.1', () => socket.write(head));
    // It was accepted, and waits for a body that does not come.
    socket.once('data', () => void other.close().catch(reject));
    socket.once('error', () => undefined);
    socket.once('close', () => resolve());
  });
  await expect(fetch(other.endpoint)).rejects.toThrow('fetch failed');
});
