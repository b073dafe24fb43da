import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERBS } from '../../core/verb/table.ts';

const ROOMS = ['core', 'sources', 'actions', 'playbooks', 'engine', 'adapters', 'tabletop', 'console', 'cli', 'samples'];
const known = VERBS.map(({ name }) => name);

/** Every command that some text tells people to paste. Words behind the verb are theirs to fill in. */
const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/npx cordon ([a-z][a-z -]*|--help|--version)/g)].flatMap(([, words]) => words?.trim() ?? []);
const exists = (words: string): boolean =>
  words.startsWith('--') || known.some((verb) => words === verb || words.startsWith(`${verb} `)) || words.startsWith('<');

const filesOf = (room: string): readonly string[] =>
  readdirSync(room, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|md|yaml|html)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

test.each(ROOMS)('every command that %s tells people to type exists', (room) => {
  const wrong = filesOf(room).flatMap((file) =>
    commandsIn(readFileSync(file, 'utf8'))
      .filter((words) => !exists(words))
      .map((words) => `${file}: npx cordon ${words}`),
  );
  expect(wrong).toEqual([]);
});

test('a command that does not exist is caught', () => {
  expect(commandsIn('Run npx cordon frobnicate INC-1, or `npx cordon list`.').filter((words) => !exists(words))).toEqual(['frobnicate']);
});
