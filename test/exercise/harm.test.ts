import * as fc from 'fast-check';
import { drawnFrom } from '../../core/exercise/drawn.ts';
import { harmOf, type Answered } from '../../core/exercise/harm.ts';
import { between, seeded } from '../../core/exercise/seeded.ts';
import { shipped } from './northbank.ts';

const { scenario } = shipped();
const BAD = 'fraud-model/7';
const version = fc.constantFrom(BAD, 'fraud-model/6', 'fraud-model/5', null);
const answered = fc.array(
  fc.record({ seconds: fc.integer({ min: 0, max: 3000 }), caller: fc.constantFrom('checkout-api', 'batch-nightly'), version }),
  { maxLength: 12 },
);
const seed = fc.integer({ min: 1, max: 100_000 });

/** The same sum, in small steps: slow, and with nothing clever in it. */
const stepped = (given: number, changes: readonly Answered[], end: number): number => {
  const drawn = drawnFrom(scenario, given);
  let wrong = 0;
  for (let second = 0; second < end; second += 1)
    for (const [caller, rate] of Object.entries(drawn.requestsPerSecond)) {
      const now = changes
        .filter((one) => one.caller === caller && one.seconds <= second)
        .toSorted((a, b) => a.seconds - b.seconds)
        .at(-1)?.version;
      const by = now == null ? undefined : drawn.versions[now];
      if (by !== undefined) wrong += (rate * (by.from + (by.to - by.from) * Math.min(1, (second + 0.5) / by.overSeconds))) / 1000;
    }
  return wrong;
};

describe('harm', () => {
  test('is what a slow count of every second comes to', () => {
    fc.assert(
      fc.property(seed, answered, fc.integer({ min: 1, max: 600 }), (given, changes, end) => {
        const harm = harmOf(drawnFrom(scenario, given), changes, end);
        expect(Math.abs(harm.wrong - stepped(given, changes, end))).toBeLessThanOrEqual(2 + harm.wrong * 0.001);
      }),
      { numRuns: 40 },
    );
  });
  test('never shrinks with time, and its last point is its sum', () => {
    fc.assert(
      fc.property(seed, answered, fc.integer({ min: 1, max: 3000 }), (given, changes, end) => {
        const { points, wrong, refused } = harmOf(drawnFrom(scenario, given), changes, end);
        expect(
          points.every(
            (point, index) =>
              index === 0 || (point.wrong >= (points[index - 1]?.wrong ?? 0) && point.refused >= (points[index - 1]?.refused ?? 0)),
          ),
        ).toBe(true);
        expect(points.at(-1)).toEqual({ seconds: end, wrong, refused });
      }),
    );
  });
  test('nobody who is refused is answered wrongly, and is counted as refused', () => {
    const drawn = drawnFrom(scenario, 1);
    expect(harmOf(drawn, [{ seconds: 0, caller: 'checkout-api', version: null }], 100)).toMatchObject({
      wrong: 0,
      refused: Math.round((drawn.requestsPerSecond['checkout-api'] ?? 0) * 100),
    });
  });
});

describe('a seed', () => {
  test('draws the same every time, within its bounds, and one draw does not move another', () => {
    fc.assert(
      fc.property(seed, fc.string(), fc.string(), (given, name, other) => {
        const first = between(given, name, [10, 20]);
        void seeded(given, other);
        expect(between(given, name, [10, 20])).toBe(first);
        expect(first >= 10 && first <= 20).toBe(true);
      }),
    );
  });
  test('varies who is not covered, who is away, and how wrong the models are', () => {
    const drawn = Array.from({ length: 200 }, (_, index) => drawnFrom(scenario, index + 1));
    expect(new Set(drawn.map(({ uncovered }) => uncovered))).toEqual(new Set(['batch-nightly', 'checkout-api']));
    expect(new Set(drawn.map(({ away }) => away))).toEqual(new Set(['', 'cy', 'ann', 'dee']));
    expect(new Set(drawn.map(({ versions }) => versions[BAD]?.from)).size).toBeGreaterThan(50);
  });
});
