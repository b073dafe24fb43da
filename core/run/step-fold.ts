import type { EventOf, LedgerEvent } from '../ledger/facts.ts';
import type { Instant } from '../time.ts';
import { foldReview, type ReviewEvent } from './review.ts';
import type { Held, StepView } from './step-view.ts';

/** Facts about a step that has a plan. */
export type StepEvent =
  | EventOf<'step.skipped' | 'grant.issued' | 'step.started' | 'step.progress' | 'step.ended'>
  | EventOf<'hold.observed' | 'outcome.asked' | 'outcome.settled' | 'change.adopted'>
  | ReviewEvent;

const observed = ({ held }: StepView, { look, proof }: EventOf<'hold.observed'>['data'], at: Instant): Held => {
  if (proof.kind !== 'pending') return { looks: look, at, open: 0, proof };
  const { seen } = proof;
  return { looks: look, at, open: (held?.open ?? 0) + 1, ...(held?.proof && { proof: held.proof }), ...(seen && { seen }) };
};

/** A look that proves what nobody knew answers the question by itself, and knows the state that was left. */
const answered = ({ question, settled }: StepView, { data: { proof }, at }: EventOf<'hold.observed'>): Pick<StepView, 'settled'> =>
  question === undefined || settled !== undefined || proof.kind !== 'proven'
    ? {}
    : { settled: { answer: 'changed', by: 'look', at, reason: proof.observed.join('; '), after: proof.after } };

const nameOf = ({ actor }: LedgerEvent): string => (actor.kind === 'human' ? actor.id : actor.kind);

/** A step after one more fact about it. */
export const foldStep = (step: StepView, event: StepEvent): StepView => {
  switch (event.type) {
    case 'step.skipped':
      return { ...step, status: 'skipped', because: event.data.because };
    case 'grant.issued': {
      const { grant } = event.data;
      // It was planned anew since: what was permitted is not what it would do now.
      return step.planDigest === grant.planDigest ? { ...step, grant } : step;
    }
    case 'step.started':
      return { ...step, status: 'started', startedAt: event.at };
    case 'step.progress':
      return { ...step, progress: event.data.sentence };
    case 'step.ended': {
      const { result, output } = event.data;
      return { ...step, status: 'ended', result, endedAt: event.at, ...(output && { output }) };
    }
    case 'hold.observed':
      return { ...step, held: observed(step, event.data, event.at), ...answered(step, event) };
    case 'outcome.asked':
      return { ...step, question: { task: event.data.number, askedAt: event.at } };
    case 'outcome.settled': {
      const { answer, reason } = event.data;
      return step.settled === undefined ? { ...step, settled: { answer, by: nameOf(event), at: event.at, reason } } : step;
    }
    case 'change.adopted': {
      const { after, gone, differences } = event.data;
      return { ...step, adopted: { by: nameOf(event), at: event.at, after, gone, differences } };
    }
    case 'review.set':
    case 'review.due':
    case 'review.ignored':
    case 'review.kept':
      return { ...step, review: foldReview(step.review, event) };
  }
};
