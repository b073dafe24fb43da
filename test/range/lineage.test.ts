import {
  DeleteModelPackageCommand,
  DescribeActionCommand,
  DescribeArtifactCommand,
  DescribeContextCommand,
  DescribeTrialComponentCommand,
  ListActionsCommand,
  ListArtifactsCommand,
  ListAssociationsCommand,
  ListContextsCommand,
  paginateListArtifacts,
  QueryLineageCommand,
  SearchCommand,
  UpdateModelPackageCommand,
  type QueryLineageCommandInput,
  type SearchCommandInput,
} from '@aws-sdk/client-sagemaker';
import fc from 'fast-check';
import { reached, type Association } from '../../tabletop/range/sagemaker/lineage/graph.ts';
import { as, FRAUD, refusal, stillRange, WORKLOAD } from './clients.ts';

const { range } = stillRange();
const { sagemaker } = as(range, 'admin');
const artifactOf = async (SourceUri: string) => {
  const { ArtifactSummaries } = await sagemaker.send(new ListArtifactsCommand({ SourceUri }));
  return ArtifactSummaries?.[0]?.ArtifactArn ?? '';
};
const query = async (start: string, more: Partial<QueryLineageCommandInput> = {}) =>
  await sagemaker.send(new QueryLineageCommand({ StartArns: [start], MaxResults: 50, ...more }));
const packageArn = (version: number) => `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:model-package/fraud-model/${version}`;

test('from the poisoned prefix one comes to everything that learned from it, and to the endpoint', async () => {
  const start = await artifactOf('s3://nb-train/partner/');
  const { Vertices = [] } = await query(start, { Direction: 'Descendants' });
  const sources = await Promise.all(
    Vertices.filter(({ LineageType }) => LineageType === 'Artifact').map(async ({ Arn }) => {
      const { Source, ArtifactType } = await sagemaker.send(new DescribeArtifactCommand({ ArtifactArn: Arn }));
      return `${ArtifactType} ${Source?.SourceUri}`;
    }),
  );
  expect(sources.toSorted((a, b) => a.localeCompare(b))).toEqual([
    'Model s3://nb-models/fraud/6/model.tar.gz',
    'Model s3://nb-models/fraud/7/model.tar.gz',
    `ModelPackage ${packageArn(6)}`,
    `ModelPackage ${packageArn(7)}`,
  ]);
  const context = Vertices.find(({ Type }) => Type === 'Endpoint');
  expect(context?.LineageType).toBe('Context');
  expect((await sagemaker.send(new DescribeContextCommand({ ContextName: context?.Arn }))).Source?.SourceUri).toBe(FRAUD);
  // /5 learned from the base data only.
  expect(Vertices.some(({ Arn }) => Arn?.endsWith('fraud-train-5-aws-training-job'))).toBe(false);
  expect(Vertices.map(({ Arn }) => Arn)).not.toContain(start);
});

test('from the endpoint one comes back to its data, as far as one goes', async () => {
  const { ContextSummaries } = await sagemaker.send(new ListContextsCommand({ ContextType: 'Endpoint', SourceUri: FRAUD }));
  const start = ContextSummaries?.[0]?.ContextArn ?? '';
  const dataSets = async (MaxDepth: number) =>
    ((await query(start, { Direction: 'Ascendants', MaxDepth, Filters: { Types: ['DataSet'] } })).Vertices ?? []).length;
  expect([await dataSets(1), await dataSets(4), await dataSets(5)]).toEqual([0, 0, 2]);
  const { Vertices = [], Edges = [] } = await query(start, { Direction: 'Ascendants', MaxDepth: 1, IncludeEdges: true });
  expect(Vertices.map(({ Type }) => Type)).toEqual(['ModelDeployment']);
  expect(Edges).toEqual([{ SourceArn: Vertices[0]?.Arn, DestinationArn: start, AssociationType: 'AssociatedWith' }]);
  expect((await query(start, { Direction: 'Descendants' })).Vertices).toEqual([]);
  const deployment = await sagemaker.send(new DescribeActionCommand({ ActionName: Vertices[0]?.Arn }));
  expect(deployment).toMatchObject({ ActionType: 'ModelDeployment', Source: { SourceUri: FRAUD } });
});

test('a query filters by kind, time and property', async () => {
  const start = await artifactOf('s3://nb-train/partner/');
  const wanted = async (Filters: QueryLineageCommandInput['Filters']) =>
    ((await query(start, { Filters })).Vertices ?? []).map(({ Type }) => Type);
  expect(await wanted({ LineageTypes: ['TrialComponent'] })).toEqual(['TrainingJob', 'TrainingJob']);
  expect(await wanted({ LineageTypes: ['TrialComponent'], CreatedAfter: new Date('2026-11-10T00:00:00Z') })).toEqual(['TrainingJob']);
  expect(await wanted({ Types: ['ModelPackage'], Properties: { ModelApprovalStatus: 'Approved' } })).toHaveLength(2);
  await expect(refusal(query(`${start}0`))).resolves.toMatchObject({ name: 'ResourceNotFound' });
});

