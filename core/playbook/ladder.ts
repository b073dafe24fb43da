import type { Tier } from '../asset/asset.ts';
import type { Certainty } from '../finding/finding.ts';

const CERTAINTY = ['suspected', 'likely', 'confirmed'] as const satisfies readonly Certainty[];
const TIER = ['low', 'medium', 'high'] as const satisfies readonly Tier[];
export const LADDERS: readonly (readonly string[])[] = [CERTAINTY, TIER];

/** Is `word` at least `least` on the ladder that has both? Throws on words of no common ladder: a typo must not become a no. */
export const atLeast = (word: string, least: string): boolean => {
  const ladder = LADDERS.find((words) => words.includes(least));
  if (ladder === undefined || !ladder.includes(word))
    throw new RangeError(`atLeast cannot compare ${word.slice(0, 32)} with ${least.slice(0, 32)}`);
  return ladder.indexOf(word) >= ladder.indexOf(least);
};
