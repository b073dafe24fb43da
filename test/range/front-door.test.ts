import {
  APIGatewayClient,
  CreateDeploymentCommand,
  GetApiKeysCommand,
  GetRestApisCommand,
  GetUsagePlansCommand,
  UpdateApiKeyCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetIPSetCommand,
  GetWebACLCommand,
  ListIPSetsCommand,
  ListWebACLsCommand,
  UpdateIPSetCommand,
  UpdateWebACLCommand,
  WAFV2Client,
  type Rule,
} from '@aws-sdk/client-wafv2';
import { as, stillRange } from './clients.ts';

/** Answered by the assistant a second, over the last minute; the web site sends 40, the partner 3. */
const setUp = () => {
  const { range, clock } = stillRange();
  const config = range.clientConfig('admin');
  const { cloudwatch, iam } = as(range, 'admin');
  const answered = async () => {
    clock.advance(60);
    const end = clock.now();
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(end - 60_000),
        EndTime: new Date(end),
        MetricDataQueries: [
          {
            Id: 'm',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/SageMaker',
                MetricName: 'Invocations',
                Dimensions: [
                  { Name: 'EndpointName', Value: 'assistant' },
                  { Name: 'VariantName', Value: 'AllTraffic' },
                ],
              },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
      }),
    );
    return Math.round(((MetricDataResults?.[0]?.Values?.[0] ?? 0) / 60) * 10) / 10;
  };
  const api = new APIGatewayClient(config);
  const only = async () => {
    const { items = [] } = await api.send(new GetRestApisCommand({}));
    return { restApiId: items[0]?.id ?? '', stageName: 'prod' };
  };
  return {
    range,
    clock,
    answered,
    api,
    only,
    iam,
    lambda: new LambdaClient(config),
    waf: new WAFV2Client(config),
    users: new CognitoIdentityProviderClient(config),
  };
};
const FUNCTION = { FunctionName: 'assistant-front-door' };

test('in an ordinary week everybody passes', async () => {
  expect(await setUp().answered()).toBe(43);
});

test('reserved concurrency caps all callers, 0 stops them, and deleting it gives everything back', async () => {
  const { lambda, answered } = setUp();
  const reserve = (ReservedConcurrentExecutions: number) =>
    lambda.send(new PutFunctionConcurrencyCommand({ ...FUNCTION, ReservedConcurrentExecutions }));
  await reserve(0);
  expect(await answered()).toBe(0);
  await reserve(5);
  expect(await answered()).toBe(20);
  await reserve(100);
  expect(await answered()).toBe(43);
  await reserve(0);
  await lambda.send(new DeleteFunctionConcurrencyCommand(FUNCTION));
  expect(await answered()).toBe(43);
});

test('a stage limit is shared, a usage plan is each key for itself', async () => {
  const { api, only, answered } = setUp();
  const stage = async (value: string) =>
    api.send(new UpdateStageCommand({ ...(await only()), patchOperations: [{ op: 'replace', path: '/*/*/throttling/rateLimit', value }] }));
  await stage('10');
  expect(await answered()).toBe(10);
  await stage('500');
  const { items = [] } = await api.send(new GetUsagePlansCommand({}));
  const partners = items.find(({ name }) => name === 'partners')?.id ?? '';
  const plan = (patchOperations: { op: 'replace' | 'remove'; path: string; value?: string }[]) =>
    api.send(new UpdateUsagePlanCommand({ usagePlanId: partners, patchOperations }));
  await plan([{ op: 'replace', path: '/throttle/rateLimit', value: '1' }]);
  expect(await answered()).toBe(41);
  await plan([{ op: 'remove', path: '/throttle' }]);
  expect(await answered()).toBe(43);
  await plan([
    { op: 'replace', path: '/quota/limit', value: '86400' },
    { op: 'replace', path: '/quota/period', value: 'DAY' },
  ]);
  expect(await answered()).toBe(41);
});

test('a disabled key stops its client only', async () => {
  const { api, answered } = setUp();
  const { items = [] } = await api.send(new GetApiKeysCommand({ nameQuery: 'partner' }));
  const enabled = (value: string) =>
    api.send(new UpdateApiKeyCommand({ apiKey: items[0]?.id ?? '', patchOperations: [{ op: 'replace', path: '/enabled', value }] }));
  await enabled('false');
  expect(await answered()).toBe(40);
  await enabled('true');
  expect(await answered()).toBe(43);
});

