import type {
  CreateApplicationCommandInput,
  CreateApplicationCommandOutput,
  CreateEnvironmentCommandInput,
  CreateEnvironmentCommandOutput,
  GetApplicationCommandInput,
  GetApplicationCommandOutput,
  GetEnvironmentCommandInput,
  GetEnvironmentCommandOutput,
  ListApplicationsCommandInput,
  ListApplicationsCommandOutput,
  ListEnvironmentsCommandInput,
  ListEnvironmentsCommandOutput,
} from '@aws-sdk/client-appconfig';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { applicationOf, environmentOf, isHere, listed, namedAnswer, on } from './access.ts';
import { isUnderWay, progressOf } from './progress.ts';
import { applicationsOf, deploymentsIn, environmentsOf, newId, type Environment } from './state.ts';

export const checkTags = (tags: object | undefined): void => {
  if (tags !== undefined && Object.keys(tags).length > 0)
    throw new AwsFault('NotImplemented', 'The range keeps no tags of AppConfig', { status: 501 });
};
const createApplication = operation<CreateApplicationCommandInput, CreateApplicationCommandOutput>({
  trail: 'write',
  access: (_, context) => [on(context, 'CreateApplication', '*')],
  run: (input, context) => {
    checkTags(input.Tags);
    const { account, region, world } = context;
    const row = {
      id: newId(world),
      account,
      region,
      name: input.Name,
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    applicationsOf(world).put(row.id, row);
    return namedAnswer(row);
  },
});
const getApplication = operation<GetApplicationCommandInput, GetApplicationCommandOutput>({
  trail: 'read',
  access: ({ ApplicationId }, context) => [on(context, 'GetApplication', `application/${ApplicationId}`)],
  run: ({ ApplicationId }, context) => namedAnswer(applicationOf(context, ApplicationId)),
});
const listApplications = operation<ListApplicationsCommandInput, ListApplicationsCommandOutput>({
  trail: 'read',
  access: (_, context) => [on(context, 'ListApplications', '*')],
  run: (input, context) => {
    const rows = applicationsOf(context.world)
      .values()
      .filter((row) => isHere(context, row));
    const page = listed(rows, input);
    return { Items: page.page.map(namedAnswer), NextToken: page.next };
  },
});

const stateOf = ({ world, now }: Context, { id }: Environment) => {
  const last = deploymentsIn(world, id).at(-1);
  if (last === undefined) return 'READY_FOR_DEPLOYMENT' as const;
  const progress = progressOf(last, now, world.time.pace);
  if (isUnderWay(progress)) return 'DEPLOYING' as const;
  if (progress.state === 'REVERTED') return 'REVERTED' as const;
  return progress.state === 'ROLLED_BACK' ? ('ROLLED_BACK' as const) : ('READY_FOR_DEPLOYMENT' as const);
};
const environmentAnswer = (context: Context, row: Environment) => ({
  ...namedAnswer(row),
  ApplicationId: row.app,
  State: stateOf(context, row),
});
const createEnvironment = operation<CreateEnvironmentCommandInput, CreateEnvironmentCommandOutput>({
  trail: 'write',
  access: ({ ApplicationId }, context) => [on(context, 'CreateEnvironment', `application/${ApplicationId}`)],
  run: (input, context) => {
    checkTags(input.Tags);
    if ((input.Monitors ?? []).length > 0)
      throw new AwsFault('NotImplemented', 'The range watches no alarms for AppConfig', { status: 501 });
    const { account, region, world } = context;
    const { id: app } = applicationOf(context, input.ApplicationId);
    const row = {
      id: newId(world),
      account,
      region,
      app,
      name: input.Name,
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    environmentsOf(world).put(row.id, row);
    return environmentAnswer(context, row);
  },
});
const getEnvironment = operation<GetEnvironmentCommandInput, GetEnvironmentCommandOutput>({
  trail: 'read',
  access: ({ ApplicationId, EnvironmentId }, context) => [
    on(context, 'GetEnvironment', `application/${ApplicationId}/environment/${EnvironmentId}`),
  ],
  run: ({ ApplicationId, EnvironmentId }, context) => environmentAnswer(context, environmentOf(context, ApplicationId, EnvironmentId)),
});
const listEnvironments = operation<ListEnvironmentsCommandInput, ListEnvironmentsCommandOutput>({
  trail: 'read',
  access: ({ ApplicationId }, context) => [on(context, 'ListEnvironments', `application/${ApplicationId}`)],
  run: (input, context) => {
    const { id } = applicationOf(context, input.ApplicationId);
    const page = listed(
      environmentsOf(context.world)
        .values()
        .filter(({ app }) => app === id),
      input,
    );
    return { Items: page.page.map((row) => environmentAnswer(context, row)), NextToken: page.next };
  },
});

export const PLACE_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateApplication: createApplication,
  GetApplication: getApplication,
  ListApplications: listApplications,
  CreateEnvironment: createEnvironment,
  GetEnvironment: getEnvironment,
  ListEnvironments: listEnvironments,
};
