import { UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import fc from 'fast-check';
import { planOf, sharesBy } from '../../tabletop/range/sagemaker/deployment/plan.ts';
import { refusal } from './clients.ts';
import { ALL, blueGreen, CANARY, deploying, EndpointName, guarded, LINEAR, ROLLING } from './deploying.ts';

describe('the stages of a deployment', () => {
  test('all at once: the old fleet stays for the termination wait', async () => {
    const { clock, seen, update, share } = deploying();
    await update(ALL);
    expect(await seen()).toMatchObject({ status: 'Updating', stage: 'Creating' });
    expect(await share()).toBe(0);
    clock.advance(420);
    expect(await seen()).toMatchObject({ status: 'Updating', stage: 'Baking', config: 'fraud-cfg-7' });
    expect(await share()).toBe(1);
    clock.advance(300);
    expect(await seen()).toEqual({ status: 'InService', config: 'fraud-cfg-6', stage: undefined, failure: undefined });
  });
  test('a canary takes a quarter of the calls first', async () => {
    const { clock, seen, update, share } = deploying();
    await update(CANARY);
    clock.advance(420);
    const canary = await share();
    expect(canary).toBeGreaterThan(0.1);
    expect(canary).toBeLessThan(0.4);
    clock.advance(120);
    expect(await share()).toBe(1);
    clock.advance(59);
    expect((await seen()).status).toBe('Updating');
    clock.advance(1);
    expect(await seen()).toMatchObject({ status: 'InService', config: 'fraud-cfg-6' });
  });
  test('linear and rolling go in halves, and say at each stage what they do', async () => {
    for (const [config, batch] of [
      [LINEAR, 420],
      [ROLLING, 180],
    ] as const) {
      const { range, clock, update, share, seen } = deploying();
      const stages: unknown[] = [];
      range.events.subscribe(({ 'detail-type': type, detail }) => {
        const pending = JSON.stringify(detail['PendingDeploymentSummary'] ?? {});
        if (type === 'SageMaker Endpoint Deployment State Change') stages.push(/"Status":"(\w+)"/.exec(pending)?.[1]);
      });
      await update(config);
      clock.advance(batch);
      const half = await share();
      expect(half).toBeGreaterThan(0.35);
      expect(half).toBeLessThan(0.65);
      clock.advance(900);
      expect(await seen()).toMatchObject({ status: 'InService', config: 'fraud-cfg-6' });
      const turns = ['ActivatingTraffic', 'Baking'];
      expect(stages).toEqual(
        config === LINEAR
          ? ['Creating', ...turns, ...turns, 'Deleting']
          : ['Creating', ...turns, 'Deleting', 'Creating', ...turns, 'Deleting'],
      );
    }
  });
  test.each([
    [
      'a canary of more than half',
      blueGreen({ Type: 'CANARY', WaitIntervalInSeconds: 0, CanarySize: { Type: 'CAPACITY_PERCENT', Value: 60 } }),
    ],
    ['a canary without its size', blueGreen({ Type: 'CANARY', WaitIntervalInSeconds: 0 })],
    [
      'a step of a twentieth',
      blueGreen({ Type: 'LINEAR', WaitIntervalInSeconds: 0, LinearStepSize: { Type: 'CAPACITY_PERCENT', Value: 5 } }),
    ],
    [
      'a limit below the waits',
      blueGreen(
        { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 },
        { TerminationWaitInSeconds: 700, MaximumExecutionTimeoutInSeconds: 600 },
      ),
    ],
    ['both policies', { ...ALL, ...ROLLING }],
    ['an alarm that is not there', guarded(ALL)],
  ])('%s is refused', async (_case, config) => {
    const { seen, update } = deploying();
    expect((await refusal(update(config))).name).toBe('ValidationException');
    expect((await seen()).status).toBe('InService');
  });
  test('the last configuration is used again only where it is asked for', async () => {
    const { clock, sagemaker, seen, update } = deploying();
    await update(ALL);
    clock.advance(720);
    await sagemaker.send(
      new UpdateEndpointCommand({
        EndpointName,
        EndpointConfigName: 'fraud-cfg-7',
        RetainAllVariantProperties: true,
        RetainDeploymentConfig: true,
      }),
    );
    clock.advance(420);
    expect((await seen()).stage).toBe('Baking');
    clock.advance(300);
    await sagemaker.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName: 'fraud-cfg-6' }));
    clock.advance(420);
    expect((await seen()).status).toBe('InService');
  });
});

describe('the plan', () => {
  test('shares rise to exactly one, whatever the step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 50 }), (percent) => {
        const shares = sharesBy(percent / 100);
        expect(shares.at(-1)).toBe(1);
        shares.forEach((share, index) => expect(share).toBeGreaterThan(shares[index - 1] ?? 0));
        expect(shares.length).toBe(Math.ceil(100 / percent));
      }),
    );
  });
  test('no stage gives traffic back, and the time is that of its waits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 50 }),
        fc.integer({ min: 0, max: 3600 }),
        fc.integer({ min: 1, max: 40 }),
        (size, wait, instances) => {
          const config = blueGreen({
            Type: 'LINEAR',
            WaitIntervalInSeconds: wait,
            LinearStepSize: { Type: 'CAPACITY_PERCENT', Value: size },
          });
          // As the host hands it over: members that are there are defined.
          const { stages } = planOf(config as Parameters<typeof planOf>[0], instances, { provision: 420, batch: 180 });
          stages.forEach(({ share }, index) => expect(share).toBeGreaterThanOrEqual(stages[index - 1]?.share ?? 0));
          const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
          expect(seconds).toBe(420 + wait * (Math.ceil(100 / size) - 1));
        },
      ),
    );
  });
});
