import type {
  GetDeploymentCommandInput,
  GetDeploymentCommandOutput,
  ListDeploymentsCommandInput,
  ListDeploymentsCommandOutput,
  StartDeploymentCommandInput,
  StartDeploymentCommandOutput,
  StopDeploymentCommandInput,
  StopDeploymentCommandOutput,
} from '@aws-sdk/client-appconfig';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { badRequest, environmentOf, listed, missing, on, profileOf } from './access.ts';
import { checkTags } from './places.ts';
import { isUnderWay, progressOf } from './progress.ts';
import { deploymentKey, deploymentsIn, deploymentsOf, profilesOf, type Deployment } from './state.ts';
import { strategyOf } from './strategies.ts';

/** https://docs.aws.amazon.com/appconfig/latest/APIReference/API_StopDeployment.html */
const REVERTIBLE_MS = 72 * 3_600_000;
const HELD: readonly string[] = ['DEPLOYING', 'BAKING'];

const summaryOf = ({ world, now }: Context, deployment: Deployment) => {
  const { strategy, startedAt, stopped } = deployment;
  const { state, percentage, length } = progressOf(deployment, now, world.time.pace);
  const endedAt = stopped?.at ?? startedAt + (length * 1000) / world.time.pace;
  return {
    DeploymentNumber: deployment.number,
    ConfigurationProfileId: deployment.profile,
    ConfigurationName: profilesOf(world).get(deployment.profile)?.name,
    ConfigurationVersion: String(deployment.version),
    DeploymentDurationInMinutes: strategy.duration,
    GrowthType: strategy.growthType,
    GrowthFactor: strategy.growth,
    FinalBakeTimeInMinutes: strategy.bake,
    State: state,
    PercentageComplete: percentage,
    StartedAt: new Date(startedAt),
    CompletedAt: HELD.includes(state) ? undefined : new Date(endedAt),
  };
};
const eventsOf = ({ startedAt, stopped }: Deployment) => [
  ...(stopped === undefined
    ? []
    : [
        {
          EventType: stopped.as === 'REVERTED' ? ('REVERT_COMPLETED' as const) : ('ROLLBACK_COMPLETED' as const),
          TriggeredBy: 'USER' as const,
          Description: 'The deployment was stopped',
          OccurredAt: new Date(stopped.at),
        },
      ]),
  {
    EventType: 'DEPLOYMENT_STARTED' as const,
    TriggeredBy: 'USER' as const,
    Description: 'Deployment started',
    OccurredAt: new Date(startedAt),
  },
];
const answerOf = (context: Context, deployment: Deployment) => ({
  ...summaryOf(context, deployment),
  ApplicationId: deployment.app,
  EnvironmentId: deployment.env,
  DeploymentStrategyId: deployment.strategy.id,
  ConfigurationLocationUri: 'hosted',
  Description: deployment.description,
  EventLog: eventsOf(deployment),
});
const environmentPath = (app: string, env: string): string => `application/${app}/environment/${env}`;
const deploymentOf = (context: Context, app: string, env: string, number: number): Deployment => {
  environmentOf(context, app, env);
  const found = deploymentsOf(context.world).get(deploymentKey(env, number));
  if (found === undefined) throw missing('Deployment', String(number));
  return found;
};

