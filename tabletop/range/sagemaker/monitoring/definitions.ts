import type { Tag } from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { onAll, onArn } from '../access.ts';
import { creating, isMine, kept, passing } from '../asked.ts';
import { noEndpoint } from '../faults.ts';
import { listed } from '../list.ts';
import { arnOf, dropTags, endpointsOf, setFirstTags } from '../state.ts';
import { definitionArn } from './given.ts';
import { definitionsOf, within, type Definition, type MonitoringType } from './state.ts';

/** The four kinds differ in the names of a few members, which are kept and given back. */
interface CreateInput {
  readonly JobDefinitionName: string;
  readonly RoleArn: string;
  readonly Tags?: readonly Tag[];
}
interface NameInput {
  readonly JobDefinitionName: string;
}
interface ListInput {
  readonly EndpointName?: string;
  readonly SortBy?: string;
  readonly SortOrder?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
  readonly NameContains?: string;
  readonly CreationTimeAfter?: Date;
  readonly CreationTimeBefore?: Date;
}
const named = (context: Context, type: MonitoringType, name: string): Definition => {
  const arn = definitionArn(context, type, name);
  const found = definitionsOf(context.world).get(arn);
  if (found === undefined) throw new AwsFault('ResourceNotFound', `Could not find monitoring job definition "${arn}".`);
  return found;
};

const operationsOf = (type: MonitoringType): Readonly<Record<string, Operation>> => ({
  [`Create${type}JobDefinition`]: operation<CreateInput, { readonly JobDefinitionArn: string }>({
    trail: 'write',
    access: (input, context) => [
      ...creating(`Create${type}JobDefinition`, definitionArn(context, type, input.JobDefinitionName), input.Tags),
      ...passing(input.RoleArn),
    ],
    run: (input, context) => {
      const { JobDefinitionName, Tags, ...request } = input;
      const arn = definitionArn(context, type, JobDefinitionName);
      if (definitionsOf(context.world).get(arn) !== undefined)
        throw new AwsFault('ResourceInUse', `Job definition "${arn}" already exists.`);
      const endpoint = within(kept(request), `${type}JobInput`, 'EndpointInput', 'EndpointName');
      if (typeof endpoint !== 'string')
        throw new AwsFault('NotImplemented', 'The range monitors endpoints, not batch transforms.', { status: 501 });
      const watched = arnOf(context, 'endpoint', endpoint);
      if (endpointsOf(context.world).get(watched) === undefined) throw noEndpoint(watched);
      const { account, region, now } = context;
      definitionsOf(context.world).put(arn, {
        arn,
        name: JobDefinitionName,
        type,
        account,
        region,
        createdAt: now,
        endpoint,
        request: kept(request),
      });
      setFirstTags(context.world, arn, Tags ?? []);
      return { JobDefinitionArn: arn };
    },
  }),
  [`Describe${type}JobDefinition`]: operation<NameInput, object>({
    trail: 'read',
    access: (input, context) => [onArn(context, `Describe${type}JobDefinition`, definitionArn(context, type, input.JobDefinitionName))],
    run: (input, context) => {
      const found = named(context, type, input.JobDefinitionName);
      return { ...found.request, JobDefinitionArn: found.arn, JobDefinitionName: found.name, CreationTime: new Date(found.createdAt) };
    },
  }),
  [`Delete${type}JobDefinition`]: operation<NameInput, object>({
    trail: 'write',
    access: (input, context) => [onArn(context, `Delete${type}JobDefinition`, definitionArn(context, type, input.JobDefinitionName))],
    run: (input, context) => {
      const found = named(context, type, input.JobDefinitionName);
      definitionsOf(context.world).remove(found.arn);
      dropTags(context.world, found.arn);
      return {};
    },
  }),
  [`List${type}JobDefinitions`]: operation<ListInput, object>({
    trail: 'read',
    access: () => onAll(`List${type}JobDefinitions`),
    run: (input, context) => {
      const mine = definitionsOf(context.world)
        .values()
        .filter((found) => found.type === type && isMine(context, found))
        .filter(({ endpoint }) => input.EndpointName === undefined || endpoint === input.EndpointName);
      const { page, next } = listed(mine, input, {
        name: ({ name }) => name,
        sortKey: input.SortBy === 'Name' ? ({ name }) => name : undefined,
      });
      return {
        JobDefinitionSummaries: page.map(({ name, arn, createdAt, endpoint }) => ({
          MonitoringJobDefinitionName: name,
          MonitoringJobDefinitionArn: arn,
          CreationTime: new Date(createdAt),
          EndpointName: endpoint,
        })),
        NextToken: next,
      };
    },
  }),
});

export const DEFINITION_OPERATIONS: Readonly<Record<string, Operation>> = {
  ...operationsOf('DataQuality'),
  ...operationsOf('ModelQuality'),
  ...operationsOf('ModelBias'),
  ...operationsOf('ModelExplainability'),
};
