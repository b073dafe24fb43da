import * as z from 'zod';
import { Duration, secondsOf } from '../../time.ts';
import { errorAt, type Problem } from '../problem.ts';
import { TaskRole } from '../task-role.ts';

const AFTER = 'ask a person again after this time whether it should stay, for example PT4H';
/** Who is asked whether something should stay, how often, and who is told when nobody answers. It stays in force in any case. */
export const ReviewAfter = z.union([
  Duration.describe(AFTER),
  z.strictObject({
    after: Duration.describe(`${AFTER}; PT5M to P30D`),
    ask: TaskRole.optional().describe('role that is asked; default owner: whoever answers for the asset, and the deputies'),
    every: Duration.optional().describe('again and again after this time, until somebody answers; PT5M to P30D; default: as after'),
    atMost: z.int().min(1).max(24).optional().describe('how often, 1 to 24; default 6'),
    ifIgnored: z
      .enum(['commander', 'security'])
      .optional()
      .describe('who is told when nobody has answered; it stays in force all the same. default commander'),
  }),
]);
export type ReviewAfter = z.output<typeof ReviewAfter>;

export interface Review {
  readonly afterSeconds: number;
  readonly ask: TaskRole;
  readonly everySeconds: number;
  readonly atMost: number;
  readonly ifIgnored: 'commander' | 'security';
}
/** With the defaults; a bare duration means all of them. */
export const reviewOf = (review: ReviewAfter): Review => {
  const { after, ask = 'owner', every, atMost = 6, ifIgnored = 'commander' } = typeof review === 'string' ? { after: review } : review;
  return { afterSeconds: secondsOf(after), ask, everySeconds: secondsOf(every ?? after), atMost, ifIgnored };
};
/** For people: `PT4H`; `PT4H, then every PT1H, at most 3 times: responder`. */
export const reviewText = (review: ReviewAfter): string => {
  if (typeof review === 'string') return review;
  const { after, every = after, atMost = 6, ask = 'owner' } = review;
  return `${after}, then every ${every}, at most ${atMost} times: ${ask}`;
};

const LEAST_SECONDS = 300;
const MOST_SECONDS = 30 * 86_400;
/** Sooner than five minutes nobody has looked; later than a month nobody remembers. */
export const reviewProblems = (review: ReviewAfter | undefined): readonly Problem[] => {
  if (review === undefined || typeof review === 'string') return [];
  return (['after', 'every'] as const).flatMap((field) => {
    const seconds = review[field] === undefined ? undefined : secondsOf(review[field]);
    return seconds === undefined || (seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)
      ? []
      : [errorAt(['reviewAfter', field], 'schema', `${field} is ${review[field] ?? ''}.`, 'Use PT5M to P30D.')];
  });
};
