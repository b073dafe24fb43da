import type { IncidentCard, TimelineLine } from '../core/report/card.ts';
import { labelOf } from '../core/report/text-timeline.ts';

export type Watched = Pick<IncidentCard, 'word' | 'waiting'>;

/**
 * What a person's command came to: 8 something is unknown, 1 something failed while he watched, 4 what he asked for now waits for others, else 0.
 * An approval of something else that waits now is not his command's business.
 */
export const exitAfter = (verb: string, told: readonly Pick<TimelineLine, 'sentence'>[], after: Watched): 0 | 1 | 4 | 8 => {
  const labels = new Set(told.map(({ sentence }) => labelOf(sentence).label));
  if (after.word === 'UNKNOWN' || labels.has('unknown')) return 8;
  if (labels.has('refuted') || labels.has('run failed') || labels.has('run aborted')) return 1;
  const asked = after.waiting.some(({ number }) => told.some(({ sentence }) => sentence.startsWith(`waiting for A-${number} `)));
  return (verb === 'contain' || verb === 'release') && asked ? 4 : 0;
};
