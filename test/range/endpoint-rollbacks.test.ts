import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { FRAUD, refusal } from './clients.ts';
import { ALL, blueGreen, deploying, EndpointName, guarded, modelArn, ROLLING } from './deploying.ts';

describe('turning back', () => {
  test('an alarm that the attack tripped before undoes the containment', async () => {
    const { clock, seen, update, share, alarm } = deploying();
    await alarm();
    await alarm('ALARM');
    await update(guarded(ALL));
    clock.advance(30);
    expect(await seen()).toMatchObject({ status: 'RollingBack', failure: expect.stringContaining('"errors" is in ALARM') });
    clock.advance(120);
    expect(await seen()).toMatchObject({ status: 'InService', config: 'fraud-cfg-7', failure: expect.stringContaining('"errors"') });
    expect(await share()).toBe(0);
  });
  test('an alarm while baking brings all calls back at once; a quiet one lets it through', async () => {
    const { clock, seen, update, share, alarm } = deploying();
    await alarm();
    await update(guarded(ALL));
    clock.advance(430);
    expect(await share()).toBe(1);
    await alarm('ALARM');
    clock.advance(30);
    expect((await seen()).status).toBe('RollingBack');
    expect(await share()).toBe(0);
    clock.advance(120);
    await alarm('OK');
    await update(guarded(ALL));
    clock.advance(720);
    expect(await seen()).toMatchObject({ status: 'InService', config: 'fraud-cfg-6', failure: undefined });
  });
  test('a limit ends what takes too long', async () => {
    const { range, clock, seen, update } = deploying();
    range.conditions.begin({ is: 'crash-looping', of: modelArn(6) });
    await update(blueGreen({ Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 }, { MaximumExecutionTimeoutInSeconds: 600 }));
    clock.advance(600);
    expect(await seen()).toMatchObject({ status: 'RollingBack', failure: expect.stringContaining('MaximumExecutionTimeoutInSeconds') });
    clock.advance(120);
    expect(await seen()).toMatchObject({ status: 'InService', config: 'fraud-cfg-7' });
  });
  test('a rolling deployment that finds no capacity on its way back serves a mix, and an update leads out', async () => {
    const { range, clock, sagemaker, seen, update, share, alarm } = deploying();
    await alarm();
    await update(guarded(ROLLING));
    clock.advance(200);
    range.conditions.begin({ is: 'no-capacity', of: 'ml.m5.xlarge' });
    await alarm('ALARM');
    clock.advance(60 + 120);
    expect(await seen()).toMatchObject({
      status: 'UpdateRollbackFailed',
      failure: expect.stringContaining('InsufficientInstanceCapacity'),
    });
    const mix = await share();
    expect(mix).toBeGreaterThan(0.35);
    expect(mix).toBeLessThan(0.65);
    const weights = new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName,
      DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredWeight: 2 }],
    });
    expect((await refusal(sagemaker.send(weights))).message).toContain('in-progress');
    range.conditions.end({ is: 'no-capacity', of: 'ml.m5.xlarge' });
    await update();
    clock.advance(420);
    expect(await seen()).toMatchObject({ status: 'InService', config: 'fraud-cfg-6', failure: undefined });
    expect(await share()).toBe(1);
  });
});

describe('what a scenario breaks', () => {
  test('a crash-looping container keeps everything waiting for 24 minutes', async () => {
    const { range, clock, sagemaker, seen, update } = deploying();
    range.conditions.begin({ is: 'crash-looping', of: modelArn(6) });
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'new', EndpointConfigName: 'fraud-cfg-6' }));
    await update();
    clock.advance(1439);
    expect([(await seen('new')).status, (await seen()).status]).toEqual(['Creating', 'Updating']);
    const remove = new DeleteEndpointCommand({ EndpointName: 'new' });
    expect((await refusal(sagemaker.send(remove))).message).toContain('Cannot update in-progress endpoint');
    clock.advance(1);
    const unhealthy = { failure: expect.stringContaining('did not pass the ping health check') };
    expect(await seen('new')).toMatchObject({ status: 'Failed', ...unhealthy });
    expect(await seen()).toMatchObject({ status: 'InService', config: 'fraud-cfg-7', ...unhealthy });
  });
  test('without capacity nothing grows: the reason says so and the fleet stays', async () => {
    const { range, clock, sagemaker, seen, update } = deploying();
    range.conditions.begin({ is: 'no-capacity', of: 'ml.m5.xlarge' });
    await update();
    clock.advance(420);
    expect(await seen()).toMatchObject({ config: 'fraud-cfg-7', failure: expect.stringContaining('InsufficientInstanceCapacity') });
    const grow = (DesiredInstanceCount: number) =>
      sagemaker.send(
        new UpdateEndpointWeightsAndCapacitiesCommand({
          EndpointName,
          DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredInstanceCount }],
        }),
      );
    const current = async () =>
      (await sagemaker.send(new DescribeEndpointCommand({ EndpointName }))).ProductionVariants?.[0]?.DesiredInstanceCount;
    await grow(20);
    clock.advance(120);
    expect([await current(), (await seen()).failure]).toEqual([12, expect.stringContaining('ml.m5.xlarge')]);
    await grow(10);
    clock.advance(120);
    expect([await current(), (await seen()).failure]).toEqual([10, undefined]);
  });
  test.each([
    ['system-updating', 'SystemUpdating', true, false],
    ['out-of-service', 'OutOfService', false, true],
  ] as const)('%s: %s', async (is, status, isServing, isDeletable) => {
    const { range, clock, sagemaker, seen, update, share } = deploying();
    range.conditions.begin({ is, of: FRAUD });
    expect((await seen()).status).toBe(status);
    expect((await refusal(update())).message).toContain('Cannot update in-progress endpoint');
    if (isServing) expect(await share()).toBe(0);
    else expect((await refusal(share())).message).toContain('not found');
    const removed = sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
    if (isDeletable) await removed;
    else {
      expect((await refusal(removed)).message).toContain('in-progress');
      clock.advance(600);
      expect((await seen()).status).toBe('InService');
    }
    expect(() => range.conditions.begin({ is, of: `${FRAUD}-gone` })).toThrow('is not in service');
  });
});
