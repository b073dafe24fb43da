import type { IncidentCard, TimelineLine } from '../core/report/card.ts';
import { labelOf } from '../core/report/text-timeline.ts';

export type Watched = Pick<IncidentCard, 'word' | 'waiting' | 'choices'>;

/** What they ask for may itself need an approval. */
const ASKS: readonly string[] = ['contain', 'release', 'choose'];

/**
 * What a person's command came to: 8 something is unknown, 1 something failed while he watched, 4 what he asked for now waits for people, else 0.
 * An approval of something else that waits now is not his command's business. A choice that was asked meanwhile is: the run he set going
 * stands still until somebody says which way.
 */
export const exitAfter = (verb: string, told: readonly Pick<TimelineLine, 'sentence'>[], after: Watched): 0 | 1 | 4 | 8 => {
  const labels = new Set(told.map(({ sentence }) => labelOf(sentence).label));
  if (after.word === 'UNKNOWN' || labels.has('unknown')) return 8;
  // Of the ways that somebody may choose, one may be to end here.
  if (labels.has('refuted') || labels.has('run failed') || (labels.has('run aborted') && verb !== 'choose')) return 1;
  const asked = after.waiting.some(({ number }) => told.some(({ sentence }) => sentence.startsWith(`waiting for A-${number} `)));
  const forks = after.choices.some(
    ({ number, state }) => state === 'waiting' && told.some(({ sentence }) => sentence.startsWith(`C-${number} asks `)),
  );
  return forks || (ASKS.includes(verb) && asked) ? 4 : 0;
};
