import fc from 'fast-check';
import { documentOf } from '../../tabletop/range/iam/state.ts';
import type { Statement } from '../../tabletop/range/policy/document.ts';
import { problemIn, type PolicyKind } from '../../tabletop/range/policy/grammar.ts';
import { evaluate, type Access } from '../../tabletop/range/policy/evaluate.ts';
import { like } from '../../tabletop/range/policy/patterns.ts';

const statement = (more: Partial<Statement>): Statement => ({ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'], ...more });
const access: Access = {
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/k',
  context: { 'aws:ResourceTag/team': ['fraud'], 'aws:TagKeys': ['a', 'b'] },
};

test.each<[string, readonly Statement[], string]>([
  ['nothing', [], 'implicit-deny'],
  ['an allow', [statement({})], 'allow'],
  ['an allow of another action', [statement({ Action: ['s3:PutObject'] })], 'implicit-deny'],
  ['an allow of another resource', [statement({ Resource: ['arn:aws:s3:::c/*'] })], 'implicit-deny'],
  ['an allow and a deny', [statement({}), statement({ Effect: 'Deny' })], 'explicit-deny'],
  ['a deny before an allow', [statement({ Effect: 'Deny' }), statement({})], 'explicit-deny'],
  ['wildcards', [statement({ Action: ['s3:Get*'], Resource: ['arn:aws:s3:::?/*'] })], 'allow'],
  ['an action in other letters', [statement({ Action: ['S3:getobject'] })], 'allow'],
  ['a resource in other letters', [statement({ Resource: ['arn:aws:s3:::B/k'] })], 'implicit-deny'],
  ['a tag that is there', [statement({ Condition: { StringEquals: { 'aws:ResourceTag/team': ['fraud'] } } })], 'allow'],
  ['a tag that is not', [statement({ Condition: { StringLike: { 'aws:ResourceTag/x': ['*'] } } })], 'implicit-deny'],
  ['a negation over an absent key', [statement({ Condition: { StringNotEquals: { 'aws:ResourceTag/x': ['y'] } } })], 'allow'],
  ['a negation over a present key', [statement({ Condition: { StringNotLike: { 'aws:ResourceTag/team': ['fr*'] } } })], 'implicit-deny'],
  ['Null true over an absent key', [statement({ Condition: { Null: { 'aws:ResourceTag/x': ['true'] } } })], 'allow'],
  ['Null false over an absent key', [statement({ Condition: { Null: { 'aws:ResourceTag/x': ['false'] } } })], 'implicit-deny'],
  [
    'ForAllValues with one too many',
    [statement({ Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } } })],
    'implicit-deny',
  ],
  ['ForAllValues with all', [statement({ Condition: { 'ForAllValues:StringLike': { 'aws:TagKeys': ['?'] } } })], 'allow'],
  ['ForAllValues over an absent key', [statement({ Condition: { 'ForAllValues:StringEquals': { 'aws:x': ['a'] } } })], 'allow'],
  [
    'two conditions, one of them false',
    [statement({ Condition: { StringEquals: { 'aws:ResourceTag/team': ['fraud'] }, Null: { 'aws:TagKeys': ['true'] } } })],
    'implicit-deny',
  ],
  ['an allow under an unknown operator', [statement({ Condition: { NumericLessThen: { 'a:x': ['1'] } } })], 'implicit-deny'],
  [
    'a deny under an unknown operator',
    [statement({}), statement({ Effect: 'Deny', Condition: { NumericLessThen: { 'a:x': ['1'] } } })],
    'explicit-deny',
  ],
])('%s: %#', (_case, statements, decision) => expect(evaluate(statements, access)).toBe(decision));

