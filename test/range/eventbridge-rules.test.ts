import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  TestEventPatternCommand,
  UntagResourceCommand,
  UpdateEventBusCommand,
} from '@aws-sdk/client-eventbridge';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { refusal, stillRange, WORKLOAD } from './clients.ts';

const ON_APP = JSON.stringify({ source: ['northbank.app'] });
const QUEUE = `arn:aws:sqs:eu-west-1:${WORKLOAD}:queue`;
const setup = (principal = 'admin') => {
  const { range, clock } = stillRange();
  return { range, clock, bridge: new EventBridgeClient(range.clientConfig(principal)) };
};
const withRule = async () => {
  const all = setup();
  await all.bridge.send(new PutRuleCommand({ Name: 'r', EventPattern: ON_APP, Tags: [{ Key: 'team', Value: 'a' }] }));
  return all;
};

test('a rule is put, replaced, switched and deleted', async () => {
  const { bridge } = await withRule();
  const rule = () => bridge.send(new DescribeRuleCommand({ Name: 'r' }));
  expect(await rule()).toMatchObject({
    Arn: `arn:aws:events:eu-west-1:${WORKLOAD}:rule/r`,
    State: 'ENABLED',
    EventPattern: ON_APP,
    EventBusName: 'default',
  });
  await bridge.send(new DisableRuleCommand({ Name: 'r' }));
  expect((await rule()).State).toBe('DISABLED');
  await bridge.send(new EnableRuleCommand({ Name: 'r' }));
  await bridge.send(new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: '1', Arn: QUEUE }] }));
  expect((await refusal(bridge.send(new DeleteRuleCommand({ Name: 'r' })))).message).toBe("Rule can't be deleted since it has targets.");
  await bridge.send(new PutRuleCommand({ Name: 'r', EventPattern: ON_APP, State: 'DISABLED' }));
  expect((await bridge.send(new ListTargetsByRuleCommand({ Rule: 'r' }))).Targets).toEqual([{ Id: '1', Arn: QUEUE }]);
  expect((await bridge.send(new ListRuleNamesByTargetCommand({ TargetArn: QUEUE }))).RuleNames).toEqual(['r']);
  const arn = (await rule()).Arn;
  expect((await bridge.send(new ListTagsForResourceCommand({ ResourceARN: arn }))).Tags).toEqual([{ Key: 'team', Value: 'a' }]);
  await bridge.send(new TagResourceCommand({ ResourceARN: arn, Tags: [{ Key: 'x', Value: 'y' }] }));
  await bridge.send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: ['team'] }));
  expect((await bridge.send(new ListTagsForResourceCommand({ ResourceARN: arn }))).Tags).toEqual([{ Key: 'x', Value: 'y' }]);
  expect(await bridge.send(new RemoveTargetsCommand({ Rule: 'r', Ids: ['1', 'none'] }))).toMatchObject({
    FailedEntryCount: 1,
    FailedEntries: [{ TargetId: 'none', ErrorCode: 'ResourceNotFoundException' }],
  });
  await bridge.send(new DeleteRuleCommand({ Name: 'r' }));
  expect((await refusal(rule())).name).toBe('ResourceNotFoundException');
  await bridge.send(new DeleteRuleCommand({ Name: 'r' }));
});

test.each([
  ['neither pattern nor schedule', {}, 'ValidationException'],
  ['a schedule, which the range does not run', { ScheduleExpression: 'rate(5 minutes)' }, 'NotImplemented'],
  ['a pattern that is no JSON', { EventPattern: '{' }, 'InvalidEventPatternException'],
  ['a pattern that is a list', { EventPattern: '[]' }, 'InvalidEventPatternException'],
  ['a value that is no list', { EventPattern: '{"source":"x"}' }, 'InvalidEventPatternException'],
  ['an operator that there is not', { EventPattern: '{"source":[{"like":"x"}]}' }, 'InvalidEventPatternException'],
  ['a pattern that is too long', { EventPattern: JSON.stringify({ source: ['x'.repeat(2100)] }) }, 'InvalidEventPatternException'],
  ['a bus that is not there', { EventPattern: ON_APP, EventBusName: 'none' }, 'ResourceNotFoundException'],
])('%s is refused', async (_case, input, name) => {
  const { bridge } = setup();
  expect((await refusal(bridge.send(new PutRuleCommand({ Name: 'r', ...input })))).name).toBe(name);
});

