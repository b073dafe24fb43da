import type { Rule, Statement } from '@aws-sdk/client-wafv2';
import fc from 'fast-check';
import { blockOf, contains } from '../../tabletop/range/wafv2/cidr.ts';
import { verdict, type Seen } from '../../tabletop/range/wafv2/sees.ts';

const VISIBLE = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const rule = (Name: string, Priority: number, Statement: Statement, more: Partial<Rule> = {}): Rule => ({
  Name,
  Priority,
  Statement,
  Action: { Block: {} },
  VisibilityConfig: VISIBLE,
  ...more,
});
const GERMANS: Statement = { GeoMatchStatement: { CountryCodes: ['DE'] } };

describe('what a web ACL sees', () => {
  const seen: Seen = {
    ip: '198.51.100.23',
    country: 'DE',
    method: 'POST',
    path: '/chat',
    headers: { 'user-agent': 'Partner-Bot/2' },
    requestsPerSecond: 3,
  };
  const lookups = { addresses: () => ['198.51.100.0/24'], rules: () => [rule('in-group', 0, GERMANS)] };
  const says = (...rules: Rule[]) => verdict(rules, seen, lookups);
  const bytes = (text: string, more: object): Statement => ({
    ByteMatchStatement: {
      SearchString: Buffer.from(text),
      FieldToMatch: { SingleHeader: { Name: 'User-Agent' } },
      TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
      PositionalConstraint: 'CONTAINS',
      ...more,
    },
  });
  test('the first rule that ends the matter decides, by priority and not by place', () => {
    expect(says(rule('late', 2, GERMANS), rule('early', 1, GERMANS, { Action: { Allow: {} } }))).toBe('allow');
    expect(says(rule('count', 0, GERMANS, { Action: { Count: {} } }))).toBeUndefined();
    expect(says(rule('puzzle', 0, GERMANS, { Action: { Captcha: {} } }))).toBe('block');
  });
  test.each<[string, Statement, boolean]>([
    ['address', { IPSetReferenceStatement: { ARN: 'x' } }, true],
    ['rate below', { RateBasedStatement: { Limit: 900, AggregateKeyType: 'IP' } }, false],
    ['rate above', { RateBasedStatement: { Limit: 899, AggregateKeyType: 'IP' } }, true],
    ['rate in a shorter window', { RateBasedStatement: { Limit: 200, EvaluationWindowSec: 60, AggregateKeyType: 'IP' } }, false],
    [
      'rate of others',
      { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP', ScopeDownStatement: { NotStatement: { Statement: GERMANS } } } },
      false,
    ],
    ['header', bytes('partner-bot', {}), true],
    ['header as it is', bytes('partner-bot', { TextTransformations: [{ Priority: 0, Type: 'NONE' }] }), false],
    ['whole header', bytes('partner-bot', { PositionalConstraint: 'EXACTLY' }), false],
    ['word', bytes('bot', { PositionalConstraint: 'CONTAINS_WORD' }), true],
    ['part of a word', bytes('part', { PositionalConstraint: 'CONTAINS_WORD' }), false],
    ['path', bytes('/chat', { FieldToMatch: { UriPath: {} }, PositionalConstraint: 'STARTS_WITH' }), true],
    ['both', { AndStatement: { Statements: [GERMANS, bytes('curl', {})] } }, false],
    ['either', { OrStatement: { Statements: [GERMANS, bytes('curl', {})] } }, true],
    ['not', { NotStatement: { Statement: GERMANS } }, false],
  ])('%s', (_, statement, isBlocked) => {
    expect(says(rule('a', 0, statement))).toBe(isBlocked ? 'block' : undefined);
  });
  test('a rule group speaks for itself unless it is overridden to count', () => {
    const group = (OverrideAction: Rule['OverrideAction']) =>
      rule('group', 0, { RuleGroupReferenceStatement: { ARN: 'x' } }, { Action: undefined, OverrideAction });
    expect(says(group({ None: {} }))).toBe('block');
    expect(says(group({ Count: {} }))).toBeUndefined();
  });
});

describe('blocks of addresses', () => {
  test('an address is in every block that is made of it, and its prefix decides', () =>
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), fc.ipV4(), (ip, prefix, other) => {
        const bits = (text: string) =>
          text
            .split('.')
            .map((part) => Number(part).toString(2).padStart(8, '0'))
            .join('');
        expect(contains(`${ip}/${prefix}`, ip)).toBe(true);
        expect(contains(`${ip}/${prefix}`, other)).toBe(bits(ip).slice(0, prefix) === bits(other).slice(0, prefix));
      }),
    ));
  test('IPv6, too, and the versions do not meet', () => {
    expect(contains('2001:db8::/32', '2001:db8:1::7')).toBe(true);
    expect(contains('2001:db8::/32', '2001:db9::7')).toBe(false);
    expect(contains('::/1', '192.0.2.1')).toBe(false);
    expect(blockOf('192.0.2.1/33')).toBeUndefined();
    expect(blockOf('nonsense/8')).toBeUndefined();
  });
});
