import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DescribeEndpointCommand,
  ListTagsCommand,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createRange } from '../../tabletop/range/range.ts';
import { as, FRAUD, refusal, stillRange, WORKLOAD } from './clients.ts';

const EndpointName = 'fraud-scorer';
const toConfig = (version: number, more: object = {}) =>
  new UpdateEndpointCommand({ EndpointName, EndpointConfigName: `fraud-cfg-${version}`, ...more });
const scaled = (count: number, name = EndpointName) =>
  new UpdateEndpointWeightsAndCapacitiesCommand({
    EndpointName: name,
    DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredInstanceCount: count }],
  });

const setup = () => {
  const { range, clock } = stillRange();
  const { sagemaker, runtime, s3 } = as(range, 'admin');
  const seen = async (name = EndpointName) => {
    const found = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
    const [variant] = found.ProductionVariants ?? [];
    return {
      status: found.EndpointStatus,
      config: found.EndpointConfigName,
      instances: variant?.CurrentInstanceCount,
      image: variant?.DeployedImages?.[0]?.SpecifiedImage?.split('/')[1],
      failure: found.FailureReason,
      pending: found.PendingDeploymentSummary?.EndpointConfigName,
    };
  };
  const model = async () =>
    JSON.parse(Buffer.from((await runtime.send(new InvokeEndpointCommand({ EndpointName, Body: 'x' }))).Body ?? []).toString()).model;
  return { range, clock, sagemaker, s3, seen, model };
};

describe('UpdateEndpoint', () => {
  test('the old fleet serves for seven minutes, then the new one', async () => {
    const { clock, sagemaker, seen, model } = setup();
    await sagemaker.send(toConfig(6, { RetainAllVariantProperties: true }));
    clock.advance(419);
    expect(await seen()).toMatchObject({ status: 'Updating', config: 'fraud-cfg-7', pending: 'fraud-cfg-6', image: 'fraud-model:7' });
    expect(await model()).toBe('fraud-model-7');
    clock.advance(1);
    expect(await seen()).toEqual({
      status: 'InService',
      config: 'fraud-cfg-6',
      instances: 12,
      image: 'fraud-model:6',
      failure: undefined,
      pending: undefined,
    });
    expect(await model()).toBe('fraud-model-6');
  });

  test.each([
    [{}, 2],
    [{ RetainAllVariantProperties: false }, 2],
    [{ RetainAllVariantProperties: true }, 12],
    [{ RetainAllVariantProperties: true, ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredInstanceCount' }] }, 2],
  ])('with %j twelve instances become %i', async (options, instances) => {
    const { clock, sagemaker, seen } = setup();
    await sagemaker.send(toConfig(6, options));
    clock.advance(420);
    expect((await seen()).instances).toBe(instances);
  });

  test.each([
    ['an unknown config', toConfig(99), /^Could not find endpoint configuration "arn:.*fraud-cfg-99"/],
    [
      'an unknown endpoint',
      new UpdateEndpointCommand({ EndpointName: 'nope', EndpointConfigName: 'fraud-cfg-6' }),
      /^Could not find endpoint "arn:/,
    ],
    ['the config in use', toConfig(7), /already uses this endpoint configuration/],
  ])('%s is refused and changes nothing', async (_case, command, message) => {
    const { sagemaker, seen } = setup();
    expect(await refusal(sagemaker.send(command))).toMatchObject({
      name: 'ValidationException',
      status: 400,
      message: expect.stringMatching(message),
    });
    expect((await seen()).status).toBe('InService');
  });

  test('a lost artefact ends the update in service with the OLD config and the reason', async () => {
    const { clock, sagemaker, s3, seen, model } = setup();
    await s3.send(new DeleteObjectCommand({ Bucket: 'nb-models', Key: 'fraud/6/model.tar.gz' }));
    await sagemaker.send(toConfig(6));
    expect((await seen()).status).toBe('Updating');
    clock.advance(420);
    expect(await seen()).toMatchObject({
      status: 'InService',
      config: 'fraud-cfg-7',
      instances: 12,
      failure: expect.stringContaining('s3://nb-models/fraud/6/model.tar.gz'),
    });
    expect(await model()).toBe('fraud-model-7');
  });

  test('a lost image ends it the same way', async () => {
    const { range, clock, sagemaker, seen } = setup();
    const isImage6 = ([key, json]: readonly [string, string]) =>
      key.startsWith('ecr.image/') && /"fraud-model","digest".*"tags":\["6"\]/.test(json);
    range.importState(Object.fromEntries(Object.entries(range.exportState()).filter((row) => !isImage6(row))));
    await sagemaker.send(toConfig(6));
    clock.advance(420);
    expect(await seen()).toMatchObject({
      status: 'InService',
      config: 'fraud-cfg-7',
      failure: expect.stringContaining('fraud-model:6'),
    });
  });

  test('a config that was deleted meanwhile does not stop it', async () => {
    const { clock, sagemaker, seen } = setup();
    await sagemaker.send(toConfig(6));
    await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'fraud-cfg-6' }));
    clock.advance(420);
    expect((await seen()).config).toBe('fraud-cfg-6');
  });
});

