import type {
  GetAliasCommandInput,
  GetAliasCommandOutput,
  ListAliasesCommandInput,
  ListAliasesCommandOutput,
  UpdateAliasCommandInput,
  UpdateAliasCommandOutput,
} from '@aws-sdk/client-lambda';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { aliasOf, badMarker, checkRevision, fault, functionOf, on } from './access.ts';
import { functionsOf, type Alias, type LambdaFunction } from './state.ts';

const answerOf = (found: LambdaFunction, alias: Alias) => ({
  AliasArn: `${found.arn}:${alias.name}`,
  Name: alias.name,
  FunctionVersion: alias.version,
  Description: alias.description,
  RevisionId: alias.revision,
  RoutingConfig: alias.weights === undefined ? undefined : { AdditionalVersionWeights: { ...alias.weights } },
});

const get = operation<GetAliasCommandInput, GetAliasCommandOutput>({
  trail: 'read',
  access: ({ FunctionName, Name }, context) => [on(context, 'GetAlias', FunctionName, Name)],
  run: ({ FunctionName, Name }, context) => {
    const { found, alias } = aliasOf(context, FunctionName, Name);
    return answerOf(found, alias);
  },
});
const list = operation<ListAliasesCommandInput, ListAliasesCommandOutput>({
  trail: 'read',
  access: ({ FunctionName }, context) => [on(context, 'ListAliases', FunctionName)],
  run: (input, context) => {
    const found = functionOf(context, input.FunctionName);
    const kept = found.aliases.filter(({ version }) => input.FunctionVersion === undefined || version === input.FunctionVersion);
    const page = pageOf(kept, Math.min(input.MaxItems ?? 50, 50), input.Marker);
    if (page === undefined) throw badMarker();
    return { Aliases: page.page.map((alias) => answerOf(found, alias)), NextMarker: page.next };
  },
});
const update = operation<UpdateAliasCommandInput, UpdateAliasCommandOutput>({
  trail: 'write',
  access: ({ FunctionName, Name }, context) => [on(context, 'UpdateAlias', FunctionName, Name)],
  run: (input, context) => {
    const { world } = context;
    const { found, alias } = aliasOf(context, input.FunctionName, input.Name);
    checkRevision(input.RevisionId, alias.revision);
    const weights = input.RoutingConfig === undefined ? alias.weights : input.RoutingConfig.AdditionalVersionWeights;
    const numbers = [input.FunctionVersion ?? alias.version, ...Object.keys(weights ?? {})];
    const unknown = numbers.find((version) => version !== '$LATEST' && !found.versions.some((one) => one.version === version));
    if (unknown !== undefined) throw fault('ResourceNotFoundException', `Function not found: ${found.arn}:${unknown}`);
    if (Object.keys(weights ?? {}).length > 1)
      throw fault('InvalidParameterValueException', 'Number of items in AdditionalVersionWeights cannot be greater than 1.');
    const { weights: _, ...rest } = alias;
    const changed: Alias = {
      ...rest,
      version: input.FunctionVersion ?? alias.version,
      description: input.Description ?? alias.description,
      revision: world.ids.uuid('lambda-revision'),
      ...(Object.keys(weights ?? {}).length === 0 ? {} : { weights: { ...weights } }),
    };
    functionsOf(world).put(found.arn, { ...found, aliases: found.aliases.map((one) => (one === alias ? changed : one)) });
    return answerOf(found, changed);
  },
});

export const ALIAS_OPERATIONS: Readonly<Record<string, Operation>> = { GetAlias: get, ListAliases: list, UpdateAlias: update };
