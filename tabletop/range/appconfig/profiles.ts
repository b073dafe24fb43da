import type {
  CreateConfigurationProfileCommandInput,
  CreateConfigurationProfileCommandOutput,
  CreateHostedConfigurationVersionCommandInput,
  CreateHostedConfigurationVersionCommandOutput,
  DeleteHostedConfigurationVersionCommandInput,
  DeleteHostedConfigurationVersionCommandOutput,
  GetConfigurationProfileCommandInput,
  GetConfigurationProfileCommandOutput,
  GetHostedConfigurationVersionCommandInput,
  GetHostedConfigurationVersionCommandOutput,
  ListConfigurationProfilesCommandInput,
  ListConfigurationProfilesCommandOutput,
  ListHostedConfigurationVersionsCommandInput,
  ListHostedConfigurationVersionsCommandOutput,
} from '@aws-sdk/client-appconfig';
import { operation, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { applicationOf, badRequest, listed, missing, namedAnswer, on, profileOf } from './access.ts';
import { flagsProblem } from './flags.ts';
import { checkTags } from './places.ts';
import { newId, profilesOf, type HostedVersion, type Profile } from './state.ts';

const pathOf = (app: string, profile: string): string => `application/${app}/configurationprofile/${profile}`;
const answerOf = (profile: Profile) => ({
  ...namedAnswer(profile),
  ApplicationId: profile.app,
  LocationUri: 'hosted',
  Type: profile.type,
  Validators: [],
});

const create = operation<CreateConfigurationProfileCommandInput, CreateConfigurationProfileCommandOutput>({
  trail: 'write',
  access: ({ ApplicationId }, context) => [on(context, 'CreateConfigurationProfile', `application/${ApplicationId}`)],
  run: (input, context) => {
    checkTags(input.Tags);
    const { account, region, world } = context;
    const { id: app } = applicationOf(context, input.ApplicationId);
    if (input.LocationUri !== 'hosted' || (input.Validators ?? []).length > 0 || input.KmsKeyIdentifier !== undefined)
      throw new AwsFault('NotImplemented', 'The range keeps hosted configurations without validators and keys', { status: 501 });
    const type = input.Type ?? 'AWS.Freeform';
    if (type !== 'AWS.Freeform' && type !== 'AWS.AppConfig.FeatureFlags') throw badRequest(`Invalid configuration profile type ${type}`);
    const row: Profile = {
      id: newId(world),
      account,
      region,
      app,
      name: input.Name,
      type,
      versions: [],
      lastNumber: 0,
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    profilesOf(world).put(row.id, row);
    return answerOf(row);
  },
});
const get = operation<GetConfigurationProfileCommandInput, GetConfigurationProfileCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'GetConfigurationProfile', pathOf(input.ApplicationId, input.ConfigurationProfileId))],
  run: (input, context) => answerOf(profileOf(context, input.ApplicationId, input.ConfigurationProfileId)),
});
const list = operation<ListConfigurationProfilesCommandInput, ListConfigurationProfilesCommandOutput>({
  trail: 'read',
  access: ({ ApplicationId }, context) => [on(context, 'ListConfigurationProfiles', `application/${ApplicationId}`)],
  run: (input, context) => {
    const { id } = applicationOf(context, input.ApplicationId);
    const kept = profilesOf(context.world)
      .values()
      .filter(({ app, type }) => app === id && (input.Type === undefined || type === input.Type));
    const page = listed(kept, input);
    return {
      Items: page.page.map((profile) => ({
        ApplicationId: profile.app,
        Id: profile.id,
        Name: profile.name,
        LocationUri: 'hosted',
        ValidatorTypes: [],
        Type: profile.type,
      })),
      NextToken: page.next,
    };
  },
});