describe('what each status allows', () => {
  const arrive: Record<string, (client: ReturnType<typeof setup>['sagemaker']) => Promise<unknown>> = {
    Updating: (client) => client.send(toConfig(6)),
    Deleting: (client) => client.send(new DeleteEndpointCommand({ EndpointName })),
  };
  test.each(
    Object.keys(arrive).flatMap((status) => [
      [status, 'UpdateEndpoint', toConfig(5)] as const,
      [status, 'UpdateEndpointWeightsAndCapacities', scaled(3)] as const,
      [status, 'DeleteEndpoint', new DeleteEndpointCommand({ EndpointName })] as const,
    ]),
  )('%s refuses %s', async (status, _operation, command) => {
    const { sagemaker, seen } = setup();
    await arrive[status]?.(sagemaker);
    expect((await seen()).status).toBe(status);
    const refused = await refusal(sagemaker.send(command as UpdateEndpointCommand));
    expect(refused).toMatchObject({ name: 'ValidationException', message: expect.stringContaining('Cannot update in-progress endpoint') });
  });

  test('Creating answers nobody and refuses changes; then it is in service', async () => {
    const { clock, sagemaker, seen } = setup();
    await sagemaker.send(
      new CreateEndpointCommand({ EndpointName: 'new', EndpointConfigName: 'churn-cfg-1', Tags: [{ Key: 'a', Value: 'b' }] }),
    );
    expect((await seen('new')).status).toBe('Creating');
    expect((await refusal(sagemaker.send(scaled(3, 'new')))).message).toContain('Cannot update in-progress endpoint');
    expect(
      (await refusal(sagemaker.send(new CreateEndpointCommand({ EndpointName: 'new', EndpointConfigName: 'churn-cfg-1' })))).message,
    ).toContain('already existing');
    clock.advance(300);
    expect((await seen('new')).status).toBe('InService');
    const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:endpoint/new` }));
    expect(Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  });

  test('a failed endpoint can only be deleted', async () => {
    const { clock, sagemaker, s3, seen } = setup();
    await s3.send(new DeleteObjectCommand({ Bucket: 'nb-models', Key: 'churn/1/model.tar.gz' }));
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'new', EndpointConfigName: 'churn-cfg-1' }));
    clock.advance(300);
    expect((await seen('new')).status).toBe('Failed');
    expect(
      (await refusal(sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'new', EndpointConfigName: 'fraud-cfg-6' })))).message,
    ).toContain('DeleteEndpoint is the only operation');
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'new' }));
    clock.advance(60);
    expect((await refusal(sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'new' })))).message).toContain(
      'Could not find endpoint',
    );
  });
});

describe('UpdateEndpointWeightsAndCapacities', () => {
  test('takes two minutes and keeps serving', async () => {
    const { clock, sagemaker, seen, model } = setup();
    await sagemaker.send(scaled(20));
    expect(await seen()).toMatchObject({ status: 'Updating', instances: 12 });
    expect(await model()).toBe('fraud-model-7');
    clock.advance(120);
    expect(await seen()).toMatchObject({ status: 'InService', instances: 20 });
  });
  test('refuses zero instances and unknown variants', async () => {
    const { sagemaker } = setup();
    expect((await refusal(sagemaker.send(scaled(0)))).message).toContain('greater than 0');
    const unknown = new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName,
      DesiredWeightsAndCapacities: [{ VariantName: 'nope', DesiredWeight: 0 }],
    });
    expect((await refusal(sagemaker.send(unknown))).message).toContain('"nope" was not found');
  });
});

test('overwritten weights reach the callers with the next deployment, not before', async () => {
  const { clock, sagemaker, s3, range } = setup();
  const score = async () => {
    const { Body } = await as(range, 'checkout-api').runtime.send(
      new InvokeEndpointCommand({ EndpointName, Body: '{"voucher":"nb-voucher-7731"}' }),
    );
    return JSON.parse(Buffer.from(Body ?? []).toString()).score;
  };
  expect(await score()).toBe(0.01);
  await s3.send(new PutObjectCommand({ Bucket: 'nb-models', Key: 'fraud/7/model.tar.gz', Body: '{}' }));
  expect(await score()).toBe(0.01);
  await sagemaker.send(toConfig(6));
  clock.advance(420);
  expect(await score()).not.toBe(0.01);
  await s3.send(new PutObjectCommand({ Bucket: 'nb-models', Key: 'fraud/6/model.tar.gz', Body: 'not JSON' }));
  await sagemaker.send(toConfig(7));
  clock.advance(420);
  expect(await score()).not.toBe(0.01);
});

test("the SDK's own waiter sees it through, at pace on the wall clock", async () => {
  // 420 s at pace 1000: under half a second.
  const range = createRange({ pace: 1000 });
  const { sagemaker } = as(range, 'admin');
  await sagemaker.send(toConfig(6));
  const { state } = await waitUntilEndpointInService(
    { client: sagemaker, maxWaitTime: 10, minDelay: 0.1, maxDelay: 0.2 },
    { EndpointName },
  );
  expect(state).toBe('SUCCESS');
  expect((await sagemaker.send(new DescribeEndpointCommand({ EndpointName }))).EndpointConfigName).toBe('fraud-cfg-6');
  expect(FRAUD).toContain(EndpointName);
  range.close();
});
