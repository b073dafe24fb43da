import { secondsBetween, spoken } from '../time.ts';
import type { TaskCard } from './card.ts';
import { row, spread } from './layout.ts';
import { when, type Page } from './text-page.ts';

/** `owner (cy, dee)`; a role that nobody fills says so, because then nobody will do it. */
const whoText = ({ role, who }: TaskCard): string =>
  `${role} (${who.length === 0 ? 'NOBODY in assets.yaml fills this role' : who.join(', ')})`;

/** `done by cy 03:40:12Z`, `due 07:40:12Z, 3:59:01 left`, `OVERDUE since …`. */
const stateText = ({ due, done }: TaskCard, { now }: Page): string => {
  if (done !== null) return `done by ${done.by} ${when(done.at, now)}: ${done.said}`;
  const left = secondsBetween(now, due);
  return left < 0 ? `OVERDUE since ${when(due, now)}` : `due ${when(due, now)}, ${spoken(left)} left`;
};

/** One line per task, for the card of an incident: who, until when, what. */
export const taskText = (card: TaskCard, page: Page): string =>
  `T-${card.number} ${card.title}: ${whoText(card)}, ${stateText(card, page)}`;

/** `cordon task list`: each task with what is to be done and when it is done. */
export const taskLines = (cards: readonly TaskCard[], page: Page): readonly string[] =>
  cards.length === 0
    ? ['No tasks.']
    : cards.flatMap((card) => [
        ...spread(`T-${card.number}  ${card.title}`, `INC-${card.incident}`, page.width),
        ...row('For', [whoText(card)], page.width),
        ...row('What', [card.instruct], page.width),
        ...row('Done when', card.doneWhen === null ? [] : [card.doneWhen], page.width),
        ...row('State', [stateText(card, page)], page.width),
      ]);
