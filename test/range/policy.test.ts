import fc from 'fast-check';
import { documentOf } from '../../tabletop/range/iam/state.ts';
import type { Statement } from '../../tabletop/range/policy/document.ts';
import { evaluate, like, type Access } from '../../tabletop/range/policy/evaluate.ts';

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
  ['an allow under an unknown operator', [statement({ Condition: { NumericLessThan: { x: ['1'] } } })], 'implicit-deny'],
  [
    'a deny under an unknown operator',
    [statement({}), statement({ Effect: 'Deny', Condition: { NumericLessThan: { x: ['1'] } } })],
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
test.each([
  [
    'an unknown condition operator',
    { Effect: 'Allow', Action: 'a:b', Resource: '*', Condition: { DateLessThan: { x: 'y' } } },
    /DateLessThan/,
  ],
  ['an element that would be ignored', { Effect: 'Allow', NotAction: 'a:b', Resource: '*' }, /NotAction|Action/],
])('a document with %s is refused', (_case, bad, message) => {
  expect(() => documentOf({ Version: '2012-10-17', Statement: [bad] })).toThrow(message);
});