test.each([
  ['an ARN that is none', { Arn: 'arn:aws' }],
  ['a service that is no target', { Arn: `arn:aws:dynamodb:eu-west-1:${WORKLOAD}:table/x` }],
  ['a pipeline without a role', { Arn: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:pipeline/x` }],
  ['two kinds of input', { Arn: QUEUE, Input: '{}', InputPath: '$.detail' }],
  ['input that is no JSON', { Arn: QUEUE, Input: '{' }],
  ['a path that is none', { Arn: QUEUE, InputPath: 'detail' }],
])('%s is no target', async (_case, target) => {
  const { bridge } = await withRule();
  const put = new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: '1', ...target }] });
  expect((await refusal(bridge.send(put))).name).toBe('ValidationException');
});

test('a rule has at most five targets, and a batch fails in part by plan', async () => {
  const { range, bridge } = await withRule();
  const targets = (from: number, count: number) => Array.from({ length: count }, (_, n) => ({ Id: String(from + n), Arn: QUEUE }));
  range.faults.add({ operation: 'events:PutTargets', kind: 'partial' });
  expect(await bridge.send(new PutTargetsCommand({ Rule: 'r', Targets: targets(0, 3) }))).toMatchObject({
    FailedEntryCount: 1,
    FailedEntries: [{ TargetId: '1' }],
  });
  expect((await refusal(bridge.send(new PutTargetsCommand({ Rule: 'r', Targets: targets(5, 4) })))).name).toBe('LimitExceededException');
});

test('rules of a service are not for people, but by force', async () => {
  const { range, bridge } = await withRule();
  const key = `eventbridge.rule/arn:aws:events:eu-west-1:${WORKLOAD}:rule/r`;
  const state = range.exportState();
  range.importState({ ...state, [key]: JSON.stringify({ ...JSON.parse(state[key] ?? '{}'), managedBy: 'guardduty.amazonaws.com' }) });
  const refused = [
    bridge.send(new PutRuleCommand({ Name: 'r', EventPattern: ON_APP })),
    bridge.send(new DisableRuleCommand({ Name: 'r' })),
    bridge.send(new DeleteRuleCommand({ Name: 'r' })),
  ].map(refusal);
  for (const { name } of await Promise.all(refused)) expect(name).toBe('ManagedRuleException');
  await bridge.send(new DeleteRuleCommand({ Name: 'r', Force: true }));
});

test('a bus is made, changed and deleted once it has no rules', async () => {
  const { bridge } = setup();
  const { EventBusArn } = await bridge.send(new CreateEventBusCommand({ Name: 'app', Tags: [{ Key: 'a', Value: 'b' }] }));
  expect(EventBusArn).toBe(`arn:aws:events:eu-west-1:${WORKLOAD}:event-bus/app`);
  expect((await refusal(bridge.send(new CreateEventBusCommand({ Name: 'app' })))).name).toBe('ResourceAlreadyExistsException');
  expect((await refusal(bridge.send(new CreateEventBusCommand({ Name: 'default' })))).name).toBe('ResourceAlreadyExistsException');
  await bridge.send(new UpdateEventBusCommand({ Name: 'app', Description: 'for the application' }));
  expect((await bridge.send(new DescribeEventBusCommand({ Name: 'app' }))).Description).toBe('for the application');
  const { EventBuses = [] } = await bridge.send(new ListEventBusesCommand({ Limit: 1 }));
  expect(EventBuses.map(({ Name }) => Name)).toEqual(['default']);
  await bridge.send(new PutRuleCommand({ Name: 'r', EventBusName: 'app', EventPattern: ON_APP }));
  expect((await bridge.send(new ListRulesCommand({ EventBusName: 'app' }))).Rules).toMatchObject([
    { Arn: `arn:aws:events:eu-west-1:${WORKLOAD}:rule/app/r`, EventBusName: 'app' },
  ]);
  expect((await refusal(bridge.send(new DeleteEventBusCommand({ Name: 'app' })))).name).toBe('ValidationException');
  await bridge.send(new DeleteRuleCommand({ Name: 'r', EventBusName: 'app' }));
  await bridge.send(new DeleteEventBusCommand({ Name: 'app' }));
  expect((await refusal(bridge.send(new DeleteEventBusCommand({ Name: 'default' })))).name).toBe('ValidationException');
  expect((await refusal(bridge.send(new DescribeEventBusCommand({ Name: 'app' })))).name).toBe('ResourceNotFoundException');
});

test("another account's bus takes events from whom its policy names", async () => {
  const { range, clock, bridge } = setup();
  const heard: RangeEvent[] = [];
  range.events.subscribe((event) => heard.push(event));
  const security = new EventBridgeClient(range.clientConfig('NORTHBANK-SECURITY-ADMIN'));
  const bus = 'arn:aws:events:eu-west-1:444455556666:event-bus/default';
  const put = () =>
    bridge.send(new PutEventsCommand({ Entries: [{ EventBusName: bus, Source: 'northbank.app', DetailType: 'x', Detail: '{}' }] }));
  expect((await refusal(put())).name).toBe('AccessDeniedException');
  await security.send(new PutPermissionCommand({ Action: 'events:PutEvents', Principal: WORKLOAD, StatementId: 'workload' }));
  await put();
  clock.advance(0);
  expect(heard).toMatchObject([{ account: WORKLOAD, region: 'eu-west-1', source: 'northbank.app' }]);
  await security.send(new RemovePermissionCommand({ StatementId: 'workload' }));
  expect((await refusal(put())).name).toBe('AccessDeniedException');
  expect((await refusal(security.send(new RemovePermissionCommand({ StatementId: 'workload' })))).name).toBe('ResourceNotFoundException');
  expect((await refusal(security.send(new PutPermissionCommand({ Policy: '{' })))).name).toBe('ValidationException');
});

test('an event for a bus that is not there is taken and gone; too much at once is refused', async () => {
  const { range, clock, bridge } = setup();
  const heard: unknown[] = [];
  range.events.subscribe((event) => heard.push(event));
  const entry = { Source: 'northbank.app', DetailType: 'x', Detail: '{}' };
  const answer = await bridge.send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: 'none' }] }));
  expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
  clock.advance(0);
  expect(heard).toEqual([]);
  const Detail = JSON.stringify({ text: 'x'.repeat(600_000) });
  await bridge.send(new PutEventsCommand({ Entries: [{ ...entry, Detail }] }));
  expect(
    (
      await refusal(
        bridge.send(
          new PutEventsCommand({
            Entries: [
              { ...entry, Detail },
              { ...entry, Detail },
            ],
          }),
        ),
      )
    ).name,
  ).toBe('ValidationException');
});

test('a pattern is tried against an event', async () => {
  const { bridge } = setup();
  const event = { id: '1', account: WORKLOAD, source: 'northbank.app', time: '2026-11-20T03:00:00Z', region: 'eu-west-1', resources: [] };
  const Event = JSON.stringify({ ...event, 'detail-type': 'x', detail: {} });
  expect((await bridge.send(new TestEventPatternCommand({ EventPattern: ON_APP, Event }))).Result).toBe(true);
  expect((await bridge.send(new TestEventPatternCommand({ EventPattern: '{"source":["aws.s3"]}', Event }))).Result).toBe(false);
  const half = new TestEventPatternCommand({ EventPattern: ON_APP, Event: JSON.stringify(event) });
  expect((await refusal(bridge.send(half))).name).toBe('ValidationException');
});

test('who may not, may not', async () => {
  const { bridge } = setup('crm');
  expect((await refusal(bridge.send(new DisableRuleCommand({ Name: 'r' })))).name).toBe('AccessDeniedException');
});
