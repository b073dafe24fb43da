import { AttachRolePolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-iam';
import { AddTagsCommand, CreateModelCommand } from '@aws-sdk/client-sagemaker';
import {
  InvokeEndpointAsyncCommand,
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
} from '@aws-sdk/client-sagemaker-runtime';
import { createRange } from '../../tabletop/range/range.ts';
import { as, FRAUD, refusal, stillRange, WORKLOAD } from './clients.ts';
import { ASYNC, hosting, Image, plain, ROLE } from './hosting.ts';

const EndpointName = 'fraud-scorer';
const textOf = async (stream: AsyncIterable<{ PayloadPart?: { Bytes?: Uint8Array | undefined } | undefined }> | undefined) => {
  const parts: Buffer[] = [];
  for await (const { PayloadPart } of stream ?? []) parts.push(Buffer.from(PayloadPart?.Bytes ?? []));
  return { text: Buffer.concat(parts).toString(), parts: parts.length };
};

describe('a streamed answer', () => {
  test('comes in parts that say together what a plain call says', async () => {
    const { range } = stillRange();
    const { runtime } = as(range, 'admin');
    const plainly = await runtime.send(new InvokeEndpointCommand({ EndpointName, Body: 'x' }));
    const streamed = await runtime.send(new InvokeEndpointWithResponseStreamCommand({ EndpointName, Body: 'x' }));
    const { text, parts } = await textOf(streamed.Body);
    expect(text).toBe(Buffer.from(plainly.Body ?? []).toString());
    expect(parts).toBeGreaterThan(1);
    expect(streamed.InvokedProductionVariant).toBe('AllTraffic');
  });
  test('goes over a socket, too', async () => {
    const range = createRange({ pace: 1000 });
    const listening = await range.listen();
    const { region, credentials } = range.clientConfig('admin');
    const { SageMakerRuntimeClient } = await import('@aws-sdk/client-sagemaker-runtime');
    const runtime = new SageMakerRuntimeClient({ region, credentials, endpoint: listening.endpoint });
    const { Body } = await runtime.send(new InvokeEndpointWithResponseStreamCommand({ EndpointName, Body: 'x' }));
    expect(JSON.parse((await textOf(Body)).text)).toMatchObject({ model: 'fraud-model-7' });
    runtime.destroy();
    await listening.close();
    range.close();
  });
  test('is an action of its own, and the quarantine covers it', async () => {
    const { range, clock } = stillRange();
    const stream = (role: string) => as(range, role).runtime.send(new InvokeEndpointWithResponseStreamCommand({ EndpointName, Body: 'x' }));
    expect((await refusal(stream('checkout-api'))).message).toContain('sagemaker:InvokeEndpointWithResponseStream');
    await as(range, 'admin').sagemaker.send(
      new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'cordon:quarantine', Value: 'INC-1' }] }),
    );
    clock.advance(20);
    expect((await refusal(stream('checkout-api'))).message).toContain('explicit deny');
  });
});