test('a blocked address is stopped half a minute later, and let in again', async () => {
  const { waf, answered, clock } = setUp();
  const { IPSets = [] } = await waf.send(new ListIPSetsCommand({ Scope: 'REGIONAL' }));
  const place = { Scope: 'REGIONAL', Name: IPSets[0]?.Name ?? '', Id: IPSets[0]?.Id ?? '' } as const;
  const set = async (Addresses: string[]) => {
    const { LockToken } = await waf.send(new GetIPSetCommand(place));
    return waf.send(new UpdateIPSetCommand({ ...place, Addresses, LockToken }));
  };
  await set(['198.51.100.0/24']);
  expect(await answered()).toBe(41.5);
  expect(await answered()).toBe(40);
  await set([]);
  clock.advance(60);
  expect(await answered()).toBe(43);
});

test('a rate rule stops who is above it, and only them', async () => {
  const { waf, answered, clock } = setUp();
  const { WebACLs = [] } = await waf.send(new ListWebACLsCommand({ Scope: 'REGIONAL' }));
  const place = { Scope: 'REGIONAL', Name: WebACLs[0]?.Name ?? '', Id: WebACLs[0]?.Id ?? '' } as const;
  const VisibilityConfig = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false, MetricName: 'rate' };
  const add = async (rule: Rule | undefined) => {
    const { WebACL, LockToken } = await waf.send(new GetWebACLCommand(place));
    const Rules = [...(WebACL?.Rules ?? []).filter(({ Name }) => Name !== 'rate'), ...(rule === undefined ? [] : [rule])];
    const acl = { ...place, DefaultAction: WebACL?.DefaultAction, VisibilityConfig: WebACL?.VisibilityConfig, Rules, LockToken };
    return waf.send(new UpdateWebACLCommand(acl));
  };
  const rate = (Limit: number, Action: Rule['Action']): Rule => ({
    Name: 'rate',
    Priority: 1,
    Statement: { RateBasedStatement: { Limit, AggregateKeyType: 'IP' } },
    Action,
    VisibilityConfig,
  });
  await add(rate(1000, { Count: {} }));
  clock.advance(60);
  expect(await answered()).toBe(43);
  await add(rate(1000, { Block: {} }));
  clock.advance(60);
  expect(await answered()).toBe(3);
  await add(undefined);
  clock.advance(60);
  expect(await answered()).toBe(43);
});

test("an API's policy counts from the next deployment on", async () => {
  const { api, only, answered } = setUp();
  const { restApiId } = await only();
  const everybody = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { ...everybody, Resource: '*' },
      { ...everybody, Resource: '*', Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.23/32' } } },
    ],
  };
  await api.send(
    new UpdateRestApiCommand({ restApiId, patchOperations: [{ op: 'replace', path: '/policy', value: JSON.stringify(policy) }] }),
  );
  expect(await answered()).toBe(43);
  const deploy = () => api.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  await deploy();
  expect(await answered()).toBe(40);
  await api.send(new UpdateRestApiCommand({ restApiId, patchOperations: [{ op: 'remove', path: '/policy' }] }));
  await deploy();
  expect(await answered()).toBe(43);
});

test('a disabled user is stopped when the token runs out; signing out alone stops nobody for long', async () => {
  const { users, answered, clock } = setUp();
  const { UserPools = [] } = await users.send(new ListUserPoolsCommand({ MaxResults: 10 }));
  const user = { UserPoolId: UserPools[0]?.Id ?? '', Username: 'partner-bot' };
  await users.send(new AdminUserGlobalSignOutCommand(user));
  clock.advance(3600);
  expect(await answered()).toBe(43);
  await users.send(new AdminDisableUserCommand(user));
  expect(await answered()).toBe(43);
  clock.advance(3600);
  expect(await answered()).toBe(40);
  await users.send(new AdminEnableUserCommand(user));
  expect(await answered()).toBe(43);
  await users.send(new AdminResetUserPasswordCommand(user));
  clock.advance(3600);
  expect(await answered()).toBe(43);
  await users.send(new AdminUserGlobalSignOutCommand(user));
  clock.advance(3600);
  expect(await answered()).toBe(40);
});

test("without API Gateway's permission nobody passes", async () => {
  const { lambda, answered } = setUp();
  await lambda.send(new RemovePermissionCommand({ ...FUNCTION, Qualifier: 'live', StatementId: 'apigateway' }));
  expect(await answered()).toBe(0);
});
test("without the model in the function's role nobody passes", async () => {
  const { iam, answered, clock } = setUp();
  const PolicyArn = 'arn:aws:iam::111122223333:policy/invoke-assistant';
  await iam.send(new DetachRolePolicyCommand({ RoleName: 'assistant-front-door', PolicyArn }));
  clock.advance(60);
  expect(await answered()).toBe(0);
});
