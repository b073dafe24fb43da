import type {
  PublishVersionCommandInput,
  PublishVersionCommandOutput,
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput,
} from '@aws-sdk/client-lambda';
import { rolesOf } from '../iam/state.ts';
import { operation, type Context, type Operation, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { configurationUpdate } from './behaviours.ts';
import { checkRevision, fault, functionOf, on } from './access.ts';
import { configurationOf, latest } from './read.ts';
import { functionsOf, type LambdaFunction } from './state.ts';

type Update = Present<UpdateFunctionConfigurationCommandInput>;
/** What can be changed here; anything else would change what the range does not simulate. */
const SIMULATED: readonly string[] = [
  'FunctionName',
  'Role',
  'Handler',
  'Description',
  'Timeout',
  'MemorySize',
  'Environment',
  'Runtime',
  'RevisionId',
];
const MOST_ENVIRONMENT_BYTES = 4096;

const checkIdle = (found: LambdaFunction, now: number): void => {
  if (found.updatingUntil !== undefined && now < found.updatingUntil)
    throw fault(
      'ResourceConflictException',
      `The operation cannot be performed at this time. An update is in progress for resource: ${found.arn}`,
    );
};
const checkUpdate = (context: Context, input: Update): void => {
  const other = Object.entries(input).find(([name, value]) => value !== undefined && !SIMULATED.includes(name))?.[0];
  if (other !== undefined) throw new AwsFault('NotImplemented', `The range does not change ${other} of a function`, { status: 501 });
  if (JSON.stringify(input.Environment?.Variables ?? {}).length > MOST_ENVIRONMENT_BYTES)
    throw fault(
      'InvalidParameterValueException',
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the ${MOST_ENVIRONMENT_BYTES} bytes limit.`,
    );
  const reserved = Object.keys(input.Environment?.Variables ?? {}).find((name) => /^(AWS_REGION|AWS_ACCESS_KEY|AWS_LAMBDA_)/.test(name));
  if (reserved !== undefined)
    throw fault(
      'InvalidParameterValueException',
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved}`,
    );
  const trust = input.Role === undefined ? undefined : rolesOf(context.world).get(input.Role)?.trust;
  if (input.Role !== undefined && !JSON.stringify(trust ?? {}).includes('"lambda.amazonaws.com"'))
    throw fault('InvalidParameterValueException', 'The role defined for the function cannot be assumed by Lambda.');
};

const update = operation<UpdateFunctionConfigurationCommandInput, UpdateFunctionConfigurationCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on(context, 'UpdateFunctionConfiguration', input.FunctionName),
    ...(input.Role === undefined
      ? []
      : [{ action: 'iam:PassRole', resource: input.Role, context: { 'iam:PassedToService': ['lambda.amazonaws.com'] } }]),
  ],
  run: (input, context) => {
    const { world, now } = context;
    const found = functionOf(context, input.FunctionName);
    checkUpdate(context, input);
    checkIdle(found, now);
    checkRevision(input.RevisionId, found.revision);
    const changed: LambdaFunction = {
      ...found,
      role: input.Role ?? found.role,
      handler: input.Handler ?? found.handler,
      description: input.Description ?? found.description,
      timeout: input.Timeout ?? found.timeout,
      memory: input.MemorySize ?? found.memory,
      runtime: input.Runtime ?? found.runtime,
      environment: input.Environment === undefined ? found.environment : { ...input.Environment.Variables },
      modifiedAt: now,
      revision: world.ids.uuid('lambda-revision'),
      updatingUntil: now + (world.lasts(configurationUpdate) * 1000) / world.time.pace,
    };
    functionsOf(world).put(found.arn, changed);
    return configurationOf(latest(changed), now);
  },
});

const publish = operation<PublishVersionCommandInput, PublishVersionCommandOutput>({
  trail: 'write',
  access: (input, context) => [on(context, 'PublishVersion', input.FunctionName)],
  run: (input, context) => {
    const { world, now } = context;
    const found = functionOf(context, input.FunctionName);
    checkIdle(found, now);
    checkRevision(input.RevisionId, found.revision);
    if (input.CodeSha256 !== undefined || input.PublishTo !== undefined)
      throw new AwsFault('NotImplemented', 'The range publishes the function as it is', { status: 501 });
    const { runtime, handler, role, timeout, memory, environment, modifiedAt, versions } = found;
    const frozen = {
      runtime,
      handler,
      role,
      timeout,
      memory,
      environment,
      modifiedAt,
      description: input.Description ?? found.description,
    };
    const last = versions.at(-1);
    // Nothing changed since: the last version is answered again.
    if (last !== undefined && last.modifiedAt === modifiedAt)
      return configurationOf({ found, settings: last, version: last.version, qualifier: last.version }, now);
    const version = String(Number(last?.version ?? '0') + 1);
    const settings = { ...frozen, version, revision: world.ids.uuid('lambda-revision') };
    const changed = { ...found, versions: [...versions, settings] };
    functionsOf(world).put(found.arn, changed);
    return configurationOf({ found: changed, settings, version, qualifier: version }, now);
  },
});

export const CHANGE_OPERATIONS: Readonly<Record<string, Operation>> = { UpdateFunctionConfiguration: update, PublishVersion: publish };
