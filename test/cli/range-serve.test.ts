import { SageMakerClient, AddTagsCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMeasured, readSaved, savedText } from '../../tabletop/range/saved.ts';
import { serveRange, UnreadableFile } from '../../tabletop/range-serve.ts';
import { rangeLines } from '../../core/report/text-range.ts';

const ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/credit';
const folder = mkdtempSync(join(tmpdir(), 'range-serve-'));
afterAll(() => rmSync(folder, { recursive: true }));

const clientOf = (endpoint: string) =>
  new SageMakerClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'NORTHBANK-ADMIN', secretAccessKey: 'any' },
    maxAttempts: 1,
  });
const serve = (stateFile: string, more: { readonly measuredFile?: string } = {}) =>
  serveRange({ port: 0, pace: 60, seed: 'northbank', stateFile, ...more });

test('what was changed over HTTP is there after a restart', async () => {
  const file = join(folder, 'kept.json');
  const first = await serve(file);
  expect(first.continued).toBe(false);
  await clientOf(first.endpoint).send(new AddTagsCommand({ ResourceArn: ARN, Tags: [{ Key: 'kept', Value: 'yes' }] }));
  await first.close();
  const second = await serve(file);
  expect(second.continued).toBe(true);
  const { Tags } = await clientOf(second.endpoint).send(new ListTagsCommand({ ResourceArn: ARN }));
  await second.close();
  expect(Tags).toContainEqual({ Key: 'kept', Value: 'yes' });
});

test('a second range beside it does not get the port, and says so', async () => {
  const first = await serveRange({ port: 0, pace: 60, seed: 'northbank' });
  const port = Number(new URL(first.endpoint).port);
  await expect(serveRange({ port, pace: 60, seed: 'northbank' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.close();
});

test.each<[string, string]>([
  ['no JSON', 'x'],
  ['another format', JSON.stringify({ format: 'other/1', seed: 's', at: '2026-11-20T03:00:00.000Z', state: {} })],
  ['rows that are no JSON', JSON.stringify({ format: 'cordon-range/1', seed: 's', at: '2026-11-20T03:00:00.000Z', state: { 'a/b': '{' } })],
  ['half a file', savedText('s', '2026-11-20T03:00:00.000Z', { 'a/b': '1' }).slice(0, -9)],
])('a state file with %s is refused and left alone', async (_what, text) => {
  const file = join(folder, 'bad.json');
  writeFileSync(file, text);
  await expect(serve(file)).rejects.toBeInstanceOf(UnreadableFile);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a saved state reads back as it was', () => {
  const state = { 'iam.role/x': '{"a":1}', 'ids/boots': '2' };
  expect(readSaved(savedText('s', '2026-11-20T03:00:00.000Z', state))).toEqual({
    ok: true,
    value: expect.objectContaining({ seed: 's', state }),
  });
});

describe('measured values', () => {
  const written = (measured: unknown): string => {
    const file = join(folder, 'measured.json');
    writeFileSync(file, JSON.stringify({ format: 'cordon-measured/1', account: '111122223333', measured }));
    return file;
  };
  test('replace what the range assumes', async () => {
    const served = await serve(join(folder, 'm.json'), { measuredFile: written({ 'sagemaker.tag-propagation': { seconds: 3 } }) });
    expect(served.measured).toBe(1);
    await served.close();
  });
  test.each<[string, unknown]>([
    ['of a behaviour that does not exist', { 'sagemaker.nope': { seconds: 3 } }],
    ['with a negative duration', { 'sagemaker.tag-propagation': { seconds: -1 } }],
    ['with a word for a number', { 'sagemaker.tag-propagation': { seconds: 'three' } }],
  ])('%s are refused', async (_what, measured) => {
    await expect(serve(join(folder, 'n.json'), { measuredFile: written(measured) })).rejects.toBeInstanceOf(UnreadableFile);
  });
  test('against something that is not AWS are no measurement', () => {
    const text = JSON.stringify({ format: 'cordon-measured/1', notAws: '127.0.0.1', measured: { 'iam.propagation': { seconds: 7 } } });
    expect(readMeasured(text)).toEqual({ ok: false, why: 'it was measured against 127.0.0.1, which is not AWS' });
  });
  test('nothing but the measured part counts', () => {
    const text = JSON.stringify({
      format: 'cordon-measured/1',
      measured: { 'iam.propagation': { seconds: 7 } },
      notMeasured: [{ id: 'x' }],
    });
    expect(readMeasured(text)).toEqual({ ok: true, value: { 'iam.propagation': { seconds: 7 } } });
  });
});

test('the first screen holds commands that fit its width', () => {
  const lines = rangeLines(
    {
      endpoint: 'http://127.0.0.1:4311',
      pace: 60,
      seed: 'northbank',
      state: null,
      continued: false,
      measured: 0,
      principals: [{ accessKeyId: 'NORTHBANK-ADMIN', arn: 'arn:aws:iam::111122223333:role/admin' }],
    },
    { width: 100 },
  );
  expect(lines.filter((line) => line.startsWith('    ') && line.length > 100)).toEqual([]);
  expect(lines.join('\n')).toContain('aws --endpoint-url http://127.0.0.1:4311 sagemaker list-endpoints');
  expect(lines.join('\n')).toContain('admin in 111122223333');
});