/** The wire hands bytes over, a call from inside the range may hand text. */
const bytesIn = (content: unknown): Uint8Array => {
  if (content instanceof Uint8Array) return content;
  if (typeof content === 'string') return Buffer.from(content);
  throw new Error('a content that is neither bytes nor text');
};
const versionAnswer = (profile: Profile, version: HostedVersion) => ({
  ApplicationId: profile.app,
  ConfigurationProfileId: profile.id,
  VersionNumber: version.number,
  Description: version.description,
  ContentType: version.contentType,
  VersionLabel: version.label,
});
const createVersion = operation<CreateHostedConfigurationVersionCommandInput, CreateHostedConfigurationVersionCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'CreateHostedConfigurationVersion', pathOf(input.ApplicationId, input.ConfigurationProfileId))],
  run: (input, context) => {
    const profile = profileOf(context, input.ApplicationId, input.ConfigurationProfileId);
    if (input.LatestVersionNumber !== undefined && input.LatestVersionNumber !== profile.lastNumber)
      throw new AwsFault(
        'ConflictException',
        `The latest version number ${input.LatestVersionNumber} does not match the latest version ${profile.lastNumber}`,
      );
    const bytes = Buffer.from(bytesIn(input.Content));
    const problem = profile.type === 'AWS.AppConfig.FeatureFlags' ? flagsProblem(bytes.toString('utf8')) : undefined;
    if (problem !== undefined) throw badRequest(`Error invoking extension validator: ${problem}`);
    if (input.VersionLabel !== undefined && profile.versions.some(({ label }) => label === input.VersionLabel))
      throw new AwsFault('ConflictException', `The version label ${input.VersionLabel} is already in use`);
    const version: HostedVersion = {
      number: profile.lastNumber + 1,
      base64: bytes.toString('base64'),
      contentType: input.ContentType,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.VersionLabel === undefined ? {} : { label: input.VersionLabel }),
    };
    profilesOf(context.world).put(profile.id, { ...profile, lastNumber: version.number, versions: [...profile.versions, version] });
    return { ...versionAnswer(profile, version), Content: bytes };
  },
});
const getVersion = operation<GetHostedConfigurationVersionCommandInput, GetHostedConfigurationVersionCommandOutput>({
  trail: 'read',
  access: (input, context) => [
    on(
      context,
      'GetHostedConfigurationVersion',
      `${pathOf(input.ApplicationId, input.ConfigurationProfileId)}/hostedconfigurationversion/${input.VersionNumber}`,
    ),
  ],
  run: (input, context) => {
    const profile = profileOf(context, input.ApplicationId, input.ConfigurationProfileId);
    const version = profile.versions.find(({ number }) => number === input.VersionNumber);
    if (version === undefined) throw missing('HostedConfigurationVersion', String(input.VersionNumber));
    return { ...versionAnswer(profile, version), Content: Buffer.from(version.base64, 'base64') };
  },
});
const deleteVersion = operation<DeleteHostedConfigurationVersionCommandInput, DeleteHostedConfigurationVersionCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on(
      context,
      'DeleteHostedConfigurationVersion',
      `${pathOf(input.ApplicationId, input.ConfigurationProfileId)}/hostedconfigurationversion/${input.VersionNumber}`,
    ),
  ],
  run: (input, context) => {
    const profile = profileOf(context, input.ApplicationId, input.ConfigurationProfileId);
    const versions = profile.versions.filter(({ number }) => number !== input.VersionNumber);
    if (versions.length === profile.versions.length) throw missing('HostedConfigurationVersion', String(input.VersionNumber));
    profilesOf(context.world).put(profile.id, { ...profile, versions });
    return {};
  },
});
const listVersions = operation<ListHostedConfigurationVersionsCommandInput, ListHostedConfigurationVersionsCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'ListHostedConfigurationVersions', pathOf(input.ApplicationId, input.ConfigurationProfileId))],
  run: (input, context) => {
    const profile = profileOf(context, input.ApplicationId, input.ConfigurationProfileId);
    const kept = profile.versions.filter(({ label }) => input.VersionLabel === undefined || label === input.VersionLabel).toReversed();
    const page = listed(kept, input);
    return { Items: page.page.map((version) => versionAnswer(profile, version)), NextToken: page.next };
  },
});

export const PROFILE_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateConfigurationProfile: create,
  GetConfigurationProfile: get,
  ListConfigurationProfiles: list,
  CreateHostedConfigurationVersion: createVersion,
  GetHostedConfigurationVersion: getVersion,
  DeleteHostedConfigurationVersion: deleteVersion,
  ListHostedConfigurationVersions: listVersions,
};
