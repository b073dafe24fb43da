import { clockTime, secondsBetween, spoken } from '../time.ts';
import type { ChoiceCard } from './card.ts';
import { row, spread } from './layout.ts';
import { when, type Page } from './text-page.ts';

/** `commander (ann)`. */
export const chooserText = ({ role, who: people }: ChoiceCard): string =>
  `${role} (${people.length === 0 ? 'NOBODY in assets.yaml may answer' : people.join(', ')})`;

/** What became of it. */
export const choiceState = ({ state, made, until, otherwise }: ChoiceCard): string => {
  if (made !== null)
    return `${made.answer}, ${made.by ?? 'nobody answered in time'} ${clockTime(made.at)}${made.reason === null ? '' : `: ${made.reason}`}`;
  return state === 'void' ? 'not needed any more: its run has ended' : `until ${clockTime(until)}; then ${otherwise}`;
};

const stateText = (card: ChoiceCard, { now }: Page): string => {
  const { made, until, otherwise } = card;
  if (made !== null)
    return `${made.answer}, ${made.by ?? 'nobody answered in time'} ${when(made.at, now)}${made.reason === null ? '' : `: ${made.reason}`}`;
  if (card.state === 'void') return choiceState(card);
  const seconds = secondsBetween(now, until);
  return `until ${when(until, now)}, ${seconds > 0 ? `${spoken(seconds)} left` : 'time is up'}; then ${otherwise}`;
};

/** One line where no clock runs: whom it asks, until when, and what silence does. */
export const choiceLine = (card: ChoiceCard): string =>
  `C-${card.number} ${card.title}: ${chooserText(card)} until ${clockTime(card.until)}; if nobody answers, ${card.otherwise}`;

/** The command that gives an answer; the first option stands for the others. */
export const chooseCommand = ({ number, options }: ChoiceCard): string => `npx cordon choose C-${number} ${options[0]?.answer ?? ''}`;

/** One line, for the card of an incident: what is asked of whom, and what happens without an answer. */
export const choiceText = (card: ChoiceCard, page: Page): string =>
  `C-${card.number} ${card.prompt} ${card.options.map(({ answer }) => answer).join(' | ')}: ${chooserText(card)}, ${stateText(card, page)}`;

/** `cordon show C-1`. */
export const choiceLines = (card: ChoiceCard, page: Page): readonly string[] => [
  ...spread(`C-${card.number}  ${card.title}`, `INC-${card.incident}`, page.width),
  ...row('Asks', [chooserText(card)], page.width),
  ...row('Question', [card.prompt], page.width),
  ...row(
    'Answers',
    card.options.map(({ answer, means }) => `${answer}: ${means}`),
    page.width,
  ),
  ...row('State', [stateText(card, page)], page.width),
  ...row('Permits', ['nothing: every step that follows asks for its own approval'], page.width),
];
