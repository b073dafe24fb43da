import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { evaluate } from '../../tabletop/range/policy/evaluate.ts';
import { PolicyDocument } from '../../tabletop/range/policy/document.ts';
import { bitsOf, networkOf } from '../../tabletop/range/policy/address.ts';
import { rulesIn } from '../../tabletop/range/policy/compile.ts';
import { keysIn } from '../../tabletop/range/policy/evaluate.ts';

const CONTEXT = {
  'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/team/app'],
  'aws:PrincipalTag/Team': ['fraud'],
  'aws:username': ['ann*'],
  'aws:TagKeys': ['a', 'b'],
  'aws:SourceIp': ['192.0.2.10'],
  'aws:CurrentTime': ['2026-11-20T03:00:00Z'],
  'aws:EpochTime': ['1795143600'],
  'aws:SecureTransport': ['true'],
  's3:max-keys': ['10'],
  'x:bytes': ['QUJD'],
  'x:v6': ['2001:db8::1'],
};
const holds = (Condition: object, Version = '2012-10-17'): boolean => {
  const rule = rulesIn({
    Version,
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: JSON.parse(JSON.stringify(Condition)) }],
  })[0];
  return rule?.applies({ action: 'a:b', resource: 'r', keys: keysIn(CONTEXT) }) === true;
};

