import type {
  GetAccountSettingsCommandInput,
  GetAccountSettingsCommandOutput,
  GetFunctionCommandInput,
  GetFunctionCommandOutput,
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
  ListFunctionsCommandInput,
  ListFunctionsCommandOutput,
  ListVersionsByFunctionCommandInput,
  ListVersionsByFunctionCommandOutput,
} from '@aws-sdk/client-lambda';
import { instantOf } from '../../../core/time.ts';
import { operation, type Context, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { badMarker, functionOf, on, qualified, type Qualified } from './access.ts';
import { ACCOUNT_CONCURRENCY, codeSha256, functionsOf, type LambdaFunction } from './state.ts';

const CODE_SIZE = 4096;
const MOST_A_PAGE = 50;

export const configurationOf = ({ found, settings, version, qualifier }: Qualified, now: number) => {
  const isUpdating = version === '$LATEST' && found.updatingUntil !== undefined && now < found.updatingUntil;
  return {
    FunctionName: found.name,
    FunctionArn: qualifier === undefined ? found.arn : `${found.arn}:${qualifier}`,
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: CODE_SIZE,
    Description: settings.description,
    Timeout: settings.timeout,
    MemorySize: settings.memory,
    LastModified: instantOf(settings.modifiedAt).replace('Z', '+0000'),
    CodeSha256: codeSha256(found),
    Version: version,
    Environment: Object.keys(settings.environment).length === 0 ? undefined : { Variables: { ...settings.environment } },
    TracingConfig: { Mode: 'PassThrough' as const },
    RevisionId: settings.revision,
    State: 'Active' as const,
    LastUpdateStatus: isUpdating ? ('InProgress' as const) : ('Successful' as const),
    PackageType: 'Zip' as const,
    Architectures: ['x86_64' as const],
    EphemeralStorage: { Size: 512 },
  };
};
export const latest = (found: LambdaFunction): Qualified => ({ found, settings: found, version: '$LATEST', qualifier: undefined });

const getFunction = operation<GetFunctionCommandInput, GetFunctionCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'GetFunction', input.FunctionName, input.Qualifier)],
  run: (input, context) => {
    const target = qualified(context, input.FunctionName, input.Qualifier);
    const { reserved, tags } = target.found;
    return {
      Configuration: configurationOf(target, context.now),
      Code: { RepositoryType: 'S3' },
      Tags: Object.keys(tags).length === 0 ? undefined : { ...tags },
      Concurrency: reserved === undefined ? undefined : { ReservedConcurrentExecutions: reserved },
    };
  },
});
const getConfiguration = operation<GetFunctionConfigurationCommandInput, GetFunctionConfigurationCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'GetFunctionConfiguration', input.FunctionName, input.Qualifier)],
  run: (input, context) => configurationOf(qualified(context, input.FunctionName, input.Qualifier), context.now),
});

export const functionsHere = ({ world, account, region }: Context): readonly LambdaFunction[] =>
  functionsOf(world)
    .values()
    .filter((found) => found.account === account && found.region === region);
const versionsOf = (found: LambdaFunction): readonly Qualified[] => [
  { ...latest(found), qualifier: '$LATEST' },
  ...found.versions.map((settings) => ({ found, settings, version: settings.version, qualifier: settings.version })),
];
const list = operation<ListFunctionsCommandInput, ListFunctionsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
  run: (input, context) => {
    const all = functionsHere(context).flatMap((found) => (input.FunctionVersion === 'ALL' ? versionsOf(found) : [latest(found)]));
    const page = pageOf(all, Math.min(input.MaxItems ?? MOST_A_PAGE, MOST_A_PAGE), input.Marker);
    if (page === undefined) throw badMarker();
    return { Functions: page.page.map((one) => configurationOf(one, context.now)), NextMarker: page.next };
  },
});
const listVersions = operation<ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput>({
  trail: 'read',
  access: (input, context) => [on(context, 'ListVersionsByFunction', input.FunctionName)],
  run: (input, context) => {
    const all = versionsOf(functionOf(context, input.FunctionName));
    const page = pageOf(all, Math.min(input.MaxItems ?? MOST_A_PAGE, MOST_A_PAGE), input.Marker);
    if (page === undefined) throw badMarker();
    return { Versions: page.page.map((one) => configurationOf(one, context.now)), NextMarker: page.next };
  },
});

const settings = operation<GetAccountSettingsCommandInput, GetAccountSettingsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'lambda:GetAccountSettings', resource: '*' }],
  run: (_, context) => {
    const functions = functionsHere(context);
    const reserved = functions.reduce((sum, found) => sum + (found.reserved ?? 0), 0);
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: ACCOUNT_CONCURRENCY,
        UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY - reserved,
      },
      AccountUsage: { TotalCodeSize: functions.length * CODE_SIZE, FunctionCount: functions.length },
    };
  },
});

export const READ_OPERATIONS: Readonly<Record<string, Operation>> = {
  GetFunction: getFunction,
  GetFunctionConfiguration: getConfiguration,
  ListFunctions: list,
  ListVersionsByFunction: listVersions,
  GetAccountSettings: settings,
};
