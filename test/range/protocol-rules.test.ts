import fc from 'fast-check';
import { whole, wholeIfAlternatives } from '../../bin/range/whole.ts';
import { brokenRules, complaints } from '../../tabletop/range/protocol/broken-rules.ts';
import { regexOf } from '../../tabletop/range/protocol/pattern.ts';
import { schemaOf, asSchema } from '../../tabletop/range/protocol/service.ts';
import { check } from '../../tabletop/range/protocol/validate.ts';

test('a bound is itself allowed, and one more or less is not', () => {
  fc.assert(
    fc.property(fc.nat({ max: 30 }), fc.nat({ max: 30 }), fc.nat({ max: 70 }), (min, more, size) => {
      const rule = { min, max: min + more };
      const isBroken = size < min || size > min + more;
      for (const value of ['a'.repeat(size), '𝄞'.repeat(size), Buffer.alloc(size), Array.from({ length: size }, () => 0), size])
        expect(brokenRules(rule, value).length > 0).toBe(isBroken);
    }),
  );
});

test.each([
  ['^\\A\\S[\\p{Print}]*\\z$', 'abc', ' é'],
  ['^\\p{Print}+$', 'a b', 'é'],
  ['^(?i)all|[0-9]{12}$', 'ALL', 'x'],
  ['^a\\:b$', 'a:b', 'ab'],
  ['^x${1,9}', 'x', 'xy'],
  ['^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$', 'é 1-@', '#'],
  ['\\S', ' a ', '  '],
])('%s is read as Java reads it', (pattern, good, bad) => {
  expect({ good: regexOf(pattern)?.test(good), bad: regexOf(pattern)?.test(bad) }).toEqual({ good: true, bad: false });
});
test('a pattern that JavaScript cannot say is not compiled to something else', () => {
  expect(regexOf('^\\p{IsGreek}(?>a+)$')).toBeUndefined();
  expect(regexOf('a++')).toBeUndefined();
});

test.each([
  ['a|b', '^(?:a|b)$'],
  ['^a|b$', '^(?:a|b)$'],
  ['(a|b)[c|d]\\|', '^(a|b)[c|d]\\|$'],
  ['^a', '^a$'],
])('%s of an old model means the whole value: %s', (pattern, meant) => expect(whole(pattern)).toBe(meant));
test('a pattern of a newer model is changed only where its anchors bind one alternative each', () => {
  expect(['\\S', '^(a|b)$', '^(/)|(/[!-~]+/)$'].map(wholeIfAlternatives)).toEqual(['\\S', '^(a|b)$', '^(?:(/)|(/[!-~]+/))$']);
});

describe('what lists and maps hold', () => {
  // A structure with a list, a map and a secret, as the SDK writes shapes.
  const shape = schemaOf(asSchema([3, 'n', 'S', 0, ['Names', 'Tags', 'Password'], [64, 128, [0, { sensitive: 1 }]] as never]));
  const constraints = {
    'S.Names[]': { max: 2, pattern: '^[a-z]+$' },
    'S.Tags{key}': { min: 2 },
    'S.Tags{}': { values: ['on'] },
    'S.Password': { min: 6 },
  };
  test.each([
    [
      { Names: ['ok', 'TOO'] },
      "Value '[ok, TOO]' at 'names' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 2, Member must satisfy regular expression pattern: ^[a-z]+$]",
    ],
    [
      { Tags: { k: 'on' } },
      "Value '{k=on}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length greater than or equal to 2]",
    ],
    [
      { Tags: { key: 'off' } },
      "Value '{key=off}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must satisfy enum value set: [on]]",
    ],
    [{ Password: 'short' }, "Value at 'password' failed to satisfy constraint: Member must have length greater than or equal to 6"],
  ])('%j', (value, problem) => expect(check(shape, value, { constraints })).toEqual([problem]));
  test('is let through when it keeps the rules', () =>
    expect(check(shape, { Names: ['ok'], Tags: { key: 'on' }, Password: 'longer' }, { constraints })).toEqual([]));
  test('bytes are not repeated', () =>
    expect(complaints(['x'], Buffer.from('s'), 'blob', false)[0]).toBe("Value at 'blob' failed to satisfy constraint: x"));
});
