import {
  AssociateWebACLCommand,
  CheckCapacityCommand,
  CreateIPSetCommand,
  CreateRuleGroupCommand,
  CreateWebACLCommand,
  DeleteIPSetCommand,
  DeleteWebACLCommand,
  DisassociateWebACLCommand,
  GetIPSetCommand,
  GetLoggingConfigurationCommand,
  GetRuleGroupCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  ListResourcesForWebACLCommand,
  ListTagsForResourceCommand,
  ListWebACLsCommand,
  PutLoggingConfigurationCommand,
  UpdateIPSetCommand,
  UpdateWebACLCommand,
  WAFV2Client,
  type Rule,
  type Statement,
} from '@aws-sdk/client-wafv2';
import { APIGatewayClient, GetRestApisCommand, GetStageCommand } from '@aws-sdk/client-api-gateway';
import { refusal, stillRange, WORKLOAD } from './clients.ts';

const VISIBLE = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const setUp = async () => {
  const { range, clock } = stillRange();
  const waf = new WAFV2Client(range.clientConfig('admin'));
  const gateway = new APIGatewayClient(range.clientConfig('admin'));
  const { items = [] } = await gateway.send(new GetRestApisCommand({}));
  const restApiId = items[0]?.id ?? '';
  const stage = `arn:aws:apigateway:eu-west-1::/restapis/${restApiId}/stages/prod`;
  const ipSet = async (Name: string, Addresses: string[]) => {
    const { Summary } = await waf.send(new CreateIPSetCommand({ Name, Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses }));
    return { Name, Scope: 'REGIONAL', Id: Summary?.Id ?? '', ARN: Summary?.ARN ?? '', LockToken: Summary?.LockToken ?? '' } as const;
  };
  const acl = (Name: string, Rules: Rule[], more: object = {}) =>
    waf.send(new CreateWebACLCommand({ Name, Scope: 'REGIONAL', DefaultAction: { Allow: {} }, VisibilityConfig: VISIBLE, Rules, ...more }));
  return { range, clock, waf, gateway, restApiId, stage, ipSet, acl };
};
const rule = (Name: string, Priority: number, Statement: Statement, more: Partial<Rule> = {}): Rule => ({
  Name,
  Priority,
  Statement,
  Action: { Block: {} },
  VisibilityConfig: VISIBLE,
  ...more,
});
const GERMANS: Statement = { GeoMatchStatement: { CountryCodes: ['DE'] } };

test('an IP set is changed by whoever read it last', async () => {
  const { waf, ipSet } = await setUp();
  const { LockToken, ARN, ...place } = await ipSet('bad', ['192.0.2.0/24']);
  const update = (token: string) => waf.send(new UpdateIPSetCommand({ ...place, Addresses: ['198.51.100.7/32'], LockToken: token }));
  const { NextLockToken = '' } = await update(LockToken);
  expect(await refusal(update(LockToken))).toMatchObject({ name: 'WAFOptimisticLockException', status: 400 });
  expect(await waf.send(new GetIPSetCommand(place))).toMatchObject({
    IPSet: { Addresses: ['198.51.100.7/32'], ARN },
    LockToken: NextLockToken,
  });
  expect(await refusal(waf.send(new DeleteIPSetCommand({ ...place, LockToken })))).toMatchObject({ name: 'WAFOptimisticLockException' });
  await waf.send(new DeleteIPSetCommand({ ...place, LockToken: NextLockToken }));
  expect(await refusal(waf.send(new GetIPSetCommand(place)))).toMatchObject({ name: 'WAFNonexistentItemException' });
});

test.each([
  ['no prefix', '192.0.2.1'],
  ['everybody', '0.0.0.0/0'],
  ['the other version', '2001:db8::/32'],
])('an address that is %s is refused', async (_, address) => {
  const { ipSet } = await setUp();
  expect(await refusal(ipSet('bad', [address]))).toMatchObject({ name: 'WAFInvalidParameterException' });
});

