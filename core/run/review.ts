import type { EventOf } from '../ledger/facts.ts';
import type { Review } from '../playbook/steps/review-after.ts';
import { plus, type Instant } from '../time.ts';

/** When people are asked whether a step should stay, and how often they were. */
export interface ReviewView {
  readonly due: Instant;
  readonly told: boolean;
  /** When people are asked next; absent: they are not. */
  readonly next?: Instant;
  /** How often they were, since somebody last answered; and how often somebody did. */
  readonly asked: number;
  readonly kept: number;
  readonly rule?: Review;
}
export type ReviewEvent = EventOf<'review.set' | 'review.due' | 'review.ignored' | 'review.kept'>;

/** A review after one more fact about it. Asking, and an answer, end the wait for the next time; the rule says when that is. */
export const foldReview = (review: ReviewView | undefined, event: ReviewEvent): ReviewView => {
  if (event.type === 'review.set') {
    const { due, rule } = event.data;
    return { due, told: false, next: due, asked: 0, kept: 0, ...(rule && { rule }) };
  }
  const { next: _next, ...known } = review ?? { due: event.at, told: false, asked: 0, kept: 0 };
  if (event.type === 'review.kept')
    return { ...known, due: event.data.until, next: event.data.until, told: false, asked: 0, kept: known.kept + 1 };
  if (event.type === 'review.ignored') return known;
  const { rule } = known;
  return { ...known, told: true, asked: known.asked + 1, ...(rule && { next: plus(event.at, rule.everySeconds) }) };
};
