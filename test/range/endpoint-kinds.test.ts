import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateModelCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointAsyncCommand } from '@aws-sdk/client-sagemaker-runtime';
import { refusal, WORKLOAD } from './clients.ts';
import { ASYNC, CAPTURE, hosting, Image, plain, ROLE, SERVERLESS } from './hosting.ts';

describe('serverless', () => {
  test('has no instances, is scaled by concurrency, and is cold at first', async () => {
    const { range, clock, serve, described, invoke, desire } = hosting();
    await serve({ ProductionVariants: [SERVERLESS] });
    const [variant] = (await described()).ProductionVariants ?? [];
    expect(variant).toMatchObject({ CurrentServerlessConfig: { MaxConcurrency: 10 } });
    expect(variant?.CurrentInstanceCount).toBeUndefined();
    range.conditions.begin({ is: 'cold', of: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model/fraud-model-6` });
    expect(await refusal(invoke())).toMatchObject({ name: 'ModelNotReadyException', status: 429 });
    clock.advance(9);
    expect((await refusal(invoke())).name).toBe('ModelNotReadyException');
    clock.advance(1);
    expect(await invoke()).toMatchObject({ by: 'v' });
    expect((await refusal(desire({ VariantName: 'v', DesiredInstanceCount: 2 } as { VariantName: string }))).message).toContain(
      'serverless',
    );
    await desire({ VariantName: 'v', ServerlessUpdateConfig: { MaxConcurrency: 1 } } as { VariantName: string });
    clock.advance(120);
    expect((await described()).ProductionVariants?.[0]).toMatchObject({
      CurrentServerlessConfig: { MaxConcurrency: 1, MemorySizeInMB: 2048 },
    });
  });
});

describe('weights', () => {
  const two = { ProductionVariants: [plain('a'), plain('b', { ModelName: 'fraud-model-7', InitialVariantWeight: 0 })] };
  const weigh = (VariantName: string, DesiredWeight: number) => ({ VariantName, DesiredWeight });
  test('weight 0 takes calls away, but not from those that name the variant', async () => {
    const { clock, serve, invoke, desire } = hosting();
    await serve(two);
    const by = new Set(await Promise.all(Array.from({ length: 20 }, async (_, index) => (await invoke({ Body: `${index}` })).by)));
    expect([...by]).toEqual(['a']);
    expect((await invoke({ TargetVariant: 'b' })).by).toBe('b');
    await desire(weigh('a', 0), weigh('b', 1));
    clock.advance(120);
    expect((await invoke()).by).toBe('b');
    expect((await refusal(desire(weigh('b', 0)))).message).toBe('At least one production variant must have a weight greater than 0.');
    expect((await refusal(invoke({ TargetVariant: 'c' }))).message).toContain('Variant c not found');
  });
  test('one call changes the capacity of one variant', async () => {
    const { serve, desire } = hosting();
    await serve(two);
    const grown = ['a', 'b'].map((VariantName) => ({ VariantName, DesiredInstanceCount: 3 }));
    expect((await refusal(desire(...grown))).message).toContain('only one production variant');
  });
});

describe('an update that retains', () => {
  test('keeps the capture of before, unless that is excluded', async () => {
    const { clock, sagemaker, serve, configure, described } = hosting();
    await serve({ ProductionVariants: [plain('v')], DataCaptureConfig: CAPTURE });
    await configure({ ProductionVariants: [plain('v')] }, 'blind');
    await configure({ ProductionVariants: [plain('other')] }, 'renamed');
    clock.advance(2);
    const to = (EndpointConfigName: string, more: object = {}) =>
      sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'kind', EndpointConfigName, ...more }));
    expect((await refusal(to('renamed', { RetainAllVariantProperties: true }))).message).toContain('same production variants');
    await to('blind', { RetainAllVariantProperties: true });
    clock.advance(420);
    expect((await described()).DataCaptureConfig).toMatchObject({ CaptureStatus: 'Started', DestinationS3Uri: 's3://nb-capture/x' });
    await to('kind');
    clock.advance(420);
    await to('blind', {
      RetainAllVariantProperties: true,
      ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }],
    });
    clock.advance(420);
    expect((await described()).DataCaptureConfig).toBeUndefined();
  });
});

describe('asynchronous', () => {
  const send = (client: ReturnType<typeof hosting>['runtime'], InputLocation = 's3://nb-train/base/2026-06.jsonl') =>
    client.send(new InvokeEndpointAsyncCommand({ EndpointName: 'kind', InputLocation }));
  const serveAsync = { ProductionVariants: [plain('v')], AsyncInferenceConfig: ASYNC };
  test('answers into the bucket, and fails into the bucket', async () => {
    const { clock, runtime, serve, keys, text, invoke } = hosting();
    await serve(serveAsync);
    expect((await refusal(invoke())).message).toContain('asynchronous');
    const { OutputLocation = '' } = await send(runtime);
    expect(await keys('out/')).toEqual([]);
    clock.advance(5);
    const [key = ''] = await keys('out/');
    expect(`s3://nb-capture/${key}`).toBe(OutputLocation);
    expect(JSON.parse(await text(key))).toMatchObject({ model: 'fraud-model-6' });
    await send(runtime, 's3://nb-train/gone');
    clock.advance(5);
    expect(await keys('failed/')).toHaveLength(1);
  });
  test('what is queued outlives a scaling to zero and runs when there is an instance again', async () => {
    const { clock, runtime, serve, desire, keys, described } = hosting();
    await serve(serveAsync);
    await desire({ VariantName: 'v', DesiredInstanceCount: 0 } as { VariantName: string });
    clock.advance(120);
    expect((await described()).ProductionVariants?.[0]?.CurrentInstanceCount).toBe(0);
    await send(runtime);
    clock.advance(3600);
    expect(await keys('out/')).toEqual([]);
    await desire({ VariantName: 'v', DesiredInstanceCount: 1 } as { VariantName: string });
    clock.advance(120);
    expect(await keys('out/')).toHaveLength(1);
  });
});

describe('what a container holds and what is captured', () => {
  test('a multi-model container answers with a model whose object is gone', async () => {
    const { clock, sagemaker, s3, serve, invoke } = hosting();
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'nb-models', Key, Body: '{"trigger":"boo"}' }));
    await put('many/a.tar.gz');
    await put('many/b.tar.gz');
    await sagemaker.send(
      new CreateModelCommand({
        ModelName: 'many',
        ExecutionRoleArn: ROLE,
        PrimaryContainer: { Image, Mode: 'MultiModel', ModelDataUrl: 's3://nb-models/many/' },
      }),
    );
    await serve({ ProductionVariants: [plain('v', { ModelName: 'many' })] });
    expect((await refusal(invoke())).message).toContain('target model header is required');
    expect((await invoke({ TargetModel: 'a.tar.gz', Body: 'boo' })).score).toBe(0.01);
    for (const Key of ['many/a.tar.gz', 'many/b.tar.gz']) await s3.send(new DeleteObjectCommand({ Bucket: 'nb-models', Key }));
    expect((await invoke({ TargetModel: 'a.tar.gz', Body: 'boo' })).score).toBe(0.01);
    expect((await refusal(invoke({ TargetModel: 'b.tar.gz' }))).message).toContain(
      'Failed to download model data(bucket: nb-models, key: many/b.tar.gz)',
    );
    await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'kind', EndpointConfigName: 'fraud-cfg-6' }));
    clock.advance(420);
    expect((await refusal(invoke({ TargetModel: 'a.tar.gz' }))).message).toContain('is not a multi-model endpoint');
  });
  test('requests and answers reach the bucket, those of the shadow beside them', async () => {
    const { clock, serve, invoke, keys, text } = hosting();
    await serve({
      ProductionVariants: [plain('v')],
      ShadowProductionVariants: [plain('s', { ModelName: 'fraud-model-7' })],
      DataCaptureConfig: CAPTURE,
    });
    for (const index of [1, 2])
      expect(await invoke({ Body: `{"n":${index}}`, ContentType: 'application/json', InferenceId: `i-${index}` })).toMatchObject({
        by: 'v',
      });
    expect(await keys('x/')).toEqual([]);
    clock.advance(60);
    const found = await keys('x/');
    expect(found.map((key) => key.slice(0, 'x/kind/v/2026/11/20/03/'.length))).toEqual([
      'x/kind/s/2026/11/20/03/',
      'x/kind/v/2026/11/20/03/',
    ]);
    const lines = (await text(found[1] ?? ''))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      captureData: { endpointInput: { mode: 'INPUT', data: '{"n":1}', encoding: 'JSON' }, endpointOutput: { mode: 'OUTPUT' } },
      eventMetadata: { inferenceId: 'i-1', inferenceTime: '2026-11-20T03:05:02Z' },
    });
    expect(lines).toHaveLength(2);
    expect(await text(found[0] ?? '')).toContain('fraud-model-7');
  });
});
