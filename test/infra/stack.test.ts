import { actions } from '../../actions/index.ts';
import { actionFunctionName } from '../../core/action/role-names.ts';
import { DOOR_NAMES } from '../../functions/doors.ts';
import { fromAws, patternOf } from '../../infra/rules.ts';
import { sources } from '../../sources/index.ts';
import { deployment, flat, HOME, MEMBER, resources, type Loose } from './deployment.ts';

const made = deployment();
afterAll(() => made.close());
const { home, evidence, members } = made;
const templates = [home, evidence, ...members];
const functions = [...resources(home, 'AWS::Lambda::Function')];
const named = (name: string) => {
  const found = functions.find(([, { Properties }]) => Properties['FunctionName'] === name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return { id: found[0], ...found[1].Properties } as Record<string, Loose> & { id: string };
};

describe('functions', () => {
  test('one per action and five more, all alike', () => {
    const names = ['intake', 'run', 'approve', 'notify', 'sweep'].map((name) => `cordon-${name}`);
    expect(functions.map(([, { Properties }]) => String(Properties['FunctionName'])).toSorted()).toEqual(
      [...names, ...actions.map(({ id }) => actionFunctionName(id))].toSorted(),
    );
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        Handler: 'index.handler',
      });
      expect(Properties['Timeout']).toBeLessThanOrEqual(900);
    }
    for (const { Properties, DeletionPolicy } of resources(home, 'AWS::Logs::LogGroup').values()) {
      expect(Properties['RetentionInDays']).toBe(365);
      expect(DeletionPolicy).toBe('Retain');
    }
    expect(resources(home, 'AWS::Logs::LogGroup').size).toBe(functions.length);
  });

  test('run is durable for a year and a day, with history for 90 days', () => {
    expect(named('cordon-run')['DurableConfig']).toEqual({ ExecutionTimeout: 366 * 86_400, RetentionPeriodInDays: 90 });
    expect(functions.filter(([, { Properties }]) => Properties['DurableConfig'] !== undefined)).toHaveLength(1);
  });

  test('versions stay: a run in flight keeps the code it began with', () => {
    const versions = [...resources(home, 'AWS::Lambda::Version').values()];
    expect(versions.length).toBe(2);
    for (const { DeletionPolicy, UpdateReplacePolicy } of versions)
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    const aliases = [...resources(home, 'AWS::Lambda::Alias').values()].map(({ Properties }) => [
      Properties['Name'],
      Properties['FunctionName'].Ref,
      flat(Properties['FunctionVersion']).includes('Version'),
    ]);
    const [run, approve] = [named('cordon-run').id, named('cordon-approve').id];
    expect(
      aliases
        .filter(([, of]) => of === approve)
        .map(([name]) => String(name))
        .toSorted(),
    ).toEqual([...DOOR_NAMES].toSorted());
    expect(aliases.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
      ['intake', approve, true],
      ['live', run, true],
      ['people', approve, true],
      ['run', approve, true],
      ['slack', approve, true],
    ]);
  });

  test('intake returns what it could not decide, notify halves what it could not tell', () => {
    const mappings = [...resources(home, 'AWS::Lambda::EventSourceMapping').values()].map(({ Properties }) => Properties);
    const of = (name: string) => mappings.find(({ FunctionName }) => FunctionName.Ref === named(name).id);
    expect(of('cordon-intake')).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    expect(of('cordon-notify')).toMatchObject({
      BisectBatchOnFunctionError: true,
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 10,
    });
    expect(flat(of('cordon-notify')?.['DestinationConfig'])).toContain('Untold');
    expect(JSON.parse(of('cordon-notify')?.['FilterCriteria'].Filters[0].Pattern)).toEqual({
      eventName: ['INSERT'],
      dynamodb: { Keys: { sk: { S: [{ prefix: 'E#' }] } } },
    });
    expect(mappings).toHaveLength(2);
  });

  test('sweep runs every minute, never twice at once; approve cannot be starved', () => {
    const timed = [...resources(home, 'AWS::Events::Rule').values()].filter(
      ({ Properties }) => Properties['ScheduleExpression'] !== undefined,
    );
    expect(
      timed.map(({ Properties }) => [
        Properties['ScheduleExpression'],
        flat(Properties['Targets'][0].Arn).includes(named('cordon-sweep').id),
      ]),
    ).toEqual([['rate(1 minute)', true]]);
    expect([named('cordon-sweep')['ReservedConcurrentExecutions'], named('cordon-approve')['ReservedConcurrentExecutions']]).toEqual([
      1, 20,
    ]);
    const asynchronous = functions
      .filter(([, { Properties }]) => Properties['DeadLetterConfig'] !== undefined)
      .map(([, { Properties }]) => String(Properties['FunctionName']));
    expect(asynchronous.toSorted()).toEqual(['cordon-run', 'cordon-sweep']);
  });
});

test('the ledger: stream, point-in-time recovery, protected, and it stays', () => {
  const [table, ...more] = resources(home, 'AWS::DynamoDB::Table').values();
  expect(more).toEqual([]);
  expect(table?.Properties).toMatchObject({
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    SSESpecification: { SSEEnabled: true },
  });
  expect(table?.DeletionPolicy).toBe('Retain');
});

