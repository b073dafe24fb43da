import { VERBS } from '../../cli/verbs.ts';
import { commandNames } from '../../engine/commands/index.ts';

const route = (name: string) => name.replaceAll(' ', '-');

test('every verb that asks the server is one that the server knows', () => {
  const asked = VERBS.filter(({ where }) => where !== 'here').map(({ name }) => route(name));
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((name) => !commandNames.includes(name))).toEqual([]);
});
test('every verb of the server can be typed', () => {
  const typed = VERBS.map(({ name }) => route(name));
  expect(commandNames.filter((name) => !typed.includes(name))).toEqual([]);
});
