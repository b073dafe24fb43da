import fc from 'fast-check';
import { compilePattern } from '../../../core/finding/pattern.ts';
import type { JsonObject } from '../../../core/json.ts';

const verdict = (pattern: JsonObject, event: JsonObject): string => {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) return `refused: ${compiled.failure.why}`;
  return compiled.value(event) ? 'match' : 'no';
};
const on = (entry: JsonObject[string]): JsonObject => ({ detail: { a: [entry ?? null] } });
const a = (value: JsonObject[string]): JsonObject => ({ detail: { a: value } });

describe('event patterns', () => {
  test.each<[string, JsonObject, JsonObject, string]>([
    ['a value is compared with its type', on('5'), a(5), 'no'],
    ['null is a value', on(null), a(null), 'match'],
    ['any element of an array will do', on('x'), a(['y', 'x']), 'match'],
    ['an empty array is an absent field', on({ exists: true }), a([]), 'no'],
    ['exists false', on({ exists: false }), { detail: {} }, 'match'],
    ['prefix without case', on({ prefix: { 'equals-ignore-case': 'PRO' } }), a('production'), 'match'],
    ['suffix', on({ suffix: '.png' }), a('x.png.exe'), 'no'],
    ['equals-ignore-case', on({ 'equals-ignore-case': 'ALARM' }), a('alarm'), 'match'],
    ['a star matches nothing too', on({ wildcard: 'a*b' }), a('ab'), 'match'],
    ['the ends of a wildcard do not overlap', on({ wildcard: 'aba*ba' }), a('aba'), 'no'],
    ['an escaped star is a star', on({ wildcard: 'a\\*' }), a('ab'), 'no'],
    ['anything-but a list', on({ 'anything-but': ['x', 'y'] }), a('z'), 'match'],
    ['anything-but needs the field', on({ 'anything-but': 'x' }), { detail: {} }, 'no'],
    ['anything-but with prefix', on({ 'anything-but': { prefix: 'aws.' } }), a('aws.s3'), 'no'],
    ['anything-but with wildcard', on({ 'anything-but': { wildcard: '*/prod/*' } }), a('x/dev/y'), 'match'],
    ['numeric range', on({ numeric: ['>', 0, '<=', 5] }), a(5), 'match'],
    ['numeric ignores text', on({ numeric: ['=', 5] }), a('5'), 'no'],
    ['cidr', on({ cidr: '10.0.0.0/24' }), a('10.0.1.7'), 'no'],
    ['cidr version 6', on({ cidr: '2001:db8::/64' }), a('2001:db8::ff'), 'match'],
    ['$or', { $or: [{ a: ['x'] }, { b: [{ numeric: ['>', 3] }] }] }, { a: 'no', b: 4 }, 'match'],
    [
      'fields agree on one element',
      { e: { k: ['a'], z: [1] } },
      {
        e: [
          { k: 'a', z: 2 },
          { k: 'b', z: 1 },
        ],
      },
      'no',
    ],
    ['absent in the same element', { e: { k: ['a'], z: [{ exists: false }] } }, { e: [{ k: 'a' }, { k: 'b', z: 1 }] }, 'match'],
    ['inherited properties are no fields', { constructor: { name: [{ exists: true }] } }, {}, 'no'],
  ])('%s', (_name, pattern, event, expected) => {
    expect(verdict(pattern, event)).toBe(expected);
  });

  test.each<[JsonObject, string]>([
    [{}, 'empty objects are not allowed'],
    [{ a: 'x' }, '"a" must be an object or an array'],
    [{ a: [] }, 'empty arrays are not allowed'],
    [on({ prefix: 'a', suffix: 'b' }), 'only one key is allowed'],
    [on({ toString: 'x' }), 'unrecognized match type toString'],
    [on({ wildcard: 'a**b' }), 'consecutive wildcard'],
    [on({ cidr: '10.0.0.0/32' }), 'malformed CIDR'],
    [on({ numeric: ['>', 5, '<', 1] }), 'bottom must be less than top'],
    [on({ exists: 'true' }), 'exists must be either true or false'],
  ])('%j is refused', (pattern, why) => {
    expect(verdict(pattern, {})).toContain(why);
  });

  test('a wildcard says what the same regular expression says', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(letters, text, (glob, value) => {
        fc.pre(!glob.includes('**'));
        const expected = new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(value);
        expect(verdict(on({ wildcard: glob }), a(value))).toBe(expected ? 'match' : 'no');
      }),
      { numRuns: 2000 },
    );
  });

  test('a pattern made from an event matches it', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((key) => key !== '$or'),
          leaf,
          { minKeys: 1 },
        ),
        (event) => {
          const pattern = Object.fromEntries(Object.entries(event).map(([key, value]) => [key, [value]]));
          expect(verdict(pattern, event)).toBe('match');
        },
      ),
    );
  });
});