const Effects = fc.array(
  fc.record({
    Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    Action: fc.constantFrom(['s3:*'], ['s3:GetObject'], ['kms:*']),
    Resource: fc.constantFrom(['*'], ['arn:aws:s3:::b/*'], ['arn:aws:s3:::z/*']),
  }),
);
test('a deny that matches always wins, in any order, and adding statements never turns a deny into an allow', () => {
  fc.assert(
    fc.property(Effects, Effects, (some, more) => {
      const before = evaluate(some, access);
      const after = evaluate([...more, ...some], access);
      if (before === 'explicit-deny') expect(after).toBe('explicit-deny');
      expect(evaluate(some.toReversed(), access)).toBe(before);
    }),
  );
});
test('a pattern without wildcards matches itself and nothing else', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const literal = a.replaceAll(/[*?]/g, '');
      expect(like(literal, literal)).toBe(true);
      if (b !== literal) expect(like(literal, b)).toBe(false);
    }),
  );
});
test.each<[string, PolicyKind, object, string]>([
  ['an unknown condition operator', 'identity', { Condition: { DateBefore: { 'a:x': 'y' } } }, 'Invalid Condition type : DateBefore.'],
  [
    'a date that is none',
    'identity',
    { Condition: { DateLessThan: { 'a:x': 'soon' } } },
    'Invalid value soon for condition type DateLessThan.',
  ],
  [
    'an address that is none',
    'scp',
    { Condition: { IpAddress: { 'aws:SourceIp': '300.0.0.0/8' } } },
    'Invalid value 300.0.0.0/8 for condition type IpAddress.',
  ],
  ['an element that nobody knows', 'identity', { Actions: 'a:b' }, 'Syntax errors in policy.'],
  ['both Action and NotAction', 'identity', { NotAction: 'a:b' }, 'Syntax errors in policy.'],
  ['no action', 'identity', { Action: undefined }, 'Missing required field Action'],
  ['no resource', 'identity', { Resource: undefined }, 'Missing required field Resource'],
  ['a principal where none may be', 'identity', { Principal: '*' }, 'Policy document should not specify a principal.'],
  ['no principal where one must be', 'resource', {}, 'Missing required field Principal'],
  [
    'a principal that is none',
    'resource',
    { Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } },
    'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/*"',
  ],
  ['a resource in a trust policy', 'trust', { Action: 'sts:AssumeRole', Principal: '*' }, 'Has prohibited field Resource'],
  [
    'an action of another service in a trust policy',
    'trust',
    { Resource: undefined, Principal: '*' },
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  [
    'an action without a service',
    'identity',
    { Action: 'GetObject' },
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  ['a service with a wildcard', 'identity', { Action: 's*:GetObject' }, 'Vendor s* is not valid'],
  ['a resource that is no ARN', 'identity', { Resource: 'bucket' }, 'Resource bucket must be in ARN format or "*".'],
  ['an effect in small letters', 'identity', { Effect: 'allow' }, 'Invalid effect: allow'],
  [
    'a statement id with a blank',
    'identity',
    { Sid: 'a b' },
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
  ],
  ['an allow in a resource control policy', 'rcp', { Principal: '*' }, 'Unsupported element in a resource control policy.'],
])('a document with %s is refused', (_case, kind, part, why) => {
  const whole = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...part };
  expect(problemIn({ Version: '2012-10-17', Statement: [JSON.parse(JSON.stringify(whole))] }, kind)).toBe(why);
});
test.each([
  ['another version', { Version: '2012-10-18', Statement: [] }, 'The policy must contain a valid version string.'],
  ['no statement', { Version: '2012-10-17', Statement: [] }, 'Syntax errors in policy.'],
  ['a text', 'Allow', 'Syntax errors in policy.'],
  [
    'one statement id twice',
    { Statement: [1, 2].map(() => ({ Sid: 'A', Effect: 'Deny', Action: '*', Resource: '*' })) },
    'Statement IDs (SID) in a single policy must be unique.',
  ],
])('%s is no policy', (_case, document, why) => expect(problemIn(document, 'identity')).toBe(why));
test('what AWS accepts is accepted', () => {
  const enough = { Effect: 'Deny', NotAction: ['s3:*', 'kms:Decrypt'], NotResource: 'arn:aws:s3:::b/${aws:username}/*' };
  expect(problemIn({ Statement: enough }, 'identity')).toBeUndefined();
  expect(
    problemIn({ Id: 'x', Statement: [{ ...enough, Sid: 'with a blank', NotPrincipal: { Service: 'a.amazonaws.com' } }] }, 'resource'),
  ).toBeUndefined();
  expect(() => documentOf({ Statement: [] })).toThrow('Syntax errors in policy.');
});
