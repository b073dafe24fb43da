import { aws_iam as iam, aws_lambda as lambda, type Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { actions } from '../../actions/index.ts';
import { INGRESS_CALLS } from '../../adapters/slack/ingress-aws.ts';
import { actionFunctionName, INVENTORY_ROLE } from '../../core/action/role-names.ts';
import {
  actionsOf,
  deployment,
  flat,
  has,
  HOME,
  MEMBER,
  resources,
  resourcesOf,
  statementsOf,
  type Loose,
  type Statement,
} from './deployment.ts';
import { SLACK_ROLES, SLACK_SETTINGS, WITH_SLACK } from './with-slack.ts';

const [plain, made] = [deployment(), deployment(actions, WITH_SLACK)];
afterAll(() => {
  plain.close();
  made.close();
});
const { home } = made;
const functionIn = (template: Template, name: string) => {
  const found = [...resources(template, 'AWS::Lambda::Function')].find(([, { Properties }]) => Properties['FunctionName'] === name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return { id: found[0], ...found[1].Properties } as Record<string, Loose> & { id: string };
};
const of = (name: string) => functionIn(home, name);
const queue = (name: string) => {
  const [found, ...more] = [...resources(home, 'AWS::SQS::Queue')].filter(([id]) => new RegExp(`^${name}[0-9A-F]{8}$`).test(id));
  if (found === undefined || more.length > 0) throw new Error(`no queue ${name}`);
  return { id: found[0], ...found[1].Properties } as Record<string, Loose> & { id: string };
};
const mappingOf = (name: string): Loose =>
  [...resources(home, 'AWS::Lambda::EventSourceMapping').values()].find(({ Properties }) => Properties['FunctionName'].Ref === of(name).id)
    ?.Properties;
/** Functions that anybody on the internet may call. */
const openTo = (template: Template): readonly string[] => {
  const urls = [...resources(template, 'AWS::Lambda::Url').values()].map(({ Properties }) => flat(Properties['TargetFunctionArn']));
  const permitted = [...resources(template, 'AWS::Lambda::Permission').values()]
    .filter(({ Properties }) => flat(Properties['Principal']).includes('*'))
    .map(({ Properties }) => flat(Properties['FunctionName']));
  return [...new Set([...urls, ...permitted].flatMap((text) => /"([^"]+)","Arn"/.exec(text)?.[1] ?? text))];
};

describe('a deployment without Slack', () => {
  test('has nothing of it', () => {
    const names = [...resources(plain.home, 'AWS::Lambda::Function').values()].map(({ Properties }) => String(Properties['FunctionName']));
    expect(names.filter((name) => name.includes('slack'))).toEqual([]);
    expect(openTo(plain.home)).toEqual([]);
    const types = ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::KMS::Key', 'AWS::KMS::Alias', 'AWS::Events::Rule', 'AWS::IAM::Role'];
    for (const type of [...types, 'AWS::CloudWatch::Alarm', 'AWS::Logs::MetricFilter', 'AWS::Logs::LogGroup', 'AWS::Lambda::Url'])
      expect([type, [...resources(plain.home, type)].filter((one) => /slack/i.test(flat(one)))]).toEqual([type, []]);
    expect(plain.members.map((template) => flat(template.toJSON())).filter((text) => text.includes('slack'))).toEqual([]);
  });
});

describe('the ingress', () => {
  test('is the one function that the internet may call, by its URL', () => {
    expect(openTo(home)).toEqual([of('cordon-slack-ingress').id]);
    const [url] = resources(home, 'AWS::Lambda::Url').values();
    expect(url?.Properties).toMatchObject({ AuthType: 'NONE', InvokeMode: 'BUFFERED' });
    const permissions = [...resources(home, 'AWS::Lambda::Permission').values()].map(({ Properties }) => Properties);
    const open = permissions.filter(({ Principal }) => Principal === '*');
    expect(
      open.map(({ Action, FunctionUrlAuthType, InvokedViaFunctionUrl }) => [Action, FunctionUrlAuthType ?? InvokedViaFunctionUrl]),
    ).toEqual([
      ['lambda:InvokeFunctionUrl', 'NONE'],
      ['lambda:InvokeFunction', true],
    ]);
  });

  test('another function that somebody opens is seen', () => {
    const planted = deployment(actions, WITH_SLACK, ({ home: stack }: { readonly home: Stack }) => {
      const approve = stack.node.findChild('cordon-approve');
      if (approve instanceof lambda.Function) approve.addPermission('Open', { principal: new iam.AnyPrincipal() });
    });
    expect(openTo(planted.home).toSorted()).toEqual(
      [functionIn(planted.home, 'cordon-approve').id, of('cordon-slack-ingress').id].toSorted(),
    );
    planted.close();
  });

  test('is bounded, told names only, and may do its four calls and nothing else', () => {
    const ingress = of('cordon-slack-ingress');
    expect(ingress['ReservedConcurrentExecutions']).toBe(20);
    expect(ingress['Environment'].Variables).toEqual({
      CORDON_TABLE: { Ref: expect.stringMatching(/^Ledger/) },
      CORDON_SLACK_QUEUE_URL: { Ref: queue('SlackRequests').id },
      CORDON_SLACK_SIGNING_PARAMETER: SLACK_SETTINGS.signingParameter,
      CORDON_SLACK_TOKEN_PARAMETER: SLACK_SETTINGS.tokenParameter,
    });
    const own = statementsOf(home, 'cordon-slack-ingress').filter((one) => !has(one, /^(logs|xray):/));
    const services: Readonly<Record<string, string>> = { AmazonSQS: 'sqs', AmazonSSM: 'ssm', DynamoDB_20120810: 'dynamodb' };
    const called = INGRESS_CALLS.map((target) => target.split('.')).map(([service = '', operation]) => `${services[service]}:${operation}`);
    expect(actionsOf(own)).toEqual(called.toSorted());
    expect(own.find((one) => has(one, /^dynamodb:/))?.Condition).toEqual({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SLACK#*'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
    expect(own.filter((one) => has(one, /^sqs:/)).flatMap(resourcesOf)).toEqual([{ 'Fn::GetAtt': [queue('SlackRequests').id, 'Arn'] }]);
  });
});

describe('the worker', () => {
  test('speaks for people through the door of Slack only, looks through actions that hold, and reads one secret', () => {
    const own = statementsOf(home, 'cordon-slack-worker').filter((one) => !has(one, /^(logs|xray):/));
    expect(actionsOf(own).filter((action) => !action.startsWith('sqs:'))).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'lambda:InvokeFunction',
      'ssm:GetParameter',
      'sts:AssumeRole',
    ]);
    const invoked = own.filter((one) => has(one, /^lambda:/)).flatMap(resourcesOf);
    const holding = [
      'sagemaker.quarantine-endpoint',
      'sagemaker.reject-model-package',
      'iam.quarantine-client',
      'ssm.flip-switch',
    ] as const;
    const names = ['cordon-approve:slack', 'cordon-run:live', ...holding.map(actionFunctionName)];
    expect(invoked.map(String).toSorted()).toEqual(names.map((name) => `arn:aws:lambda:eu-west-1:${HOME}:function:${name}`).toSorted());
    expect(own.filter((one) => has(one, /^sts:/)).flatMap(resourcesOf)).toEqual([`arn:aws:iam::${MEMBER}:role/${INVENTORY_ROLE}`]);
    const written = own.filter((one) => has(one, /^dynamodb:(Put|Update)/)).map(({ Condition }) => Condition?.['ForAllValues:StringLike']);
    expect(written).toEqual([{ 'dynamodb:LeadingKeys': ['inc-*'] }, { 'dynamodb:LeadingKeys': ['COUNTER'] }]);
  });

  test('the inventory role of a member trusts it, only where there is Slack', () => {
    const trusts = ({ members }: typeof made) =>
      members
        .flatMap((template) => [...resources(template, 'AWS::IAM::Role').values()])
        .filter(({ Properties }) => flat(Properties['AssumeRolePolicyDocument']).includes('cordon-slack-worker'))
        .map(({ Properties }) => Properties['RoleName']);
    expect([trusts(made), trusts(plain)]).toEqual([[INVENTORY_ROLE], []]);
  });

  test('one request at a time per batch, in order per person, three tries, and nothing that is older than an answer may be', () => {
    const [worker, requests] = [of('cordon-slack-worker'), queue('SlackRequests')];
    expect(mappingOf('cordon-slack-worker')).toMatchObject({ BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect(requests).toMatchObject({ FifoQueue: true, MessageRetentionPeriod: 1800, RedrivePolicy: { maxReceiveCount: 3 } });
    expect(requests['VisibilityTimeout']).toBeGreaterThan(worker['Timeout']);
    expect(worker['ReservedConcurrentExecutions']).toBe(10);
  });
});

describe('the outbox', () => {
  test('hears what Cordon says of itself, in this account, through a FIFO queue with one group', () => {
    const rules = [...resources(home, 'AWS::Events::Rule').values()].filter(({ Properties }) =>
      flat(Properties).includes(queue('SlackNews').id),
    );
    expect(rules.map(({ Properties }) => [Properties['EventPattern'], Properties['Targets'][0].SqsParameters])).toEqual([
      [{ account: [HOME], source: ['cordon'], 'detail-type': ['Cordon Incident State Change'] }, { MessageGroupId: 'slack' }],
    ]);
    expect(flat(rules[0]?.Properties['Targets'][0].DeadLetterConfig)).toContain('Undelivered');
    const news = queue('SlackNews');
    expect(news).toMatchObject({
      FifoQueue: true,
      ContentBasedDeduplication: true,
      MessageRetentionPeriod: 14 * 86_400,
      RedrivePolicy: { maxReceiveCount: 1000 },
    });
    expect(news['VisibilityTimeout']).toBeGreaterThan(of('cordon-slack-outbox')['Timeout']);
    expect(mappingOf('cordon-slack-outbox')).toMatchObject({ BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    const [policy] = [...resources(home, 'AWS::SQS::QueuePolicy').values()].filter(({ Properties }) =>
      flat(Properties['Queues']).includes(news.id),
    );
    const statements: readonly Statement[] = policy?.Properties['PolicyDocument'].Statement ?? [];
    const senders = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(senders.map(({ Principal, Condition }) => [Principal, flat(Condition).includes('SlackNewsRule')])).toEqual([
      [{ Service: 'events.amazonaws.com' }, true],
    ]);
  });

  test('reads incidents and keeps its own books; it writes nothing into a ledger and asks nobody', () => {
    const own = statementsOf(home, 'cordon-slack-outbox').filter((one) => !has(one, /^(logs|xray|sqs):/));
    expect(actionsOf(own)).toEqual([
      'dynamodb:DeleteItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'ssm:GetParameter',
    ]);
    const keys = (one: Statement) => one.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
    const writing = own.filter((one) => has(one, /^dynamodb:(Put|Update|Delete)/));
    expect(writing.map(keys)).toEqual([['OUTBOX'], ['OUT#*']]);
    expect(of('cordon-slack-outbox')['Environment'].Variables['CORDON_SLACK_CHANNEL']).toBe(SLACK_SETTINGS.channel);
  });
});

test('whoever responds learns that Slack is not told, or not heard', () => {
  const alarms = [...resources(home, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);
  const on = (id: string, metric: string) =>
    alarms
      .filter((alarm) => alarm['MetricName'] === metric && flat(alarm['Dimensions'] ?? []).includes(`"${id}"`))
      .map((alarm) => alarm['Threshold']);
  for (const [source, lost] of [
    ['SlackRequests', 'SlackUnhandled'],
    ['SlackNews', 'SlackUnsaid'],
  ] as const) {
    expect(queue(source)['RedrivePolicy'].deadLetterTargetArn).toEqual({ 'Fn::GetAtt': [queue(lost).id, 'Arn'] });
    expect(queue(lost)).toMatchObject({ FifoQueue: true, MessageRetentionPeriod: 14 * 86_400 });
    expect(on(queue(lost).id, 'ApproximateNumberOfMessagesVisible')).toEqual([0]);
  }
  expect(on(queue('SlackRequests').id, 'ApproximateAgeOfOldestMessage')).toEqual([60]);
  expect(on(queue('SlackNews').id, 'ApproximateAgeOfOldestMessage')).toEqual([300]);
  for (const name of SLACK_ROLES) expect([on(of(name).id, 'Errors'), on(of(name).id, 'Throttles')]).toEqual([[0], [0]]);
  for (const line of ['slack-ingress-failed', 'slack-worker-failed', 'slack-trouble'])
    expect(alarms.filter(({ MetricName }) => MetricName === line)).toHaveLength(1);
  for (const alarm of alarms) expect(flat(alarm['AlarmActions'])).toMatch(/Alarms/);
});
