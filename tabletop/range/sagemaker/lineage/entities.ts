import type {
  DescribeActionCommandInput,
  DescribeActionCommandOutput,
  DescribeArtifactCommandInput,
  DescribeArtifactCommandOutput,
  DescribeContextCommandInput,
  DescribeContextCommandOutput,
  DescribeTrialComponentCommandInput,
  DescribeTrialComponentCommandOutput,
  ListActionsCommandInput,
  ListActionsCommandOutput,
  ListArtifactsCommandInput,
  ListArtifactsCommandOutput,
  ListContextsCommandInput,
  ListContextsCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { onAll, onArn } from '../access.ts';
import { dateOf, userOf } from '../asked.ts';
import { trainingJobsOf } from '../jobs/state.ts';
import { listed } from '../list.ts';
import { arnOf } from '../state.ts';
import { graphOf, type Entity, type LineageType } from './graph.ts';

const entityArn = (context: Context, type: string, name: string): string => (name.startsWith('arn:') ? name : arnOf(context, type, name));
const entityAt = (context: Context, arn: string, lineageType: LineageType): Entity => {
  const found = graphOf(context.world, context).entities.get(arn);
  if (found?.lineageType !== lineageType) throw new AwsFault('ResourceNotFound', `${lineageType} ${arn} does not exist.`);
  return found;
};
const shared = (entity: Entity) => ({
  CreationTime: new Date(entity.createdAt),
  LastModifiedTime: new Date(entity.createdAt),
  ...(entity.createdBy === undefined ? {} : { CreatedBy: userOf(entity.createdBy) }),
  Properties: { ...entity.properties },
});
interface Filters {
  readonly SourceUri?: string;
  readonly CreatedAfter?: Date;
  readonly CreatedBefore?: Date;
  readonly SortBy?: string;
  readonly SortOrder?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}
const entitiesOf = (context: Context, lineageType: LineageType, type: string | undefined, input: Filters) =>
  listed(
    [...graphOf(context.world, context).entities.values()].filter(
      (entity) =>
        entity.lineageType === lineageType &&
        (type === undefined || entity.type === type) &&
        (input.SourceUri === undefined || entity.source === input.SourceUri),
    ),
    { ...input, CreationTimeAfter: input.CreatedAfter, CreationTimeBefore: input.CreatedBefore },
    { name: ({ name }) => name, sortKey: input.SortBy === 'Name' ? ({ name }) => name : undefined },
  );

const describeArtifact = operation<DescribeArtifactCommandInput, DescribeArtifactCommandOutput>({
  trail: 'read',
  access: (input, context) => [onArn(context, 'DescribeArtifact', input.ArtifactArn)],
  run: (input, context) => {
    const found = entityAt(context, input.ArtifactArn, 'Artifact');
    return { ...shared(found), ArtifactArn: found.arn, ArtifactType: found.type, Source: { SourceUri: found.source } };
  },
});
const listArtifacts = operation<ListArtifactsCommandInput, ListArtifactsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListArtifacts'),
  run: (input, context) => {
    const { page, next } = entitiesOf(context, 'Artifact', input.ArtifactType, input);
    return {
      ArtifactSummaries: page.map((found) => ({
        ArtifactArn: found.arn,
        ArtifactType: found.type,
        Source: { SourceUri: found.source },
        CreationTime: new Date(found.createdAt),
        LastModifiedTime: new Date(found.createdAt),
      })),
      NextToken: next,
    };
  },
});
const describeContext = operation<DescribeContextCommandInput, DescribeContextCommandOutput>({
  trail: 'read',
  access: (input, context) => [onArn(context, 'DescribeContext', entityArn(context, 'context', input.ContextName))],
  run: (input, context) => {
    const found = entityAt(context, entityArn(context, 'context', input.ContextName), 'Context');
    return {
      ...shared(found),
      ContextName: found.name,
      ContextArn: found.arn,
      ContextType: found.type,
      Source: { SourceUri: found.source },
    };
  },
});
const listContexts = operation<ListContextsCommandInput, ListContextsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListContexts'),
  run: (input, context) => {
    const { page, next } = entitiesOf(context, 'Context', input.ContextType, input);
    return {
      ContextSummaries: page.map((found) => ({
        ContextArn: found.arn,
        ContextName: found.name,
        ContextType: found.type,
        Source: { SourceUri: found.source },
        CreationTime: new Date(found.createdAt),
        LastModifiedTime: new Date(found.createdAt),
      })),
      NextToken: next,
    };
  },
});
const describeAction = operation<DescribeActionCommandInput, DescribeActionCommandOutput>({
  trail: 'read',
  access: (input, context) => [onArn(context, 'DescribeAction', entityArn(context, 'action', input.ActionName))],
  run: (input, context) => {
    const found = entityAt(context, entityArn(context, 'action', input.ActionName), 'Action');
    return {
      ...shared(found),
      ActionName: found.name,
      ActionArn: found.arn,
      ActionType: found.type,
      Source: { SourceUri: found.source },
      Status: 'Completed',
    };
  },
});
const listActions = operation<ListActionsCommandInput, ListActionsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListActions'),
  run: (input, context) => {
    const { page, next } = entitiesOf(context, 'Action', input.ActionType, input);
    return {
      ActionSummaries: page.map((found) => ({
        ActionArn: found.arn,
        ActionName: found.name,
        ActionType: found.type,
        Source: { SourceUri: found.source },
        Status: 'Completed' as const,
        CreationTime: new Date(found.createdAt),
        LastModifiedTime: new Date(found.createdAt),
      })),
      NextToken: next,
    };
  },
});
const describeTrialComponent = operation<DescribeTrialComponentCommandInput, DescribeTrialComponentCommandOutput>({
  trail: 'read',
  access: (input, context) => [
    onArn(context, 'DescribeTrialComponent', entityArn(context, 'experiment-trial-component', input.TrialComponentName)),
  ],
  run: (input, context) => {
    const found = entityAt(context, entityArn(context, 'experiment-trial-component', input.TrialComponentName), 'TrialComponent');
    const job = trainingJobsOf(context.world).get(found.source);
    const { Properties: _none, ...times } = shared(found);
    return {
      ...times,
      TrialComponentName: found.name,
      TrialComponentArn: found.arn,
      Source: { SourceArn: found.source, SourceType: 'SageMakerTrainingJob' },
      Status: { PrimaryStatus: job?.status ?? 'Completed' },
      StartTime: dateOf(job?.startedAt),
      EndTime: dateOf(job?.endedAt),
      InputArtifacts: Object.fromEntries((job?.inputs ?? []).map(({ channel, uri }) => [channel, { Value: uri }])),
      ...(job?.status === 'Completed' ? { OutputArtifacts: { 'SageMaker.ModelArtifact': { Value: job.output } } } : {}),
    };
  },
});

export const LINEAGE_ENTITY_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeArtifact: describeArtifact,
  ListArtifacts: listArtifacts,
  DescribeContext: describeContext,
  ListContexts: listContexts,
  DescribeAction: describeAction,
  ListActions: listActions,
  DescribeTrialComponent: describeTrialComponent,
};
