import { clockTime, type Instant } from '../time.ts';
import type { PersonCard } from './card.ts';

/** What a renderer must know besides the card. */
export interface Page {
  readonly now: Instant;
  /** Columns; `WIDTH` of layout.ts when the surface has no say. */
  readonly width: number;
  /** Titles beside names, where known. */
  readonly people?: readonly PersonCard[];
}

/** `02:41:40Z` today, with its date on any other day. */
export const when = (instant: Instant, now: Instant): string =>
  instant.slice(0, 10) === now.slice(0, 10) ? clockTime(instant) : `${instant.slice(0, 10)} ${clockTime(instant)}`;

/** `ann`, `ann or cy`, `you, ann or cy`. */
export const listed = (names: readonly string[], word: 'and' | 'or'): string =>
  names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;

/** `bo (head of fraud)`; a person who sleeps is still asked, and everybody should know. `06:00Z` is a time of every day. */
export const named = (id: string, { people = [], now }: Pick<Page, 'now' | 'people'>): string => {
  const person = people.find((other) => other.id === id);
  const asleep = person?.asleepUntil != null && now.slice(11, 16) < person.asleepUntil.slice(0, 5);
  const notes = person === undefined ? [] : [person.title, ...(asleep ? [`asleep until ${person.asleepUntil}`] : [])];
  const said = notes.filter((note) => note !== '');
  return said.length === 0 ? id : `${id} (${said.join(', ')})`;
};

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
