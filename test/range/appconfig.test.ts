import {
  AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  GetDeploymentCommand,
  GetEnvironmentCommand,
  GetHostedConfigurationVersionCommand,
  ListApplicationsCommand,
  ListConfigurationProfilesCommand,
  ListDeploymentsCommand,
  ListDeploymentStrategiesCommand,
  ListEnvironmentsCommand,
  ListHostedConfigurationVersionsCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import {
  AppConfigDataClient,
  BadRequestException,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import fc from 'fast-check';
import { grown } from '../../tabletop/range/appconfig/progress.ts';
import { refusal, stillRange } from './clients.ts';

const flags = (offers: boolean) =>
  JSON.stringify({
    version: '1',
    flags: { orders: { name: 'orders' }, offers: { name: 'offers' } },
    values: { orders: { enabled: true }, offers: { enabled: offers } },
  });
const setUp = async () => {
  const { range, clock } = stillRange();
  const config = new AppConfigClient(range.clientConfig('admin'));
  const data = new AppConfigDataClient(range.clientConfig('admin'));
  const ApplicationId = (await config.send(new ListApplicationsCommand({}))).Items?.[0]?.Id ?? '';
  const EnvironmentId = (await config.send(new ListEnvironmentsCommand({ ApplicationId }))).Items?.[0]?.Id ?? '';
  const profiles = await config.send(new ListConfigurationProfilesCommand({ ApplicationId }));
  const ConfigurationProfileId = profiles.Items?.[0]?.Id ?? '';
  const place = { ApplicationId, EnvironmentId };
  const profile = { ApplicationId, ConfigurationProfileId };
  const write = (Content: string, more: object = {}) =>
    config.send(
      new CreateHostedConfigurationVersionCommand({ ...profile, Content: Buffer.from(Content), ContentType: 'application/json', ...more }),
    );
  const deploy = (ConfigurationVersion: string, DeploymentStrategyId = 'AppConfig.AllAtOnce') =>
    config.send(new StartDeploymentCommand({ ...place, ConfigurationProfileId, ConfigurationVersion, DeploymentStrategyId }));
  const stop = (DeploymentNumber: number, AllowRevert = false) =>
    config.send(new StopDeploymentCommand({ ...place, DeploymentNumber, AllowRevert }));
  const state = async (DeploymentNumber: number) => {
    const { State, PercentageComplete } = await config.send(new GetDeploymentCommand({ ...place, DeploymentNumber }));
    return `${State} ${PercentageComplete}`;
  };
  const start = async (more: object = {}) => {
    const input = { ApplicationIdentifier: 'assistant', EnvironmentIdentifier: 'prod', ConfigurationProfileIdentifier: 'tools', ...more };
    return (await data.send(new StartConfigurationSessionCommand(input))).InitialConfigurationToken ?? '';
  };
  const poll = async (ConfigurationToken: string) => {
    const answer = await data.send(new GetLatestConfigurationCommand({ ConfigurationToken }));
    return { next: answer.NextPollConfigurationToken ?? '', text: Buffer.from(answer.Configuration ?? []).toString() };
  };
  /** What a client that has just started is told. */
  const offers = async () => JSON.parse((await poll(await start())).text).offers.enabled;
  return { range, clock, config, place, profile, write, deploy, stop, state, start, poll, offers };
};

test('a tool is switched off for clients by a deployment, and comes back when it is reverted', async () => {
  const { clock, write, deploy, stop, state, offers, config, place } = await setUp();
  expect(await offers()).toBe(true);
  expect(await write(flags(false))).toMatchObject({ VersionNumber: 2 });
  expect(await offers()).toBe(true);
  expect(await deploy('2')).toMatchObject({ DeploymentNumber: 2, State: 'BAKING', PercentageComplete: 100 });
  expect(await offers()).toBe(false);
  expect(await refusal(deploy('1'))).toMatchObject({ name: 'ConflictException', status: 409 });
  expect((await config.send(new GetEnvironmentCommand(place))).State).toBe('DEPLOYING');
  clock.advance(600);
  expect(await state(2)).toBe('COMPLETE 100');
  expect(await refusal(stop(2))).toMatchObject({ name: 'BadRequestException' });
  expect(await stop(2, true)).toMatchObject({ State: 'REVERTED' });
  expect(await offers()).toBe(true);
  expect(await refusal(stop(2, true))).toMatchObject({ name: 'BadRequestException' });
});

test('what is under way is rolled back, and what is old cannot be reverted', async () => {
  const { clock, write, deploy, stop, state, offers } = await setUp();
  await write(flags(false));
  await deploy('2', 'AppConfig.Linear20PercentEvery6Minutes');
  expect(await state(2)).toBe('DEPLOYING 0');
  clock.advance(13 * 60);
  expect(await state(2)).toBe('DEPLOYING 40');
  await stop(2);
  expect(await state(2)).toBe('ROLLED_BACK 0');
  expect(await offers()).toBe(true);
  await deploy('2');
  clock.advance(73 * 3600);
  expect(await refusal(stop(3, true))).toMatchObject({ name: 'BadRequestException' });
  expect(await offers()).toBe(false);
});

test('while a deployment grows, a part of the clients has the new version', async () => {
  const { clock, write, deploy, start, poll } = await setUp();
  await write(flags(false));
  await deploy('2', 'AppConfig.Linear20PercentEvery6Minutes');
  clock.advance(13 * 60);
  const told = await Promise.all(Array.from({ length: 60 }, async () => JSON.parse((await poll(await start())).text).offers.enabled));
  const share = told.filter((enabled) => enabled === false).length / told.length;
  expect(share).toBeGreaterThan(0.15);
  expect(share).toBeLessThan(0.65);
});

test('a token is good once; a client that has the version is told nothing', async () => {
  const { clock, start, poll } = await setUp();
  const token = await start({ RequiredMinimumPollIntervalInSeconds: 30 });
  const first = await poll(token);
  expect(JSON.parse(first.text)).toEqual({ orders: { enabled: true }, offers: { enabled: true } });
  const again = await poll(token).catch((error: unknown) => error);
  if (!(again instanceof BadRequestException)) throw new Error('a used token was taken');
  expect(again.Details).toMatchObject({ InvalidParameters: { ConfigurationToken: { Problem: 'Corrupted' } } });
  expect(await refusal(poll(first.next))).toMatchObject({ name: 'BadRequestException', message: 'Request too early' });
  clock.advance(31);
  const second = await poll(first.next);
  expect(second.text).toBe('');
  clock.advance(86_401);
  expect(await refusal(poll(second.next))).toMatchObject({ name: 'BadRequestException' });
  expect(await refusal(start({ EnvironmentIdentifier: 'none' }))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
});

test('versions have numbers, labels and a form', async () => {
  const { config, profile, write, deploy } = await setUp();
  expect(await refusal(write('{"version":"1"}'))).toMatchObject({ name: 'BadRequestException', status: 400 });
  expect(await refusal(write(flags(true), { LatestVersionNumber: 5 }))).toMatchObject({ name: 'ConflictException' });
  await write(flags(false), { LatestVersionNumber: 1, VersionLabel: 'off' });
  expect(await refusal(write(flags(true), { VersionLabel: 'off' }))).toMatchObject({ name: 'ConflictException' });
  const { Items } = await config.send(new ListHostedConfigurationVersionsCommand(profile));
  expect(Items?.map(({ VersionNumber }) => VersionNumber)).toEqual([2, 1]);
  const { Content } = await config.send(new GetHostedConfigurationVersionCommand({ ...profile, VersionNumber: 2 }));
  expect(Buffer.from(Content ?? []).toString()).toBe(flags(false));
  expect(await refusal(deploy('9'))).toMatchObject({ name: 'ResourceNotFoundException' });
  expect(await deploy('off')).toMatchObject({ ConfigurationVersion: '2' });
});

test("AWS's own strategies are there, and lists have pages", async () => {
  const { config, place } = await setUp();
  const first = await config.send(new ListDeploymentStrategiesCommand({ MaxResults: 3 }));
  expect(first.Items?.map(({ Id }) => Id)).toContain('AppConfig.AllAtOnce');
  expect((await config.send(new ListDeploymentStrategiesCommand({ MaxResults: 3, NextToken: first.NextToken }))).Items).toHaveLength(1);
  expect(await refusal(config.send(new ListDeploymentStrategiesCommand({ NextToken: 'x' })))).toMatchObject({
    name: 'BadRequestException',
  });
  expect((await config.send(new ListDeploymentsCommand(place))).Items).toMatchObject([{ DeploymentNumber: 1, State: 'COMPLETE' }]);
});

test('a deployment never shrinks and ends at all of its clients', () =>
  fc.assert(
    fc.property(
      fc.record({
        duration: fc.integer({ min: 0, max: 1440 }),
        growth: fc.integer({ min: 1, max: 100 }),
        growthType: fc.constantFrom('LINEAR' as const, 'EXPONENTIAL' as const),
      }),
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 0, max: 100_000 }),
      (shape, a, b) => {
        const strategy = { account: '', region: '', id: 's', name: 's', bake: 0, ...shape };
        expect(grown(strategy, Math.min(a, b))).toBeLessThanOrEqual(grown(strategy, Math.max(a, b)));
        expect(grown(strategy, shape.duration * 60)).toBe(100);
      },
    ),
  ));
