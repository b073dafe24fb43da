import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { GENERATED } from './generated.ts';

/** `--check` compares and changes nothing; `--root` is for tests, so that a planted stale file never touches the working tree. */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, root: { type: 'string', default: '.' } } });

const isCurrent = (path: string, text: string): boolean => existsSync(path) && readFileSync(path, 'utf8') === text;
const made = await Promise.all(GENERATED.map(async ({ path, make }) => ({ path, text: await make() })));
const stale = made.filter(({ path, text }) => !isCurrent(join(values.root, path), text));

for (const { path, text } of stale) {
  if (values.check) {
    console.error(`${path} is stale. Run: npm run generate`);
    continue;
  }
  mkdirSync(dirname(join(values.root, path)), { recursive: true });
  writeFileSync(join(values.root, path), text);
  console.error(`wrote ${path}`);
}
if (values.check && stale.length > 0) process.exitCode = 1;
