import { CancelExportTaskCommand, CreateExportTaskCommand, DescribeExportTasksCommand } from '@aws-sdk/client-cloudwatch-logs';
import { gunzipSync } from 'node:zlib';
import { virtualClock } from '../../../tabletop/range/clock.ts';
import { createRange } from '../../../tabletop/range/range.ts';
import { NOW, refusal, stillRange } from '../clients.ts';
import { HOUR, line, logging, START } from './logging.ts';

describe('an export', () => {
  const Statement = [
    {
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Action: 's3:GetBucketAcl',
      Resource: 'arn:aws:s3:::nb-capture',
    },
    {
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::nb-capture/*',
    },
  ];
  /** As the bucket's owner would have set it up. */
  const withPolicy = () => {
    const { range } = stillRange();
    const state = range.exportState();
    const bucket: object = JSON.parse(state['s3.bucket/nb-capture'] ?? '{}');
    const clock = virtualClock(NOW);
    const changed = { ...state, 's3.bucket/nb-capture': JSON.stringify({ ...bucket, policy: { Version: '2012-10-17', Statement } }) };
    return logging({ range: createRange({ clock, state: changed }), clock });
  };
  const task = { logGroupName: '/app', from: START - HOUR, to: START + 1, destination: 'nb-capture', destinationPrefix: 'case-7' };

  test('writes what was there to the bucket, one task at a time', async () => {
    const { range, client, clock, made, put } = withPolicy();
    await made();
    await put(line('first', START - 2 * HOUR), line('second', START - 1000), line('third'));
    const { taskId } = await client.send(new CreateExportTaskCommand(task));
    const status = async () => (await client.send(new DescribeExportTasksCommand({ taskId }))).exportTasks?.[0]?.status?.code;
    expect(await status()).toBe('PENDING');
    expect((await refusal(client.send(new CreateExportTaskCommand(task)))).name).toBe('LimitExceededException');
    clock.advance(10);
    expect(await status()).toBe('RUNNING');
    clock.advance(60);
    expect(await status()).toBe('COMPLETED');
    const blobs = Object.entries(range.exportState()).filter(([key]) => key.startsWith(`s3.object/nb-capture/case-7/${taskId}`));
    expect(blobs.map(([key]) => key.split('/').at(-2))).toEqual(['one']);
    const stored: { versions: { blob: string }[] } = JSON.parse(blobs[0]?.[1] ?? '');
    const bytes: string = JSON.parse(range.exportState()[`s3.blob/${stored.versions[0]?.blob}`] ?? '');
    expect(gunzipSync(Buffer.from(bytes, 'base64')).toString()).toBe('2026-11-20T02:59:59.000Z second\n2026-11-20T03:00:00.000Z third\n');
    expect((await refusal(client.send(new CancelExportTaskCommand({ taskId })))).name).toBe('InvalidOperationException');
  });
  test('can be cancelled, and then another one begins', async () => {
    const { client, clock, made } = withPolicy();
    await made();
    const { taskId } = await client.send(new CreateExportTaskCommand(task));
    await client.send(new CancelExportTaskCommand({ taskId }));
    await client.send(new CreateExportTaskCommand(task));
    clock.advance(100);
    const { exportTasks } = await client.send(new DescribeExportTasksCommand({}));
    expect(exportTasks?.map((one) => one.status?.code).sort()).toEqual(['CANCELLED', 'COMPLETED']);
  });
  test('needs a bucket that lets the service in, and a span of time', async () => {
    const { client, made } = logging();
    await made();
    expect((await refusal(client.send(new CreateExportTaskCommand(task)))).message).toContain(
      'GetBucketAcl call on the given bucket failed',
    );
    expect((await refusal(client.send(new CreateExportTaskCommand({ ...task, destination: 'nb-gone' })))).name).toBe(
      'InvalidParameterException',
    );
    expect((await refusal(client.send(new CreateExportTaskCommand({ ...task, to: task.from })))).name).toBe('InvalidParameterException');
    expect((await refusal(client.send(new CreateExportTaskCommand({ ...task, logGroupName: '/gone' })))).name).toBe(
      'ResourceNotFoundException',
    );
  });
});
