import type { Overview } from './card.ts';
import { row } from './layout.ts';
import { listed, type Page } from './text-page.ts';

/** `cordon whoami`. */
export const personLines = ({ you, people }: Pick<Overview, 'you' | 'people'>, { width }: Pick<Page, 'width'>): readonly string[] => {
  const person = people.find(({ id }) => id === you);
  if (person === undefined) return [`You are ${you}. assets.yaml does not name you: you may look, and decide nothing.`];
  const others = people.filter(({ id }) => id !== you).map(({ id, title }) => `${id} (${title})`);
  return [
    `You are ${person.id}: ${person.name}, ${person.title}.`,
    ...row('Decides as', [listed(person.roles, 'and')], width),
    ...row('Others', [others.join(', ')], width),
  ];
};
