import { PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { AddTagsCommand, DescribeEndpointCommand, ListPipelineExecutionsCommand } from '@aws-sdk/client-sagemaker';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { Range } from '../../tabletop/range/range-api.ts';
import { as, FRAUD, stillRange, WORKLOAD } from './clients.ts';

const BUS = (name: string, account = WORKLOAD) => `arn:aws:events:eu-west-1:${account}:event-bus/${name}`;
const ROLE = `arn:aws:iam::${WORKLOAD}:role/rule-target`;
const ON_APP = JSON.stringify({ source: ['northbank.app'] });
const entry = { Source: 'northbank.app', DetailType: 'x', Detail: '{"n":1}' };

const outcomes = (range: Range): readonly JsonObject[] =>
  Object.entries(range.exportState())
    .filter(([row]) => row.startsWith('eventbridge.invocation/'))
    .map(([, json]): unknown => JSON.parse(json))
    .filter(isObject);
const setup = async () => {
  const { range, clock } = stillRange();
  const bridge = new EventBridgeClient(range.clientConfig('admin'));
  const rule = async (Name: string, more: Partial<ConstructorParameters<typeof PutRuleCommand>[0]>, ...Targets: Target[]) => {
    await bridge.send(new PutRuleCommand({ Name, EventPattern: ON_APP, ...more }));
    const EventBusName = more.EventBusName;
    if (Targets.length > 0) await bridge.send(new PutTargetsCommand({ Rule: Name, Targets, ...(EventBusName && { EventBusName }) }));
  };
  const put = async (more: object = {}) => {
    await bridge.send(new PutEventsCommand({ Entries: [{ ...entry, ...more }] }));
    clock.advance(0);
  };
  return {
    range,
    clock,
    bridge,
    rule,
    put,
    told: () => outcomes(range).map(({ rule: of, outcome }) => [typeof of === 'string' ? of.split('/').at(-1) : of, outcome]),
  };
};
const withRole = async (range: Range, service: string, policy = 'administrator') => {
  const { iam } = as(range, 'admin');
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }] };
  await iam.send(new CreateRoleCommand({ RoleName: 'rule-target', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'rule-target', PolicyArn: `arn:aws:iam::${WORKLOAD}:policy/${policy}` }));
};

test('an event goes from bus to bus once, and not to a third', async () => {
  const { bridge, rule, put, told, range } = await setup();
  const heard: unknown[] = [];
  range.events.subscribe((event) => heard.push(event.id));
  for (const Name of ['second', 'third']) await bridge.send(new CreateEventBusCommand({ Name }));
  await rule('on', {}, { Id: '1', Arn: BUS('second') });
  await rule('further', { EventBusName: 'second' }, { Id: '1', Arn: BUS('third') });
  await rule('never', { EventBusName: 'third' }, { Id: '1', Arn: BUS('second') });
  await put();
  expect(told()).toEqual([
    ['on', 'delivered'],
    ['further', 'not-forwarded'],
  ]);
  // A listener of the range hears it once.
  expect(heard).toHaveLength(1);
});

test('a rule hears its own bus, its own pattern, and nothing while it is switched off', async () => {
  const { bridge, rule, put, told } = await setup();
  await bridge.send(new CreateEventBusCommand({ Name: 'app' }));
  const queue = { Id: '1', Arn: `arn:aws:sqs:eu-west-1:${WORKLOAD}:queue` };
  await rule('elsewhere', { EventBusName: 'app' }, queue);
  await rule('other', { EventPattern: '{"source":["northbank.other"]}' }, queue);
  await rule('off', { State: 'DISABLED' }, queue);
  await put();
  expect(told()).toEqual([]);
  await put({ EventBusName: 'app' });
  expect(told()).toEqual([['elsewhere', 'failed']]);
});

test('a target that the range does not have is seen to fail, and its dead-letter queue does not exist either', async () => {
  const { range, rule, put } = await setup();
  const Arn = `arn:aws:sqs:eu-west-1:${WORKLOAD}:queue`;
  await rule(
    'r',
    {},
    { Id: '1', Arn, DeadLetterConfig: { Arn: `${Arn}-dead` } },
    { Id: '2', Arn: `arn:aws:lambda:eu-west-1:${WORKLOAD}:function:none` },
  );
  await put();
  const [queue, lambda] = outcomes(range);
  expect(queue).toMatchObject({ outcome: 'failed', attempt: 1, why: expect.stringContaining('-dead does not exist') });
  expect(lambda).toMatchObject({ outcome: 'failed' });
});

test('a pipeline is started as the role, which must trust EventBridge and be allowed to', async () => {
  const { range, clock, rule, put, told } = await setup();
  const Arn = `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:pipeline/nightly-retrain`;
  await rule('r', {}, { Id: '1', Arn, RoleArn: ROLE });
  await put();
  await withRole(range, 'ec2.amazonaws.com');
  clock.advance(60);
  await put();
  expect(told()).toEqual([
    ['r', 'failed'],
    ['r', 'failed'],
  ]);
  const other = await setup();
  await withRole(other.range, 'events.amazonaws.com');
  other.clock.advance(60);
  await other.rule('r', {}, { Id: '1', Arn, RoleArn: ROLE });
  await other.put();
  expect(other.told()).toEqual([['r', 'delivered']]);
  const { sagemaker } = as(other.range, 'admin');
  const runs = await sagemaker.send(new ListPipelineExecutionsCommand({ PipelineName: 'nightly-retrain' }));
  expect(runs.PipelineExecutionSummaries).toHaveLength(1);
});

