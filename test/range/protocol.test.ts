import { AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import fc from 'fast-check';
import { unchunk } from '../../tabletop/range/protocol/aws-chunked.ts';
import { createHost } from '../../tabletop/range/protocol/host.ts';
import { asBytes, splitUrl, type WireRequest } from '../../tabletop/range/protocol/wire.ts';
import { refusal, stillRange } from './clients.ts';

const chunked = (chunks: readonly Uint8Array[], trailer: string, declared: number): WireRequest => ({
  method: 'PUT',
  host: 'x',
  path: '/',
  query: new Map(),
  headers: { 'content-encoding': 'gzip, aws-chunked', 'x-amz-decoded-content-length': String(declared) },
  body: Buffer.concat([
    ...chunks
      .filter((chunk) => chunk.length > 0)
      .flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)};chunk-signature=0\r\n`), chunk, Buffer.from('\r\n')]),
    Buffer.from(`0\r\n${trailer}\r\n`),
  ]),
});

describe('upload framing', () => {
  test('any bytes in any chunks come out as they went in, and the trailer is a header', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }), async (chunks) => {
        const whole = Buffer.concat(chunks);
        const plain = await unchunk(chunked(chunks, 'x-amz-checksum-crc32:AAAA\r\n', whole.length));
        expect(Buffer.from(await asBytes(plain.body)).equals(whole)).toBe(true);
        expect(plain.headers).toMatchObject({ 'x-amz-checksum-crc32': 'AAAA', 'content-encoding': 'gzip' });
      }),
    );
  });
  test.each([
    ['a chunk that is cut off', { ...chunked([], '', 5), body: Buffer.from('a\r\nhello') }],
    ['a size that is no number', { ...chunked([], '', 5), body: Buffer.from('zz\r\nhello') }],
    ['another length than announced', chunked([Buffer.from('hello')], '', 4)],
  ])('%s is refused', async (_case, request) => expect((await refusal(unchunk(request))).name).toBe('IncompleteBody'));
});

test('a URL is split without being tidied', () => {
  expect(splitUrl('/a/..//b%2F?x=1+2&y&x=3')).toEqual({
    path: '/a/..//b%2F',
    query: new Map([
      ['x', ['1+2', '3']],
      ['y', ['']],
    ]),
  });
});

test('CBOR clients are served, too', async () => {
  const { range } = stillRange();
  const client = new CloudWatchClient({ ...range.clientConfig('admin'), protocol: AwsSmithyRpcV2CborProtocol });
  const { Datapoints } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocations',
      Dimensions: [
        { Name: 'EndpointName', Value: 'churn' },
        { Name: 'VariantName', Value: 'AllTraffic' },
      ],
      StartTime: new Date('2026-11-20T02:00:00Z'),
      EndTime: new Date('2026-11-20T02:05:00Z'),
      Period: 300,
      Statistics: ['Sum', 'Average'],
    }),
  );
  expect(Datapoints).toMatchObject([{ Sum: 600, Average: 1 }]);
  const wrong = client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'x',
      MetricName: 'y',
      StartTime: new Date(1),
      EndTime: new Date(1),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  expect((await refusal(wrong)).name).toMatch(/^InvalidParameterValue/);
});

describe('our own answers', () => {
  const answering = (output: object) =>
    new sagemaker.SageMakerClient({
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      requestHandler: createHost({
        bindings: [{ signingName: 'sagemaker', load: async () => sagemaker, implemented: () => true, serve: async () => output }],
        requestId: () => 'id',
      }).requestHandler(),
    }).send(new sagemaker.DescribeEndpointCommand({ EndpointName: 'x' }));
  test.each([
    [
      'a member that is not in the shape',
      {
        EndpointName: 'x',
        EndpointArn: 'x',
        EndpointStatus: 'InService',
        CreationTime: new Date(0),
        LastModifiedTime: new Date(0),
        Bogus: 1,
      },
      /Bogus/,
    ],
    ['a missing member', { EndpointName: 'x' }, /endpointArn/],
    ['a wrong type', { EndpointName: 5 }, /STRING expected at endpointName/],
  ])('%s is a mistake of the range and says so', async (_case, output, message) => {
    expect(await refusal(answering(output))).toMatchObject({
      name: 'InternalFailure',
      status: 500,
      message: expect.stringMatching(message),
    });
  });
});