describe('a call that fails', () => {
  test('in the container says so with its status and where the logs are', async () => {
    const { range } = stillRange();
    const { runtime } = as(range, 'admin');
    range.conditions.begin({ is: 'failing', of: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model/fraud-model-7` });
    const failed = runtime.send(new InvokeEndpointCommand({ EndpointName, Body: 'x' }));
    await expect(failed).rejects.toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 500,
      OriginalMessage: 'Internal Server Error',
      LogStreamArn: `arn:aws:logs:eu-west-1:${WORKLOAD}:log-group:/aws/sagemaker/Endpoints/fraud-scorer`,
    });
    expect(await refusal(runtime.send(new InvokeEndpointWithResponseStreamCommand({ EndpointName, Body: 'x' })))).toMatchObject({
      name: 'ModelError',
      status: 424,
    });
  });
  test.each([
    [{ Body: Buffer.alloc(6 * 1024 * 1024 + 1) }, 'ValidationError', 400],
    [{ TargetModel: 'a.tar.gz' }, 'ValidationError', 400],
    [{ TargetContainerHostname: 'first' }, 'ValidationError', 400],
    [{ EnableExplanations: '`true`' }, 'ValidationError', 400],
    [{ SessionId: 'nobodys' }, 'ValidationError', 400],
  ])('%#: for what it asks is refused', async (more, name, status) => {
    const { range } = stillRange();
    const call = as(range, 'admin').runtime.send(new InvokeEndpointCommand({ EndpointName, Body: 'x', ...more }));
    expect(await refusal(call)).toMatchObject({ name, status });
  });
  test('six megabytes exactly are taken', async () => {
    const { range } = stillRange();
    const call = as(range, 'admin').runtime.send(new InvokeEndpointCommand({ EndpointName, Body: Buffer.alloc(6 * 1024 * 1024) }));
    await expect(call).resolves.toMatchObject({ InvokedProductionVariant: 'AllTraffic' });
  });
});

test('a session lasts an hour', async () => {
  const { range, clock } = stillRange();
  const { runtime } = as(range, 'admin');
  const call = (SessionId: string) => runtime.send(new InvokeEndpointCommand({ EndpointName, Body: 'x', SessionId }));
  const { NewSessionId = '' } = await call('NEW_SESSION');
  expect(NewSessionId).toMatch(/^[0-9a-f-]{36}; Expires=2026-11-20T04:00:00Z$/);
  const id = NewSessionId.split(';')[0] ?? '';
  clock.advance(3599);
  await call(id);
  clock.advance(1);
  expect((await refusal(call(id))).message).toContain('not found');
});

test('containers that are called one by one are called by name', async () => {
  const { sagemaker, serve, invoke } = hosting();
  const Containers = ['first', 'second'].map((ContainerHostname) => ({ Image, ContainerHostname }));
  await sagemaker.send(
    new CreateModelCommand({ ModelName: 'two', ExecutionRoleArn: ROLE, Containers, InferenceExecutionConfig: { Mode: 'Direct' } }),
  );
  await serve({ ProductionVariants: [plain('v', { ModelName: 'two' })] });
  expect((await refusal(invoke())).message).toContain('requires the target container hostname');
  expect((await refusal(invoke({ TargetContainerHostname: 'third' }))).message).toContain('third not found');
  expect(await invoke({ TargetContainerHostname: 'second' })).toMatchObject({ by: 'v' });
});

test('a deny by target model holds for the plain call only', async () => {
  const { range, clock, iam, s3, serve, sagemaker } = hosting();
  await s3.send(new (await import('@aws-sdk/client-s3')).PutObjectCommand({ Bucket: 'nb-models', Key: 'many/a.tar.gz', Body: '{}' }));
  const PrimaryContainer = { Image, Mode: 'MultiModel' as const, ModelDataUrl: 's3://nb-models/many/' };
  await sagemaker.send(new CreateModelCommand({ ModelName: 'many', ExecutionRoleArn: ROLE, PrimaryContainer }));
  await serve({ ProductionVariants: [plain('v', { ModelName: 'many' })] });
  const deny = {
    Effect: 'Deny',
    Action: 'sagemaker:InvokeEndpoint*',
    Resource: '*',
    Condition: { StringLike: { 'sagemaker:TargetModel': 'a*' } },
  };
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'no-a', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [deny] }) }),
  );
  const caller = as(range, 'cordon-canary-exempt').runtime;
  const call = () => caller.send(new InvokeEndpointCommand({ EndpointName: 'kind', Body: 'x', TargetModel: 'a.tar.gz' }));
  await call();
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'cordon-canary-exempt', PolicyArn: Policy?.Arn }));
  clock.advance(60);
  expect((await refusal(call())).message).toContain('explicit deny');
  const asynchronous = caller.send(new InvokeEndpointAsyncCommand({ EndpointName: 'kind', InputLocation: 's3://nb-train/x' }));
  expect((await refusal(asynchronous)).name).toBe('ValidationError');
});

describe('an asynchronous call', () => {
  test('takes its input from the bucket or with it, never both, and not for ever', async () => {
    const { clock, runtime, serve, desire, keys } = hosting();
    await serve({ ProductionVariants: [plain('v')], AsyncInferenceConfig: ASYNC });
    const send = (more: object) => runtime.send(new InvokeEndpointAsyncCommand({ EndpointName: 'kind', ...more }));
    expect((await refusal(send({}))).message).toContain('Exactly one of');
    expect((await refusal(send({ Body: 'x', InputLocation: 's3://nb-train/x' }))).message).toContain('Exactly one of');
    expect((await refusal(send({ Body: Buffer.alloc(128_001) }))).message).toContain('at most 128000 bytes');
    expect(await send({ Body: 'x', InferenceId: 'mine' })).toMatchObject({ InferenceId: 'mine' });
    clock.advance(5);
    expect(await keys('out/')).toHaveLength(1);
    await desire({ VariantName: 'v', DesiredInstanceCount: 0 } as { VariantName: string });
    clock.advance(120);
    await send({ Body: 'late', RequestTTLSeconds: 60 });
    clock.advance(600);
    await desire({ VariantName: 'v', DesiredInstanceCount: 1 } as { VariantName: string });
    clock.advance(120);
    expect([(await keys('out/')).length, (await keys('failed/')).length]).toEqual([1, 1]);
  });
});
