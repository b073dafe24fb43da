import fc from 'fast-check';
import { plain, plainObject } from '../../../core/action/plain.ts';
import { canonical, Json } from '../../../core/json.ts';

describe('an AWS answer as JSON', () => {
  test('instants, bytes and big numbers become text; what is undefined is left out', () => {
    expect(
      plainObject({
        at: new Date('2026-11-20T03:00:00Z'),
        body: new Uint8Array([1, 2, 3]),
        big: 12n,
        none: undefined,
        f: () => 1,
        list: [new Date(Number.NaN)],
      }),
    ).toEqual({ at: '2026-11-20T03:00:00.000Z', body: 'AQID', big: '12', list: ['(no date)'] });
  });
  test('a cycle ends', () => {
    const a: { self?: object } = {};
    a.self = a;
    expect(JSON.stringify(plain(a))).toContain('(nested too deeply)');
  });
  test('whatever comes in, canonical JSON comes out', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withDate: true,
          withBigInt: true,
          withTypedArray: true,
          withNullPrototype: true,
          withMap: true,
          withSparseArray: true,
        }),
        (value) => {
          const json = plain(value);
          expect(Json.safeParse(json).success).toBe(true);
          canonical({ json });
        },
      ),
    );
  });
});
