import { targetOf } from '../asset/resource.ts';
import type { EventOf } from '../ledger/facts.ts';
import { clockTime, spoken } from '../time.ts';
import { saidOnce } from './lease.ts';

type FlowFact =
  | 'block.begun'
  | 'block.ended'
  | 'choice.asked'
  | 'choice.made'
  | 'lease.waiting'
  | 'lease.waited'
  | 'lease.awaited'
  | 'outcome.asked'
  | 'outcome.settled'
  | 'change.adopted'
  | 'review.kept'
  | 'review.due';

/** What a run waits for, what steered it, and what people found by hand, for the timeline. */
export const flowSentence = (event: EventOf<FlowFact>): string | undefined => {
  switch (event.type) {
    case 'block.begun': {
      const { kind, title, seconds = 0, items } = event.data;
      if (kind === 'wait') return `waits ${spoken(seconds)}: ${title}`;
      if (kind === 'foreach') return `${title}: ${items?.length ?? 0} items`;
      return kind === 'parallel' ? `at the same time: ${title}` : undefined;
    }
    case 'block.ended':
      return event.data.outcome === 'failed' ? `failed: ${event.data.path}: ${event.data.because ?? ''}` : undefined;
    case 'choice.asked': {
      const { number, ask, prompt, options, otherwise, until } = event.data;
      const words = options.map(({ answer }) => answer).join(', ');
      return `C-${number} asks ${ask}: ${prompt} (${words}; ${otherwise} if nobody answers until ${clockTime(until)})`;
    }
    case 'choice.made': {
      const { number, answer, by, reason } = event.data;
      return `C-${number}: ${answer}${by === null ? ', because nobody answered' : ''}${reason === undefined ? '' : `: ${reason}`}`;
    }
    case 'lease.waiting':
      return saidOnce(event.data);
    case 'lease.waited':
      return event.data.sentence;
    case 'lease.awaited':
      return `INC-${event.data.byIncident} waits until this run lets go of ${targetOf(event.data.target).name}`;
    case 'outcome.asked':
      return `UNKNOWN: ${event.data.path}: nobody knows whether it took effect; T-${event.data.number} asks people, until then it counts as done`;
    case 'outcome.settled':
      return `looked by hand: ${event.data.path}: ${event.data.answer}: ${event.data.reason}`;
    case 'change.adopted':
      return `changed by hand and accepted: ${event.data.path}: ${event.data.differences.join('; ')}: ${event.data.reason}`;
    case 'review.kept':
      return `stays in force: ${event.data.path}: ${event.data.reason}; asked again ${event.data.until.slice(0, 16)}Z`;
    case 'review.due':
      return event.data.sentence;
  }
};