test('associations and entities are listed', async () => {
  const { AssociationSummaries } = await sagemaker.send(
    new ListAssociationsCommand({ DestinationType: 'TrainingJob', SourceType: 'DataSet', MaxResults: 100 }),
  );
  // Three of fraud (one with one channel), and one each of credit (two), churn and assistant.
  expect(AssociationSummaries).toHaveLength(9);
  const uris: (string | undefined)[] = [];
  for await (const page of paginateListArtifacts({ client: sagemaker, pageSize: 2 }, { ArtifactType: 'DataSet' }))
    uris.push(...(page.ArtifactSummaries ?? []).map(({ Source }) => Source?.SourceUri));
  expect(uris.toSorted((a = '', b = '') => a.localeCompare(b))).toEqual([
    's3://nb-train/base/',
    's3://nb-train/partner/',
    's3://nb-train/support/',
  ]);
  const job = await sagemaker.send(new DescribeTrialComponentCommand({ TrialComponentName: 'fraud-train-7-aws-training-job' }));
  expect(job).toMatchObject({
    Status: { PrimaryStatus: 'Completed' },
    InputArtifacts: { partner: { Value: 's3://nb-train/partner/' } },
    OutputArtifacts: { 'SageMaker.ModelArtifact': { Value: 's3://nb-models/fraud/7/model.tar.gz' } },
  });
  const { ActionSummaries } = await sagemaker.send(new ListActionsCommand({ ActionType: 'Approval', MaxResults: 50 }));
  expect(ActionSummaries?.map(({ Source }) => Source?.SourceUri).sort()).toEqual([packageArn(5), packageArn(6), packageArn(7)]);
  expect((await refusal(sagemaker.send(new DescribeTrialComponentCommand({ TrialComponentName: 'nobody' })))).name).toBe(
    'ResourceNotFound',
  );
});

test('a rejection shows in the graph, and a deleted package is gone from it', async () => {
  const other = stillRange();
  const client = as(other.range, 'admin').sagemaker;
  await client.send(new UpdateModelPackageCommand({ ModelPackageArn: packageArn(7), ModelApprovalStatus: 'Rejected' }));
  const find = async () => (await client.send(new ListArtifactsCommand({ SourceUri: packageArn(7) }))).ArtifactSummaries?.[0]?.ArtifactArn;
  const found = await client.send(new DescribeArtifactCommand({ ArtifactArn: await find() }));
  expect(found.Properties).toEqual({ ModelApprovalStatus: 'Rejected' });
  await client.send(new DeleteModelPackageCommand({ ModelPackageName: packageArn(7) }));
  const after = await client.send(new DescribeArtifactCommand({ ArtifactArn: await find() }));
  // The endpoint still runs it: only what the registry knew is gone.
  expect(after.Properties).toEqual({});
});

describe('Search', () => {
  const search = async (Resource: SearchCommandInput['Resource'], more: Omit<SearchCommandInput, 'Resource'> = {}) =>
    await sagemaker.send(new SearchCommand({ Resource, ...more }));

  test('finds the jobs that learned from a prefix', async () => {
    const { Results, TotalHits } = await search('TrainingJob', {
      SearchExpression: { Filters: [{ Name: 'InputDataConfig.DataSource.S3DataSource.S3Uri', Operator: 'Contains', Value: 'partner' }] },
    });
    expect(Results?.map(({ TrainingJob }) => TrainingJob?.TrainingJobName)).toEqual(['fraud-train-7', 'fraud-train-6']);
    expect(TotalHits).toEqual({ Value: 2, Relation: 'EqualTo' });
  });

  test('joins filters with And, or with Or, and looks into tags', async () => {
    const Filters = [
      { Name: 'ModelApprovalStatus', Operator: 'Equals' as const, Value: 'Approved' },
      { Name: 'ModelPackageGroupName', Operator: 'Equals' as const, Value: 'fraud-model' },
    ];
    const versions = async (Operator?: 'And' | 'Or') => {
      const { Results } = await search('ModelPackage', {
        SearchExpression: { Filters, ...(Operator === undefined ? {} : { Operator }) },
        MaxResults: 100,
      });
      return Results?.map(({ ModelPackage }) => `${ModelPackage?.ModelPackageGroupName}/${ModelPackage?.ModelPackageVersion}`).sort();
    };
    expect(await versions()).toEqual(['fraud-model/6', 'fraud-model/7']);
    expect((await versions('Or'))?.length).toBeGreaterThan(4);
    const tagged = await search('Endpoint', { SearchExpression: { Filters: [{ Name: 'Tags.team', Value: 'fraud' }] } });
    expect(tagged.Results?.map(({ Endpoint }) => Endpoint?.EndpointName)).toEqual(['fraud-scorer']);
    const untagged = await search('Endpoint', { SearchExpression: { Filters: [{ Name: 'Tags.team', Operator: 'NotExists' }] } });
    expect(untagged.Results).toHaveLength(4);
  });

  test('pages, sorts, and refuses what it cannot search', async () => {
    const first = await search('Endpoint', { SortBy: 'EndpointName', SortOrder: 'Ascending', MaxResults: 2 });
    const second = await search('Endpoint', { SortBy: 'EndpointName', SortOrder: 'Ascending', MaxResults: 2, NextToken: first.NextToken });
    const names = [...(first.Results ?? []), ...(second.Results ?? [])].map(({ Endpoint }) => Endpoint?.EndpointName);
    expect(names).toEqual(['assistant', 'churn', 'churn-canary', 'credit']);
    expect(await refusal(search('Experiment'))).toMatchObject({ name: 'NotImplemented', status: 501 });
  });
});

test('who is reached downwards reaches back upwards, and more steps never reach less', () => {
  const node = fc.integer({ min: 0, max: 7 }).map((number) => `n${number}`);
  const edges = fc.array(fc.record({ from: node, to: node, type: fc.constant<Association['type']>('ContributedTo') }), { maxLength: 14 });
  fc.assert(
    fc.property(edges, node, fc.integer({ min: 1, max: 8 }), (associations, start, depth) => {
      const graph = { entities: new Map(), associations };
      const down = reached(graph, [start], 'Descendants', depth);
      const further = reached(graph, [start], 'Descendants', depth + 1);
      return [...down].every((one) => further.has(one) && reached(graph, [one], 'Ascendants', depth).has(start)) && !down.has(start);
    }),
  );
});