const start = operation<StartDeploymentCommandInput, StartDeploymentCommandOutput>({
  trail: 'write',
  access: (input, context) =>
    [
      environmentPath(input.ApplicationId, input.EnvironmentId),
      `application/${input.ApplicationId}/configurationprofile/${input.ConfigurationProfileId}`,
      `deploymentstrategy/${input.DeploymentStrategyId}`,
    ].map((path) => on(context, 'StartDeployment', path)),
  run: (input, context) => {
    const { world, now, account, region } = context;
    checkTags(input.Tags);
    if (input.KmsKeyIdentifier !== undefined || input.DynamicExtensionParameters !== undefined)
      throw new AwsFault('NotImplemented', 'The range deploys without keys and extensions', { status: 501 });
    const environment = environmentOf(context, input.ApplicationId, input.EnvironmentId);
    const profile = profileOf(context, input.ApplicationId, input.ConfigurationProfileId);
    const strategy = strategyOf(context, input.DeploymentStrategyId);
    const wanted = input.ConfigurationVersion;
    const version = profile.versions.find(({ number, label }) => String(number) === wanted || label === wanted);
    if (version === undefined) throw missing('HostedConfigurationVersion', wanted);
    const before = deploymentsIn(world, environment.id);
    const last = before.at(-1);
    if (input.LatestDeploymentNumber !== undefined && input.LatestDeploymentNumber !== (last?.number ?? 0))
      throw new AwsFault('ConflictException', `The latest deployment is ${last?.number ?? 0}, not ${input.LatestDeploymentNumber}`);
    if (before.some((one) => isUnderWay(progressOf(one, now, world.time.pace))))
      throw new AwsFault('ConflictException', `Environment ${environment.id} already has a deployment in progress.`);
    const deployment: Deployment = {
      account,
      region,
      app: environment.app,
      env: environment.id,
      profile: profile.id,
      number: (last?.number ?? 0) + 1,
      version: version.number,
      strategy,
      startedAt: now,
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    deploymentsOf(world).put(deploymentKey(environment.id, deployment.number), deployment);
    return answerOf(context, deployment);
  },
});
const stop = operation<StopDeploymentCommandInput, StopDeploymentCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on(context, 'StopDeployment', `${environmentPath(input.ApplicationId, input.EnvironmentId)}/deployment/${input.DeploymentNumber}`),
  ],
  run: (input, context) => {
    const { world, now } = context;
    const deployment = deploymentOf(context, input.ApplicationId, input.EnvironmentId, input.DeploymentNumber);
    const progress = progressOf(deployment, now, world.time.pace);
    const endedAt = deployment.startedAt + (progress.length * 1000) / world.time.pace;
    const isRecent = (now - endedAt) * world.time.pace <= REVERTIBLE_MS;
    const canRevert = progress.state === 'COMPLETE' && input.AllowRevert === true && isRecent;
    if (!isUnderWay(progress) && !canRevert)
      throw badRequest(`Deployment ${input.DeploymentNumber} is ${progress.state} and cannot be stopped.`);
    const as = isUnderWay(progress) ? 'ROLLED_BACK' : 'REVERTED';
    const stopped: Deployment = { ...deployment, stopped: { at: now, as } };
    deploymentsOf(world).put(deploymentKey(deployment.env, deployment.number), stopped);
    return answerOf(context, stopped);
  },
});
const get = operation<GetDeploymentCommandInput, GetDeploymentCommandOutput>({
  trail: 'read',
  access: (input, context) => [
    on(context, 'GetDeployment', `${environmentPath(input.ApplicationId, input.EnvironmentId)}/deployment/${input.DeploymentNumber}`),
  ],
  run: (input, context) => answerOf(context, deploymentOf(context, input.ApplicationId, input.EnvironmentId, input.DeploymentNumber)),
});
const list = operation<ListDeploymentsCommandInput, ListDeploymentsCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'ListDeployments', environmentPath(input.ApplicationId, input.EnvironmentId))],
  run: (input, context) => {
    const environment = environmentOf(context, input.ApplicationId, input.EnvironmentId);
    const page = listed(deploymentsIn(context.world, environment.id).toReversed(), input);
    return { Items: page.page.map((deployment) => summaryOf(context, deployment)), NextToken: page.next };
  },
});

export const DEPLOYMENT_OPERATIONS: Readonly<Record<string, Operation>> = {
  StartDeployment: start,
  StopDeployment: stop,
  GetDeployment: get,
  ListDeployments: list,
};
