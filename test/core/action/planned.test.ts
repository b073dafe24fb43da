import fc from 'fast-check';
import { isPlanned } from '../../../core/action/planned.ts';

const planned = [{ operation: 'sagemaker:AddTags' as const, input: { ResourceArn: 'arn:a', Tags: [{ Key: 'k', Value: 'v' }] } }];

describe('a write is sent only as planned', () => {
  test('the planned call is', () =>
    expect(isPlanned(planned, 'sagemaker:AddTags', { ResourceArn: 'arn:a', Tags: [{ Key: 'k', Value: 'v' }] })).toBe(true));
  test('a field that the plan left out may be added', () =>
    expect(isPlanned(planned, 'sagemaker:AddTags', { ResourceArn: 'arn:a', Tags: [{ Key: 'k', Value: 'v' }], ClientToken: 't' })).toBe(
      true,
    ));
  test.each([
    ['another operation', 'sagemaker:DeleteTags', { ResourceArn: 'arn:a', Tags: [{ Key: 'k', Value: 'v' }] }],
    ['another target', 'sagemaker:AddTags', { ResourceArn: 'arn:b', Tags: [{ Key: 'k', Value: 'v' }] }],
    [
      'one more element',
      'sagemaker:AddTags',
      {
        ResourceArn: 'arn:a',
        Tags: [
          { Key: 'k', Value: 'v' },
          { Key: 'x', Value: 'y' },
        ],
      },
    ],
    ['one more field inside', 'sagemaker:AddTags', { ResourceArn: 'arn:a', Tags: [{ Key: 'k', Value: 'v', Extra: 1 }] }],
    ['a planned field left out', 'sagemaker:AddTags', { ResourceArn: 'arn:a' }],
  ])('%s is not', (_, operation, input) => expect(isPlanned(planned, operation, input)).toBe(false));
  test('an empty plan permits nothing', () => {
    fc.assert(fc.property(fc.string(), (operation) => !isPlanned([], operation, {})));
  });
  test('a changed value anywhere is noticed', () => {
    const values = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.string(), fc.integer(), fc.boolean()), { minKeys: 1 });
    fc.assert(
      fc.property(values, values, (asked, said) => {
        const equal = Object.entries(said).every(([key, value]) => asked[key] === value);
        expect(isPlanned([{ operation: 's:O', input: said }], 's:O', asked)).toBe(equal);
      }),
    );
  });
});
