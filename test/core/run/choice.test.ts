import type { Facts } from '../../../core/ledger/facts.ts';
import { foldChoices } from '../../../core/ledger/choice.ts';
import { event } from './event.ts';
import { at } from './step.ts';

const asked = (number: number): Facts['choice.asked'] => ({
  runId: 'run-1',
  path: `ask-${number}`,
  number,
  title: 't',
  ask: 'owner',
  prompt: 'p',
  options: [{ answer: 'yes', means: 'm' }],
  otherwise: 'yes',
  until: at(30),
});
const two = [1, 2].reduce<ReturnType<typeof foldChoices>>(
  (all, number) => foldChoices(all, event('choice.asked', asked(number), number)),
  [],
);

describe('questions about the way to go', () => {
  test('are asked, one after the other', () => {
    expect(two).toEqual([
      { ...asked(1), askedAt: at(1) },
      { ...asked(2), askedAt: at(2) },
    ]);
  });
  test('are answered, each on its own', () => {
    expect(foldChoices(two, event('choice.made', { number: 2, answer: 'yes', by: 'you', reason: 'r' }, 5))).toEqual([
      two[0],
      { ...asked(2), askedAt: at(2), made: { answer: 'yes', by: 'you', reason: 'r', at: at(5) } },
    ]);
  });
  test('by the clock, where nobody did in time; the first answer counts', () => {
    const made = foldChoices(two, event('choice.made', { number: 1, answer: 'yes', by: null }, 5));
    expect(made[0]?.made).toEqual({ answer: 'yes', by: null, at: at(5) });
    expect(foldChoices(made, event('choice.made', { number: 1, answer: 'no', by: 'you' }, 6))).toEqual(made);
  });
  test('and anything else leaves them as they are', () => {
    expect(foldChoices(two, event('note.added', { text: 't', said: at(1) }))).toBe(two);
  });
});
