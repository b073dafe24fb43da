import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  DescribeResourcePoliciesCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutMetricFilterCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  PutSubscriptionFilterCommand,
  TagLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { as, refusal, WORKLOAD } from '../clients.ts';
import { DAY, HOUR, line, logging, on, START } from './logging.ts';

test('groups and streams are made once, listed and deleted', async () => {
  const { client, made, put } = logging();
  await made();
  expect((await refusal(made())).name).toBe('ResourceAlreadyExistsException');
  expect((await refusal(client.send(new CreateLogStreamCommand(on)))).name).toBe('ResourceAlreadyExistsException');
  expect((await refusal(client.send(new CreateLogStreamCommand({ ...on, logGroupName: '/gone' })))).name).toBe('ResourceNotFoundException');
  await put(line('x', START - 1000), line('y'));
  const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName: '/app' }));
  expect(logStreams).toMatchObject([{ logStreamName: 'one', firstEventTimestamp: START - 1000, lastEventTimestamp: START }]);
  await client.send(new DeleteLogStreamCommand(on));
  expect((await refusal(put(line('x')))).name).toBe('ResourceNotFoundException');
  await client.send(new DeleteLogGroupCommand({ logGroupName: '/app' }));
  expect((await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/app' }))).logGroups).toEqual([]);
});

describe('PutLogEvents', () => {
  test.each([
    ['out of order', [line('b', START), line('a', START - 1)]],
    ['more than a day', [line('a', START - DAY - 1), line('b')]],
    ['too large', Array.from({ length: 5 }, () => line('x'.repeat(250_000)))],
  ])('%s is refused', async (_what, events) => {
    const { made, put, filter } = logging();
    await made();
    expect((await refusal(put(...events))).name).toBe('InvalidParameterException');
    expect(await filter('')).toEqual([]);
  });
  test('what is too old, expired or too new is left out, and the answer says which', async () => {
    const { client, made, put, filter } = logging();
    await made();
    await client.send(new PutRetentionPolicyCommand({ logGroupName: '/app', retentionInDays: 3 }));
    const expired = await put(line('a', START - 4 * DAY), line('b', START - 4 * DAY));
    expect(expired.rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 2 });
    expect((await put(line('a', START - 15 * DAY))).rejectedLogEventsInfo).toEqual({
      tooOldLogEventEndIndex: 1,
      expiredLogEventEndIndex: 1,
    });
    expect((await put(line('now'), line('soon', START + 3 * HOUR))).rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    expect((await put(line('fine'))).rejectedLogEventsInfo).toBeUndefined();
    expect(await filter('')).toEqual(['now', 'fine']);
    expect((await refusal(client.send(new PutRetentionPolicyCommand({ logGroupName: '/app', retentionInDays: 2 })))).name).toBe(
      'InvalidParameterException',
    );
  });
  test('lines fall out of the group with their retention', async () => {
    const { client, clock, made, put, filter } = logging();
    await made();
    await put(line('old'));
    await client.send(new PutRetentionPolicyCommand({ logGroupName: '/app', retentionInDays: 1 }));
    clock.advance(86_399);
    expect(await filter('')).toEqual(['old']);
    clock.advance(2);
    expect(await filter('')).toEqual([]);
  });
});

test('GetLogEvents walks both ways, and stays where the stream ends', async () => {
  const { client, made, put } = logging();
  await made();
  await put(...['a', 'b', 'c', 'd', 'e'].map((message, index) => line(message, START - 5 + index)));
  const get = async (more: object) => {
    const { events, nextForwardToken, nextBackwardToken } = await client.send(new GetLogEventsCommand({ ...on, limit: 2, ...more }));
    return { seen: events?.map(({ message }) => message).join(''), nextForwardToken, nextBackwardToken };
  };
  const head = await get({ startFromHead: true });
  const second = await get({ nextToken: head.nextForwardToken });
  const third = await get({ nextToken: second.nextForwardToken });
  const end = await get({ nextToken: third.nextForwardToken });
  expect([head.seen, second.seen, third.seen, end.seen]).toEqual(['ab', 'cd', 'e', '']);
  expect(end.nextForwardToken).toBe(third.nextForwardToken);
  expect((await get({})).seen).toBe('de');
  expect((await get({ nextToken: second.nextBackwardToken })).seen).toBe('ab');
  expect((await get({ startTime: START - 4, endTime: START - 2, startFromHead: true })).seen).toBe('bc');
  expect((await refusal(get({ nextToken: 'f/99' }))).name).toBe('InvalidParameterException');
});