test('a function is called when its own policy lets this rule in, and told so in its data events', async () => {
  const { range, rule, put, told } = await setup();
  const arn = `arn:aws:lambda:eu-west-1:${WORKLOAD}:function:listener`;
  const letIn = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: arn,
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:events:eu-west-1:${WORKLOAD}:rule/known` } },
  };
  const listener = {
    ...{
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      role: ROLE,
      description: '',
      timeout: 10,
      memory: 128,
      environment: {},
      modifiedAt: 0,
    },
    ...{
      arn,
      name: 'listener',
      account: WORKLOAD,
      region: 'eu-west-1',
      does: { kind: 'echo' },
      revision: 'r',
      tags: {},
      versions: [],
      aliases: [],
    },
    policies: { $LATEST: { revision: 'r', statements: [letIn] } },
  };
  range.importState({ ...range.exportState(), [`lambda.function/${arn}`]: JSON.stringify(listener) });
  await rule('known', {}, { Id: '1', Arn: arn });
  await rule('unknown', {}, { Id: '1', Arn: arn });
  await put();
  expect(told()).toEqual([
    ['known', 'delivered'],
    ['unknown', 'failed'],
  ]);
});

test('a log group gets the event as a line, once its account lets EventBridge write', async () => {
  const { range, rule, put, told } = await setup();
  const logs = new CloudWatchLogsClient(range.clientConfig('admin'));
  const logGroupName = '/aws/events/app';
  const Arn = `arn:aws:logs:eu-west-1:${WORKLOAD}:log-group:${logGroupName}`;
  await rule('r', {}, { Id: '1', Arn, InputPath: '$.detail' });
  await put();
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await put();
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `arn:aws:logs:eu-west-1:${WORKLOAD}:log-group:/aws/events/*:*`,
  };
  await logs.send(
    new PutResourcePolicyCommand({
      policyName: 'events',
      policyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [Statement] }),
    }),
  );
  await put();
  expect(told().map(([, outcome]) => outcome)).toEqual(['failed', 'failed', 'delivered']);
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  expect(events.map(({ message }) => message)).toEqual(['{"n":1}']);
});

test('who is throttled is tried again, as often as the policy says', async () => {
  const { range, clock, rule, put } = await setup();
  await withRole(range, 'events.amazonaws.com');
  clock.advance(60);
  const Arn = `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:pipeline/nightly-retrain`;
  await rule('r', {}, { Id: '1', Arn, RoleArn: ROLE, RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 } });
  range.faults.add({ operation: 'sagemaker:StartPipelineExecution', kind: 'throttled', role: ROLE, times: 2 });
  await put();
  clock.advance(60);
  clock.advance(120);
  expect(outcomes(range).map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
    ['retrying', 1],
    ['retrying', 2],
    ['delivered', 3],
  ]);
  range.faults.add({ operation: 'sagemaker:StartPipelineExecution', kind: 'throttled', role: ROLE, times: 9 });
  await put();
  clock.advance(3600);
  expect(outcomes(range).at(-1)).toMatchObject({ outcome: 'failed', attempt: 3 });
});

test('a read reaches only the rule that asks for reads', async () => {
  const { range, clock, rule, told } = await setup();
  const heard: unknown[] = [];
  range.events.subscribe((event) => heard.push(event.detail['eventName']));
  const queue = { Id: '1', Arn: `arn:aws:sqs:eu-west-1:${WORKLOAD}:queue` };
  const EventPattern = JSON.stringify({ source: ['aws.sagemaker'], 'detail-type': ['AWS API Call via CloudTrail'] });
  await rule('writes', { EventPattern }, queue);
  await rule('all', { EventPattern, State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }, queue);
  const { sagemaker } = as(range, 'admin');
  await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' }));
  clock.advance(120);
  expect(told()).toEqual([['all', 'failed']]);
  expect(heard).not.toContain('DescribeEndpoint');
  await sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [] }));
  clock.advance(120);
  expect(told().slice(1)).toEqual([
    ['all', 'failed'],
    ['writes', 'failed'],
  ]);
});

test('a rule of data events needs no such state, but a trail that asks', async () => {
  const { range, clock, rule, told } = await setup();
  const EventPattern = JSON.stringify({ source: ['aws.sagemaker'], detail: { eventName: ['InvokeEndpoint'] } });
  await rule('r', { EventPattern }, { Id: '1', Arn: `arn:aws:sqs:eu-west-1:${WORKLOAD}:queue` });
  const FieldSelectors = [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: ['AWS::SageMaker::Endpoint'] },
  ];
  await as(range, 'NORTHBANK-MANAGEMENT-ADMIN').cloudtrail.send(
    new PutEventSelectorsCommand({ TrailName: 'northbank-organisation', AdvancedEventSelectors: [{ FieldSelectors }] }),
  );
  const { InvokeEndpointCommand } = await import('@aws-sdk/client-sagemaker-runtime');
  await as(range, 'crm').runtime.send(new InvokeEndpointCommand({ EndpointName: 'churn', Body: 'x' }));
  clock.advance(120);
  expect(told()).toEqual([['r', 'failed']]);
});