describe('events', () => {
  const rulesIn = (template: typeof home) =>
    [...resources(template, 'AWS::Events::Rule').values()].filter(({ Properties }) => Properties['EventPattern'] !== undefined);

  test('one rule per source, with its very pattern, into the queue of intake', () => {
    expect(
      rulesIn(home)
        .map(({ Properties }) => flat(Properties['EventPattern']))
        .toSorted(),
    ).toEqual(sources.map(({ pattern }) => flat(pattern)).toSorted());
    for (const { Properties } of rulesIn(home)) {
      expect(Properties['Targets']).toHaveLength(1);
      expect(flat(Properties['Targets'][0].Arn)).toMatch(/"Events[0-9A-F]+"/);
      expect(flat(Properties['Targets'][0].DeadLetterConfig.Arn)).toContain('Undelivered');
      expect(Properties['Targets'][0].RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
      expect(flat(Properties['EventPattern']).length).toBeLessThanOrEqual(2048);
    }
  });

  test('a pattern that EventBridge would refuse stops the synthesis', () => {
    const [source] = sources;
    if (source === undefined) throw new Error('there are sources');
    expect(() => patternOf({ ...source, pattern: { source: ['x'.repeat(2050)] } })).toThrow('EventBridge takes 2048');
  });

  test('applications have a bus of their own, on which each can only be itself', () => {
    const detections = rulesIn(home).filter(({ Properties }) => Properties['EventBusName'] !== undefined);
    expect(detections.map(({ Properties }) => flat(Properties['EventPattern']))).toEqual(
      sources.filter((source) => !fromAws(source)).map(({ pattern }) => flat(pattern)),
    );
    const policies = [...resources(home, 'AWS::Events::EventBusPolicy').values()].map(({ Properties }) => Properties);
    expect(
      policies.filter(({ EventBusName }) => EventBusName !== undefined).map(({ Statement }) => [Statement.Principal, Statement.Condition]),
    ).toEqual([
      [
        { AWS: `arn:aws:iam::${MEMBER}:root` },
        { 'ForAllValues:StringEquals': { 'events:source': ['northbank.ingest-guard'] }, Null: { 'events:source': 'false' } },
      ],
    ]);
    // Members forward by rule; nobody puts events onto the default bus.
    expect(
      policies.filter(({ EventBusName }) => EventBusName === undefined).map(({ Statement }) => [Statement.Principal, Statement.Condition]),
    ).toEqual([[{ AWS: `arn:aws:iam::${MEMBER}:root` }, { Bool: { 'events:eventBusInvocation': 'true' } }]]);
  });

  test('a member forwards what AWS tells it, with the same patterns, to the security account only', () => {
    const [member] = members;
    if (member === undefined) throw new Error('there is one member');
    expect(
      rulesIn(member)
        .map(({ Properties }) => flat(Properties['EventPattern']))
        .toSorted(),
    ).toEqual(
      sources
        .filter(fromAws)
        .map(({ pattern }) => flat(pattern))
        .toSorted(),
    );
    expect(new Set(rulesIn(member).map(({ Properties }) => Properties['Targets'][0].Arn))).toEqual(
      new Set([`arn:aws:events:eu-west-1:${HOME}:event-bus/default`]),
    );
  });
});

test('every queue leads to a dead-letter queue, and each of those has an alarm', () => {
  for (const template of templates) {
    const queues = [...resources(template, 'AWS::SQS::Queue')];
    const isDeadLetter = (id: string) =>
      queues.some(([, { Properties }]) => flat(Properties['RedrivePolicy'] ?? {}).includes(`"${id}"`)) ||
      ['AWS::Events::Rule', 'AWS::Lambda::Function', 'AWS::Lambda::EventSourceMapping'].some((type) =>
        [...resources(template, type).values()].some(({ Properties }) =>
          flat([Properties['DeadLetterConfig'], Properties['DestinationConfig'], Properties['Targets']?.[0]?.DeadLetterConfig]).includes(
            `"${id}"`,
          ),
        ),
      );
    const alarmed = [...resources(template, 'AWS::CloudWatch::Alarm').values()]
      .filter(({ Properties }) => Properties['MetricName'] === 'ApproximateNumberOfMessagesVisible' && Properties['Threshold'] === 0)
      .map(({ Properties }) => flat(Properties['Dimensions']));
    for (const [id, { Properties }] of queues) {
      expect([id, isDeadLetter(id) || Properties['RedrivePolicy'] !== undefined]).toEqual([id, true]);
      if (isDeadLetter(id)) expect([id, alarmed.some((dimensions) => dimensions.includes(`"${id}"`))]).toEqual([id, true]);
    }
  }
  expect(resources(home, 'AWS::SQS::Queue').size).toBe(5);
});

test('people are told when Cordon itself is not well', () => {
  const alarms = [...resources(home, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);
  for (const alarm of alarms) expect(flat(alarm['AlarmActions'])).toMatch(/Alarms/);
  const metrics = alarms.map(({ MetricName }) => MetricName);
  const expected = {
    Errors: functions.length,
    Throttles: functions.length,
    FailedInvocations: sources.length,
    IteratorAge: 1,
    ApproximateAgeOfOldestMessage: 1,
    'ungranted-call': 1,
    'footstep-lost': 1,
    'intake-failed': 1,
  };
  for (const [metric, count] of Object.entries(expected))
    expect([metric, metrics.filter((one) => one === metric).length]).toEqual([metric, count]);
  const filters = [...resources(home, 'AWS::Logs::MetricFilter').values()].map(({ Properties }) => Properties);
  expect(new Set(filters.map(({ FilterPattern }) => FilterPattern))).toEqual(
    new Set(['ungranted-call', 'footstep-lost', 'intake-failed'].map((line) => `{ $.cordon = "${line}" }`)),
  );
});
