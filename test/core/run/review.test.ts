import type { LedgerEvent } from '../../../core/ledger/facts.ts';
import type { Review } from '../../../core/playbook/steps/review-after.ts';
import { foldRun } from '../../../core/run/run.ts';
import { event, HERE, YOU } from './event.ts';
import { at, run, step } from './step.ts';

const rule: Review = { afterSeconds: 1800, ask: 'owner', everySeconds: 600, atMost: 3, ifIgnored: 'commander' };
const set = event('review.set', { ...HERE, due: at(30), rule });
const setOnce = event('review.set', { ...HERE, due: at(30) });
const due = (minute: number) => event('review.due', { ...HERE, sentence: 's' }, minute);
const kept = (minute: number, until: number) => event('review.kept', { ...HERE, until: at(until), reason: 'r' }, minute, YOU);
const ignored = (minute: number) => event('review.ignored', HERE, minute);
/** Two steps, of which facts name the first; the other is as it was. */
const after = (...events: readonly LedgerEvent[]) => {
  const two = run([step(), step({ path: 'other' })]);
  const [first, other] = events.reduce(foldRun, two).steps;
  expect(other).toEqual(two.steps[1]);
  expect(first).toEqual({ ...two.steps[0], review: first?.review });
  return first?.review;
};

describe('a review', () => {
  test('is set: people are asked when it is due', () => {
    expect(after(setOnce)).toEqual({ due: at(30), told: false, next: at(30), asked: 0, kept: 0 });
    expect(after(set)).toEqual({ due: at(30), told: false, next: at(30), asked: 0, kept: 0, rule });
  });
  test('people are asked once where no rule says how often', () => {
    const asked = after(setOnce, due(31));
    expect(asked).toEqual({ due: at(30), told: true, asked: 1, kept: 0 });
    expect('next' in (asked ?? {})).toBe(false);
  });
  test('by the rule again and again, counted from when they were asked', () => {
    expect(after(set, due(31))).toEqual({ due: at(30), told: true, next: at(41), asked: 1, kept: 0, rule });
    expect(after(set, due(31), due(42))).toEqual({ due: at(30), told: true, next: at(52), asked: 2, kept: 0, rule });
  });
  test('a person keeps it: the next time is what they say, and counting begins anew', () => {
    expect(after(set, due(31), due(42), kept(43, 55))).toEqual({ due: at(55), told: false, next: at(55), asked: 0, kept: 1, rule });
    expect(after(set, kept(10, 40), kept(20, 50))).toMatchObject({ due: at(50), next: at(50), kept: 2 });
    expect(after(set, kept(10, 40), due(41))).toEqual({ due: at(40), told: true, next: at(51), asked: 1, kept: 1, rule });
  });
  test('nobody answers: nobody is asked any more, and what was asked is still known', () => {
    const quiet = after(set, due(31), ignored(42));
    expect(quiet).toEqual({ due: at(30), told: true, asked: 1, kept: 0, rule });
    expect('next' in (quiet ?? {})).toBe(false);
  });
  test('and a person may still keep it', () => {
    expect(after(set, due(31), ignored(42), kept(43, 55))).toEqual({ due: at(55), told: false, next: at(55), asked: 0, kept: 1, rule });
  });
  test('that nobody set begins with the first fact about it', () => {
    expect(after(due(31))).toEqual({ due: at(31), told: true, asked: 1, kept: 0 });
    expect(after(ignored(31))).toEqual({ due: at(31), told: false, asked: 0, kept: 0 });
    expect(after(kept(31, 50))).toEqual({ due: at(50), told: false, next: at(50), asked: 0, kept: 1 });
  });
  test('set again is a new one', () => {
    expect(after(set, due(31), kept(32, 40), setOnce)).toEqual({ due: at(30), told: false, next: at(30), asked: 0, kept: 0 });
  });
});
