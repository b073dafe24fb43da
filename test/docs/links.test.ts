import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cliReference } from '../../cli/reference.ts';
import { parse } from '../../cli/parser.ts';
import { VERBS } from '../../core/verb/table.ts';
import { brokenLinks } from './broken-links.ts';
import { shownIn } from './readme-blocks.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []))];

test.each(PAGES)('%s links to files that are there', (page) => {
  expect(brokenLinks(page, read(page), (path) => existsSync(join(ROOT, path)))).toEqual([]);
});
test('a link to nothing is caught', () => {
  expect(brokenLinks('docs/a.md', '[x](b.md) [y](https://x.y/z) [z](c.md#d)', (path) => path === 'docs/c.md')).toEqual(['b.md']);
});

test('docs/reference/cli.md is what the verb table says', () => expect(read('docs/reference/cli.md')).toBe(cliReference(VERBS)));

test('every cordon command of the README is understood, except the one that is there to be refused', () => {
  const commands = shownIn(read('README.md')).filter(({ command }) => command.startsWith('npx cordon '));
  expect(commands.length).toBeGreaterThan(15);
  const refused = commands.filter(({ command }) => {
    try {
      // As a shell would hand them over.
      const words = (command.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
      return parse(VERBS, words.slice(2), '0') === undefined;
    } catch {
      return true;
    }
  });
  expect(refused.map(({ command }) => command)).toEqual(['npx cordon stauts']);
});
