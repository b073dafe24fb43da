import { ReviewAfter, reviewOf, reviewProblems, reviewText } from '../../../core/playbook/steps/review-after.ts';

test('a bare duration means the defaults', () => {
  const review = ReviewAfter.parse('PT4H');
  expect(reviewOf(review)).toEqual({ afterSeconds: 14_400, ask: 'owner', everySeconds: 14_400, atMost: 6, ifIgnored: 'commander' });
  expect(reviewText(review)).toBe('PT4H');
});
test.each([
  ['PT4H', []],
  [{ after: 'PT5M', every: 'P30D', atMost: 24 }, []],
  [{ after: 'PT4M59S' }, ['after']],
  [{ after: 'PT1H', every: 'P31D' }, ['every']],
])('%j', (given, wrong) => {
  expect(reviewProblems(ReviewAfter.parse(given)).map(({ path }) => path[1])).toEqual(wrong);
});
test.each([
  [{ after: 'PT1H', atMost: 25 }],
  [{ after: 'PT1H', atMost: 0 }],
  [{ after: 'PT1H', ask: 'mallory' }],
  [{ every: 'PT1H' }],
  ['4h'],
])('%j is refused', (given) => {
  expect(ReviewAfter.safeParse(given).success).toBe(false);
});
