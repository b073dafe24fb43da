import fc from 'fast-check';
import { perSecond, tightest, within } from '../../tabletop/range/front-door/shares.ts';

describe('shares', () => {
  const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
  test('no more passes than the limit, and all of what is below it', () =>
    fc.assert(
      fc.property(amount, amount, (limit, demand) => {
        const share = within(limit, demand);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(share * demand).toBeLessThanOrEqual(limit + 1e-6);
        if (demand <= limit) expect(share).toBe(1);
      }),
    ));
  test('the tightest limit is one of them, and none is none', () =>
    fc.assert(
      fc.property(fc.array(fc.option(amount, { nil: undefined })), (limits) => {
        const given = limits.filter((limit) => limit !== undefined);
        expect(tightest(limits)).toBe(given.length === 0 ? undefined : Math.min(...given));
      }),
    ));
  test('a quota without a period limits nothing', () => {
    expect(perSecond({ limit: 5 })).toBeUndefined();
    expect(perSecond({ limit: 86_400, period: 'DAY' })).toBe(1);
  });
});
