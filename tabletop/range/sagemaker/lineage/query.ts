import type {
  ListAssociationsCommandInput,
  ListAssociationsCommandOutput,
  QueryLineageCommandInput,
  QueryLineageCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Operation, type Present } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { onAll } from '../access.ts';
import { invalid } from '../faults.ts';
import { listed } from '../list.ts';
import { graphOf, reached, type Entity } from './graph.ts';

const MOST_STEPS = 10;
const isWanted = (entity: Entity, filters: Present<QueryLineageCommandInput>['Filters']): boolean =>
  filters === undefined ||
  ((filters.Types === undefined || filters.Types.includes(entity.type)) &&
    (filters.LineageTypes === undefined || filters.LineageTypes.includes(entity.lineageType)) &&
    (filters.CreatedBefore === undefined || entity.createdAt < filters.CreatedBefore.getTime()) &&
    (filters.CreatedAfter === undefined || entity.createdAt > filters.CreatedAfter.getTime()) &&
    (filters.ModifiedBefore === undefined || entity.createdAt < filters.ModifiedBefore.getTime()) &&
    (filters.ModifiedAfter === undefined || entity.createdAt > filters.ModifiedAfter.getTime()) &&
    Object.entries(filters.Properties ?? {}).every(([key, value]) => entity.properties[key] === value));

const query = operation<QueryLineageCommandInput, QueryLineageCommandOutput>({
  trail: 'read',
  access: () => onAll('QueryLineage'),
  run: (input, context) => {
    const graph = graphOf(context.world, context);
    const start = input.StartArns ?? [];
    if (start.length === 0) throw invalid('StartArns is required.');
    const unknown = start.find((arn) => !graph.entities.has(arn));
    if (unknown !== undefined) throw new AwsFault('ResourceNotFound', `Lineage entity ${unknown} does not exist.`);
    const depth = Math.min(input.MaxDepth ?? MOST_STEPS, MOST_STEPS);
    const direction = input.Direction ?? 'Both';
    const found = new Set(
      (['Ascendants', 'Descendants'] as const)
        .filter((one) => direction === 'Both' || direction === one)
        .flatMap((one) => [...reached(graph, start, one, depth)]),
    );
    const vertices = [...graph.entities.values()].filter((entity) => found.has(entity.arn) && isWanted(entity, input.Filters));
    const onPath = new Set([...start, ...found]);
    const page = pageOf(vertices, input.MaxResults ?? 50, input.NextToken);
    if (page === undefined) throw invalid('Invalid NextToken');
    return {
      Vertices: page.page.map(({ arn, type, lineageType }) => ({ Arn: arn, Type: type, LineageType: lineageType })),
      ...(input.IncludeEdges === true
        ? {
            Edges: graph.associations
              .filter(({ from, to }) => onPath.has(from) && onPath.has(to))
              .map(({ from, to, type }) => ({ SourceArn: from, DestinationArn: to, AssociationType: type })),
          }
        : {}),
      NextToken: page.next,
    };
  },
});

const associations = operation<ListAssociationsCommandInput, ListAssociationsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListAssociations'),
  run: (input, context) => {
    const graph = graphOf(context.world, context);
    const all = graph.associations.flatMap(({ from, to, type }) => {
      const [source, destination] = [graph.entities.get(from), graph.entities.get(to)];
      return source === undefined || destination === undefined
        ? []
        : [{ source, destination, type, createdAt: Math.max(source.createdAt, destination.createdAt) }];
    });
    const wanted = all.filter(
      ({ source, destination, type }) =>
        (input.SourceArn === undefined || source.arn === input.SourceArn) &&
        (input.DestinationArn === undefined || destination.arn === input.DestinationArn) &&
        (input.SourceType === undefined || source.type === input.SourceType) &&
        (input.DestinationType === undefined || destination.type === input.DestinationType) &&
        (input.AssociationType === undefined || type === input.AssociationType),
    );
    const { page, next } = listed(
      wanted,
      { ...input, CreationTimeAfter: input.CreatedAfter, CreationTimeBefore: input.CreatedBefore },
      {
        name: ({ source }) => source.arn,
        sortKey:
          input.SortBy === 'SourceArn'
            ? ({ source }) => source.arn
            : input.SortBy === 'DestinationArn'
              ? ({ destination }) => destination.arn
              : undefined,
      },
    );
    return {
      AssociationSummaries: page.map(({ source, destination, type, createdAt }) => ({
        SourceArn: source.arn,
        DestinationArn: destination.arn,
        SourceType: source.type,
        DestinationType: destination.type,
        AssociationType: type,
        CreationTime: new Date(createdAt),
      })),
      NextToken: next,
    };
  },
});

export const LINEAGE_OPERATIONS: Readonly<Record<string, Operation>> = { QueryLineage: query, ListAssociations: associations };