test('a metric filter counts what comes after it, and reads numbers and dimensions from the line', async () => {
  const { range, client, clock, made, put } = logging();
  await made();
  await put(line('{"ms":1}'));
  const metricTransformations = [{ metricName: 'latency', metricNamespace: 'Own', metricValue: '$.ms', dimensions: { Kind: '$.kind' } }];
  const filter = { logGroupName: '/app', filterName: 'f', filterPattern: '{ $.ms > 10 }' };
  await client.send(new PutMetricFilterCommand({ ...filter, metricTransformations }));
  await put(line('{"ms":20,"kind":"x"}'), line('{"ms":40,"kind":"x"}'), line('{"ms":5,"kind":"x"}'), line('{"ms":99}'));
  clock.advance(60);
  const { Datapoints } = await as(range, 'admin').cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Own',
      MetricName: 'latency',
      Dimensions: [{ Name: 'Kind', Value: 'x' }],
      StartTime: new Date(START),
      EndTime: new Date(START + 60_000),
      Period: 60,
      Statistics: ['Sum', 'SampleCount'],
    }),
  );
  expect(Datapoints).toMatchObject([{ Sum: 60, SampleCount: 2 }]);
  const { metricFilters } = await client.send(new DescribeMetricFiltersCommand({ logGroupName: '/app' }));
  expect(metricFilters).toMatchObject([{ filterName: 'f', filterPattern: '{ $.ms > 10 }', metricTransformations }]);
  const refused = (more: object) =>
    refusal(
      client.send(
        new PutMetricFilterCommand({
          ...filter,
          metricTransformations: [{ ...metricTransformations[0], metricName: 'm', metricNamespace: 'Own', metricValue: '1', ...more }],
        }),
      ),
    );
  expect((await refused({ metricValue: 'often' })).name).toBe('InvalidParameterException');
  expect((await refused({ defaultValue: 0 })).name).toBe('InvalidParameterException');
  expect((await refused({ metricNamespace: 'AWS/Own' })).name).toBe('InvalidParameterException');
});

describe('containers of endpoints', () => {
  const logGroupName = '/aws/sagemaker/Endpoints/fraud-scorer';
  test('have a stream per fleet, with what was loaded and what was done, and reading changes nothing', async () => {
    const { range, clock, client } = logging();
    await as(range, 'admin').sagemaker.send(
      new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6', RetainAllVariantProperties: true }),
    );
    clock.advance(1800);
    const before = range.exportState();
    const { logStreams = [] } = await client.send(new DescribeLogStreamsCommand({ logGroupName }));
    expect(logStreams.length).toBeGreaterThanOrEqual(3);
    for (const { logStreamName } of logStreams) expect(logStreamName).toMatch(/^AllTraffic\/i-[0-9a-f]{17}$/);
    const { events } = await client.send(
      new FilterLogEventsCommand({ logGroupName, startTime: START - HOUR, filterPattern: '{ $.requests > 0 }' }),
    );
    expect(events?.[0]?.message).toMatch(/^\{"level":"INFO","path":"\/invocations","requests":36000,"failed":[78]\}$/);
    expect(range.exportState()).toEqual(before);
    expect((await refusal(client.send(new DeleteLogGroupCommand({ logGroupName })))).name).toBe('NotImplemented');
  });
  test('are listed among the groups', async () => {
    const { client } = logging();
    const { logGroups, nextToken } = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/sagemaker/Endpoints/', limit: 2 }),
    );
    expect(logGroups?.map((group) => group.logGroupName)).toEqual(['/aws/sagemaker/Endpoints/assistant', '/aws/sagemaker/Endpoints/churn']);
    expect(nextToken).toBeDefined();
  });
});

test('permission is asked per group, tags and policies are kept, the rest is unknown', async () => {
  const { range, client, made } = logging();
  await made();
  const crm = new CloudWatchLogsClient(range.clientConfig('crm'));
  expect((await refusal(crm.send(new FilterLogEventsCommand({ logGroupName: '/app' })))).message).toContain(
    `logs:FilterLogEvents on resource: arn:aws:logs:eu-west-1:${WORKLOAD}:log-group:/app:*`,
  );
  const resourceArn = `arn:aws:logs:eu-west-1:${WORKLOAD}:log-group:/app`;
  expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ team: 'fraud' });
  const policyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'logs:PutLogEvents', Resource: '*' }],
  });
  await client.send(new PutResourcePolicyCommand({ policyName: 'p', policyDocument }));
  expect((await client.send(new DescribeResourcePoliciesCommand({}))).resourcePolicies).toMatchObject([
    { policyName: 'p', policyDocument },
  ]);
  expect((await refusal(client.send(new PutResourcePolicyCommand({ policyName: 'p', policyDocument: '{' })))).name).toBe(
    'InvalidParameterException',
  );
  const subscription = {
    logGroupName: '/app',
    filterName: 'f',
    filterPattern: '',
    destinationArn: `arn:aws:lambda:eu-west-1:${WORKLOAD}:function:f`,
  };
  expect((await refusal(client.send(new PutSubscriptionFilterCommand(subscription)))).name).toBe('UnknownOperationException');
  expect((await refusal(client.send(new TagLogGroupCommand({ logGroupName: '/app', tags: {} })))).name).toBe('UnknownOperationException');
});