test.each<[string, object, boolean]>([
  ['a key in other letters', { StringEquals: { 'AWS:principaltag/TEAM': 'fraud' } }, true],
  ['StringEquals takes no wildcard', { StringEquals: { 'aws:PrincipalTag/Team': 'fr*' } }, false],
  ['StringLike does', { StringLike: { 'aws:PrincipalTag/Team': 'fr*' } }, true],
  ['StringEqualsIgnoreCase', { StringEqualsIgnoreCase: { 'aws:PrincipalTag/Team': 'FRAUD' } }, true],
  ['StringNotEqualsIgnoreCase', { StringNotEqualsIgnoreCase: { 'aws:PrincipalTag/Team': 'FRAUD' } }, false],
  ['an absent key', { StringEquals: { 'x:absent': 'a' } }, false],
  ['an absent key, IfExists', { StringEqualsIfExists: { 'x:absent': 'a' } }, true],
  ['a present key, IfExists', { StringEqualsIfExists: { 'aws:PrincipalTag/Team': 'a' } }, false],
  ['an absent key, negated', { NumericNotEquals: { 'x:absent': '1' } }, true],
  ['ForAnyValue over an absent key', { 'ForAnyValue:StringEquals': { 'x:absent': 'a' } }, false],
  ['ForAnyValue with one of two', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['b', 'c'] } }, true],
  ['ForAnyValue negated: one that is not listed', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }, true],
  ['ForAnyValue negated: all listed', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a', 'b'] } }, false],
  ['ForAllValues with one of two', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['b', 'c'] } }, false],
  ['ForAllValues negated', { 'ForAllValues:StringNotLike': { 'aws:TagKeys': ['c*'] } }, true],
  ['ForAllValues over an absent key', { 'ForAllValues:StringNotEquals': { 'x:absent': 'a' } }, true],
  ['numbers', { NumericLessThanEquals: { 's3:max-keys': 10 } }, true],
  ['numbers, strictly', { NumericLessThan: { 's3:max-keys': '10' } }, false],
  ['numbers, written otherwise', { NumericEquals: { 's3:max-keys': '10.0' } }, true],
  ['text is no number', { NumericGreaterThan: { 'aws:PrincipalTag/Team': '0' } }, false],
  ['a date', { DateGreaterThan: { 'aws:CurrentTime': '2026-11-20T02:59:59Z' } }, true],
  ['a date in another zone', { DateEquals: { 'aws:CurrentTime': '2026-11-20T04:00:00+01:00' } }, true],
  ['seconds against a date', { DateLessThan: { 'aws:EpochTime': '2026-11-20T03:00:00Z' } }, false],
  ['a date against seconds', { DateEquals: { 'aws:CurrentTime': '1795143600' } }, true],
  ['Bool as a bare value', { Bool: { 'aws:SecureTransport': true } }, true],
  ['Bool', { Bool: { 'aws:SecureTransport': 'false' } }, false],
  ['bytes', { BinaryEquals: { 'x:bytes': 'QUJD' } }, true],
  ['a network', { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '192.0.2.0/28'] } }, true],
  ['an address that is outside', { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/29' } }, true],
  ['a network of the new kind', { IpAddress: { 'x:v6': '2001:db8::/32' } }, true],
  ['an address of the other kind', { IpAddress: { 'x:v6': '0.0.0.0/0' } }, false],
  ['ArnLike', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }, true],
  ['ArnEquals is the same', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/team/a?p' } }, true],
  ['a wildcard does not run over a colon', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:*:role/team/app' } }, false],
  ['a pattern of fewer parts is no ARN', { ArnLike: { 'aws:PrincipalArn': 'arn:*:*' } }, false],
  ['ArnNotLike', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/team/*' } }, false],
  ['Null false', { Null: { 'aws:TagKeys': 'false' } }, true],
  ['Null true', { Null: { 'aws:TagKeys': true } }, false],
  ['a variable', { StringEquals: { 'x:bytes': '${x:bytes}' } }, true],
  ['a variable whose value looks like a wildcard', { StringLike: { 'aws:PrincipalTag/Team': '${aws:username}' } }, false],
  ['a variable without a value', { StringLike: { 'aws:PrincipalTag/Team': '*${x:absent}' } }, false],
  ['a variable with a default', { StringEquals: { 'aws:PrincipalTag/Team': "${x:absent, 'fraud'}" } }, true],
  ['a literal star', { StringLike: { 'aws:username': 'ann${*}' } }, true],
  ['a literal star is no wildcard', { StringLike: { 'aws:PrincipalTag/Team': 'fr${*}' } }, false],
  ['a variable in an ARN', { ArnLike: { 'aws:PrincipalArn': "arn:aws:iam::111122223333:role/team/${x:absent, 'app'}" } }, true],
  ['two keys, one of them false', { StringEquals: { 'aws:PrincipalTag/Team': 'fraud', 'x:bytes': 'z' } }, false],
])('%s', (_case, condition, expected) => expect(holds(condition)).toBe(expected));

test('policies of 2008 know no variables', () => {
  const condition = { StringEquals: { 'x:bytes': '${x:bytes}' } };
  expect([holds(condition), holds(condition, '2008-10-17')]).toEqual([true, false]);
});
test.each([
  [{ NotAction: 's3:*' }, 's3:GetObject', 'implicit-deny'],
  [{ NotAction: 's3:*' }, 'kms:Sign', 'allow'],
  [{ Action: '*', NotResource: 'arn:aws:s3:::b' }, 's3:GetObject', 'implicit-deny'],
  [{ Action: '*', Resource: 'arn:aws:s3:::${aws:PrincipalTag/bucket}' }, 's3:GetObject', 'allow'],
])('%j and %s', (part, action, decision) => {
  const Resource = 'NotResource' in part ? {} : { Resource: '*' };
  const { Statement } = PolicyDocument.parse({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...Resource, ...part } });
  expect(evaluate(Statement, { action, resource: 'arn:aws:s3:::b', context: { 'aws:PrincipalTag/bucket': ['b'] } })).toBe(decision);
});

const NEGATED = [
  ['StringEquals', 'StringNotEquals'],
  ['StringLike', 'StringNotLike'],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ['ArnLike', 'ArnNotLike'],
] as const;
test('over a present key, a negated operator is the opposite of its twin', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NEGATED), fc.string(), fc.constantFrom(...Object.keys(CONTEXT)), ([one, other], value, key) => {
      expect(holds({ [one]: { [key]: value } })).toBe(!holds({ [other]: { [key]: value } }));
    }),
  );
});

test('addresses are read as node reads them', () => {
  const kind = (text: string): number => ({ 32: 4, 128: 6 })[bitsOf(text)?.length ?? 0] ?? 0;
  const Text = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.stringMatching(/^[0-9a-f:.]{1,20}$/),
    fc.constantFrom('::', '::1', '1::', '1:::2', '01.2.3.4', '1::2::3', '1.2.3.4::', '::1.2.3.4'),
  );
  fc.assert(fc.property(Text, (text) => expect(kind(text)).toBe(isIP(text))));
});
test('a network holds what node says it holds', () => {
  const Address = fc.oneof(
    fc.ipV4(),
    fc.ipV6().filter((text) => !text.includes('.')),
  );
  fc.assert(
    fc.property(Address, Address, fc.nat(128), (net, address, length) => {
      const most = isIP(net) === 4 ? 32 : 128;
      const list = new BlockList();
      const prefix = Math.min(length, most);
      list.addSubnet(net, prefix, most === 32 ? 'ipv4' : 'ipv6');
      const same = isIP(net) === isIP(address);
      expect(networkOf(`${net}/${prefix}`)?.(address)).toBe(same && list.check(address, most === 32 ? 'ipv4' : 'ipv6'));
    }),
  );
});
