import { createHash } from 'node:crypto';
import type {
  GetLatestConfigurationCommandInput,
  GetLatestConfigurationCommandOutput,
  StartConfigurationSessionCommandInput,
  StartConfigurationSessionCommandOutput,
} from '@aws-sdk/client-appconfigdata';
import { isHere } from '../appconfig/access.ts';
import { flagsForClients } from '../appconfig/flags.ts';
import { versionFor } from '../appconfig/progress.ts';
import { applicationsOf, deploymentsIn, environmentsOf, profilesOf } from '../appconfig/state.ts';
import { operation, type Context, type Service } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { APPCONFIGDATA_BEHAVIOURS } from './behaviours.ts';
import { newToken, sessionsOf, sessionWith, type Session } from './state.ts';

const DAY_MS = 86_400_000;
const RECOMMENDED_SECONDS = 60;

const missing = (ResourceType: string): AwsFault =>
  new AwsFault('ResourceNotFoundException', `${ResourceType} not found`, { members: { ResourceType } });
const badToken = (Problem: 'Corrupted' | 'Expired' | 'PollIntervalNotSatisfied'): AwsFault =>
  new AwsFault('BadRequestException', Problem === 'PollIntervalNotSatisfied' ? 'Request too early' : 'Token not valid', {
    members: { Reason: 'InvalidParameters', Details: { InvalidParameters: { ConfigurationToken: { Problem } } } },
  });

interface Place {
  readonly app: string;
  readonly env: string;
  readonly profile: string;
}
/** Ids or names. */
const placeOf = (context: Context, app: string, env: string, profile: string): Place | string => {
  const is = (row: { readonly id: string; readonly name: string }, given: string): boolean => row.id === given || row.name === given;
  const { world } = context;
  const application = applicationsOf(world)
    .values()
    .find((row) => isHere(context, row) && is(row, app));
  if (application === undefined) return 'Application';
  const environment = environmentsOf(world)
    .values()
    .find((row) => row.app === application.id && is(row, env));
  if (environment === undefined) return 'Environment';
  const found = profilesOf(world)
    .values()
    .find((row) => row.app === application.id && is(row, profile));
  return found === undefined ? 'ConfigurationProfile' : { app: application.id, env: environment.id, profile: found.id };
};
const on = ({ region, account }: Context, action: string, { app, env, profile }: Place): Access => ({
  action: `appconfig:${action}`,
  resource: `arn:aws:appconfig:${region}:${account}:application/${app}/environment/${env}/configuration/${profile}`,
});
const versionAt = ({ world, now }: Context, { env, profile }: Place, position: number): number | undefined =>
  versionFor(
    deploymentsIn(world, env).filter((deployment) => deployment.profile === profile),
    position,
    now,
    world.time.pace,
  );

const start = operation<StartConfigurationSessionCommandInput, StartConfigurationSessionCommandOutput>({
  trail: 'data',
  access: (input, context) => {
    const given = { app: input.ApplicationIdentifier, env: input.EnvironmentIdentifier, profile: input.ConfigurationProfileIdentifier };
    const place = placeOf(context, given.app, given.env, given.profile);
    return [on(context, 'StartConfigurationSession', typeof place === 'string' ? given : place)];
  },
  run: (input, context) => {
    const { world, now, account, region } = context;
    const place = placeOf(context, input.ApplicationIdentifier, input.EnvironmentIdentifier, input.ConfigurationProfileIdentifier);
    if (typeof place === 'string') throw missing(place);
    if (deploymentsIn(world, place.env).every(({ profile }) => profile !== place.profile)) throw missing('Deployment');
    const id = world.ids.uuid('appconfig-session');
    const token = newToken(world);
    const session: Session = {
      ...place,
      id,
      account,
      region,
      token,
      tokenAt: now,
      position: createHash('sha256').update(id).digest().readUInt32BE(0) % 100,
      ...(input.RequiredMinimumPollIntervalInSeconds === undefined ? {} : { interval: input.RequiredMinimumPollIntervalInSeconds }),
    };
    sessionsOf(world).put(id, session);
    return { InitialConfigurationToken: token };
  },
});

const get = operation<GetLatestConfigurationCommandInput, GetLatestConfigurationCommandOutput>({
  trail: 'data',
  access: ({ ConfigurationToken }, context) => {
    const session = sessionWith(context.world, ConfigurationToken);
    return [
      session === undefined
        ? { action: 'appconfig:GetLatestConfiguration', resource: '*' }
        : on(context, 'GetLatestConfiguration', session),
    ];
  },
  run: ({ ConfigurationToken }, context) => {
    const { world, now } = context;
    const session = sessionWith(world, ConfigurationToken);
    if (session === undefined || session.account !== context.account || session.region !== context.region) throw badToken('Corrupted');
    const age = (now - session.tokenAt) * world.time.pace;
    if (age > DAY_MS) throw badToken('Expired');
    if (
      session.interval !== undefined &&
      session.polledAt !== undefined &&
      (now - session.polledAt) * world.time.pace < session.interval * 1000
    )
      throw badToken('PollIntervalNotSatisfied');
    const profile = profilesOf(world).get(session.profile);
    const number = versionAt(context, session, session.position);
    const version = profile?.versions.find((one) => one.number === number);
    const token = newToken(world);
    sessionsOf(world).put(session.id, {
      ...session,
      token,
      tokenAt: now,
      polledAt: now,
      ...(number === undefined ? {} : { has: number }),
    });
    const bytes = Buffer.from(version?.base64 ?? '', 'base64');
    const isNew = version !== undefined && number !== session.has;
    const text = profile?.type === 'AWS.AppConfig.FeatureFlags' ? Buffer.from(flagsForClients(bytes.toString('utf8'))) : bytes;
    return {
      NextPollConfigurationToken: token,
      NextPollIntervalInSeconds: session.interval ?? RECOMMENDED_SECONDS,
      ContentType: version?.contentType ?? 'application/octet-stream',
      Configuration: isNew ? text : Buffer.alloc(0),
      VersionLabel: isNew ? version.label : undefined,
    };
  },
});

export const appConfigDataService: Service = {
  prefix: 'appconfig',
  signingName: 'appconfig',
  eventSource: 'appconfig.amazonaws.com',
  load: () => import('@aws-sdk/client-appconfigdata'),
  operations: { StartConfigurationSession: start, GetLatestConfiguration: get },
  inputCodes: { invalid: 'BadRequestException' },
  behaviours: APPCONFIGDATA_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
