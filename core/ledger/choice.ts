import type { Instant } from '../time.ts';
import type { Facts, LedgerEvent } from './facts.ts';

/** One question about the way to go, as the ledger tells it. */
export type ChoiceView = Readonly<Facts['choice.asked']> & {
  readonly askedAt: Instant;
  /** `by` null: nobody answered in time. */
  readonly made?: { readonly answer: string; readonly by: string | null; readonly reason?: string; readonly at: Instant };
};

/** The choices of an incident after one more (believed) fact. The first answer counts. */
export const foldChoices = (choices: readonly ChoiceView[], event: LedgerEvent): readonly ChoiceView[] => {
  if (event.type === 'choice.asked') return [...choices, { ...event.data, askedAt: event.at }];
  if (event.type !== 'choice.made') return choices;
  const { number, ...made } = event.data;
  return choices.map((choice) =>
    choice.number === number && choice.made === undefined ? { ...choice, made: { ...made, at: event.at } } : choice,
  );
};