test('what is used cannot be deleted, names are taken once, and CloudFront has its Region', async () => {
  const { waf, ipSet, acl } = await setUp();
  const set = await ipSet('bad', []);
  expect(await refusal(ipSet('bad', []))).toMatchObject({ name: 'WAFDuplicateItemException' });
  await acl('mine', [rule('a', 0, { IPSetReferenceStatement: { ARN: set.ARN } })]);
  expect(await refusal(waf.send(new DeleteIPSetCommand(set)))).toMatchObject({ name: 'WAFAssociatedItemException' });
  expect(await refusal(acl('mine', []))).toMatchObject({ name: 'WAFDuplicateItemException' });
  expect(await refusal(waf.send(new ListWebACLsCommand({ Scope: 'CLOUDFRONT' })))).toMatchObject({ name: 'WAFInvalidParameterException' });
});

test.each<[string, Rule[], string]>([
  ['two rules of one priority', [rule('a', 0, GERMANS), rule('b', 0, GERMANS)], 'WAFInvalidParameterException'],
  ['two rules of one name', [rule('a', 0, GERMANS), rule('a', 1, GERMANS)], 'WAFInvalidParameterException'],
  ['two statements in one', [rule('a', 0, { ...GERMANS, NotStatement: { Statement: GERMANS } })], 'WAFInvalidParameterException'],
  ['an override where an action belongs', [rule('a', 0, GERMANS, { OverrideAction: { None: {} } })], 'WAFInvalidParameterException'],
  [
    'a missing IP set',
    [rule('a', 0, { IPSetReferenceStatement: { ARN: `arn:aws:wafv2:eu-west-1:${WORKLOAD}:regional/ipset/x/y` } })],
    'WAFNonexistentItemException',
  ],
  [
    'what the range does not evaluate',
    [
      rule(
        'a',
        0,
        { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
        {
          Action: undefined,
          OverrideAction: { None: {} },
        },
      ),
    ],
    'NotImplemented',
  ],
])('a web ACL with %s is refused', async (_, rules, name) => {
  const { acl } = await setUp();
  expect(await refusal(acl('mine', rules))).toMatchObject({ name });
});

test('capacity is counted, and a rule group keeps what it reserved', async () => {
  const { waf } = await setUp();
  const bytes = (PositionalConstraint: 'CONTAINS' | 'EXACTLY'): Statement => ({
    ByteMatchStatement: {
      SearchString: Buffer.from('bot'),
      FieldToMatch: { SingleHeader: { Name: 'user-agent' } },
      TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
      PositionalConstraint,
    },
  });
  const cost = async (Statement: Statement) =>
    (await waf.send(new CheckCapacityCommand({ Scope: 'REGIONAL', Rules: [rule('a', 0, Statement)] }))).Capacity;
  expect(await cost(GERMANS)).toBe(1);
  expect(await cost(bytes('CONTAINS'))).toBe(20);
  expect(await cost(bytes('EXACTLY'))).toBe(12);
  expect(await cost({ RateBasedStatement: { Limit: 100, AggregateKeyType: 'IP', ScopeDownStatement: GERMANS } })).toBe(3);
  const group = (Capacity: number) =>
    waf.send(
      new CreateRuleGroupCommand({
        Name: 'bots',
        Scope: 'REGIONAL',
        Capacity,
        VisibilityConfig: VISIBLE,
        Rules: [rule('a', 0, bytes('CONTAINS'))],
      }),
    );
  expect(await refusal(group(19))).toMatchObject({ name: 'WAFLimitsExceededException' });
  const { Summary } = await group(20);
  const { RuleGroup } = await waf.send(new GetRuleGroupCommand({ ARN: Summary?.ARN }));
  expect(Buffer.from(RuleGroup?.Rules?.[0]?.Statement?.ByteMatchStatement?.SearchString ?? []).toString()).toBe('bot');
});

test('an update replaces everything', async () => {
  const { waf, acl } = await setUp();
  const { Summary } = await acl('mine', [rule('a', 0, GERMANS)], { Description: 'why' });
  const place = { Name: 'mine', Scope: 'REGIONAL', Id: Summary?.Id ?? '' } as const;
  const change = { ...place, DefaultAction: { Block: {} }, VisibilityConfig: VISIBLE, LockToken: Summary?.LockToken };
  await waf.send(new UpdateWebACLCommand(change));
  const { WebACL } = await waf.send(new GetWebACLCommand(place));
  expect(WebACL).toMatchObject({ Rules: [], Description: '', DefaultAction: { Block: {} }, Capacity: 0 });
  expect(await refusal(waf.send(new UpdateWebACLCommand(change)))).toMatchObject({ name: 'WAFOptimisticLockException' });
});

test('a stage has one web ACL, and gives it back', async () => {
  const { waf, acl, stage, gateway, restApiId } = await setUp();
  const before = (await waf.send(new GetWebACLForResourceCommand({ ResourceArn: stage }))).WebACL?.ARN ?? '';
  const { Summary } = await acl('mine', []);
  const WebACLArn = Summary?.ARN ?? '';
  await waf.send(new AssociateWebACLCommand({ WebACLArn, ResourceArn: stage }));
  expect((await gateway.send(new GetStageCommand({ restApiId, stageName: 'prod' }))).webAclArn).toBe(WebACLArn);
  const list = (ResourceType?: 'API_GATEWAY') => waf.send(new ListResourcesForWebACLCommand({ WebACLArn, ResourceType }));
  expect((await list('API_GATEWAY')).ResourceArns).toEqual([stage]);
  expect((await list()).ResourceArns).toEqual([]);
  const drop = new DeleteWebACLCommand({ Name: 'mine', Scope: 'REGIONAL', Id: Summary?.Id, LockToken: Summary?.LockToken });
  expect(await refusal(waf.send(drop))).toMatchObject({ name: 'WAFAssociatedItemException' });
  await waf.send(new DisassociateWebACLCommand({ ResourceArn: stage }));
  expect((await waf.send(new GetWebACLForResourceCommand({ ResourceArn: stage }))).WebACL).toBeUndefined();
  await waf.send(drop);
  await waf.send(new AssociateWebACLCommand({ WebACLArn: before, ResourceArn: stage }));
  expect((await waf.send(new GetWebACLForResourceCommand({ ResourceArn: stage }))).WebACL?.ARN).toBe(before);
  expect(await refusal(waf.send(new AssociateWebACLCommand({ WebACLArn: before, ResourceArn: `${stage}2` })))).toMatchObject({
    name: 'WAFNonexistentItemException',
  });
});

test('logs go to a destination of the right name; tags are kept', async () => {
  const { waf, acl } = await setUp();
  const { Summary } = await acl('mine', [], { Tags: [{ Key: 'a', Value: 'b' }] });
  const ResourceArn = Summary?.ARN ?? '';
  const log = (destination: string) =>
    waf.send(new PutLoggingConfigurationCommand({ LoggingConfiguration: { ResourceArn, LogDestinationConfigs: [destination] } }));
  expect(await refusal(waf.send(new GetLoggingConfigurationCommand({ ResourceArn })))).toMatchObject({
    name: 'WAFNonexistentItemException',
  });
  expect(await refusal(log('arn:aws:s3:::northbank-logs'))).toMatchObject({ name: 'WAFInvalidParameterException' });
  await log('arn:aws:s3:::aws-waf-logs-nb');
  expect((await waf.send(new GetLoggingConfigurationCommand({ ResourceArn }))).LoggingConfiguration?.LogDestinationConfigs).toEqual([
    'arn:aws:s3:::aws-waf-logs-nb',
  ]);
  const { TagInfoForResource } = await waf.send(new ListTagsForResourceCommand({ ResourceARN: ResourceArn }));
  expect(TagInfoForResource?.TagList).toEqual([{ Key: 'a', Value: 'b' }]);
});
