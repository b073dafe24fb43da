import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { field, ROOT, run, type Ran } from './field.ts';

interface Manifests {
  readonly manifest: Record<string, unknown>;
  readonly locked: Record<string, Record<string, unknown>>;
}
const sound = (): Manifests => ({
  manifest: { name: 'x', license: 'Apache-2.0', dependencies: { one: '1.0.0' } },
  locked: {
    '': { dependencies: { one: '1.0.0' } },
    'node_modules/one': {
      version: '1.0.0',
      integrity: 'sha512-x',
      license: '(MIT OR GPL-3.0-or-later)',
      optionalDependencies: { 'one-linux': '1.0.0' },
    },
    'node_modules/one-linux': { version: '1.0.0', integrity: 'sha512-x', license: 'MIT', optional: true, os: ['linux'] },
    'node_modules/tables': { version: '1.0.0', integrity: 'sha512-x', license: 'CC-BY-4.0', dev: true },
  },
});
const LICENCE = readFileSync(join(ROOT, 'LICENSE'), 'utf8');
const check = ({ manifest, locked }: Manifests, files: Readonly<Record<string, string>>): Ran => {
  const { at, clear } = field({
    LICENSE: LICENCE,
    'package.json': JSON.stringify(manifest),
    'package-lock.json': JSON.stringify({ packages: locked }),
    ...files,
  });
  try {
    execFileSync('git', ['init', '--quiet', at]);
    return run([join(ROOT, 'bin/check-house.ts'), at], at);
  } finally {
    clear();
  }
};

test('a sound house passes', () => {
  expect(
    check(sound(), { 'core/fine.ts': "export const path = 'work/root';\n", 'README.md': 'see https://example.com/work/home/\n' }),
  ).toEqual({
    code: 0,
    lines: [],
  });
});

/** In parts, as the check itself must not find them here. */
const at = (...parts: readonly string[]): string => `/${parts.join('')}/x`;
const BAD_FILES: readonly (readonly [path: string, text: string, says: string])[] = [
  ['core/utils/thing.ts', '', 'core/utils/thing.ts: "utils" says nothing'],
  ['engine/services/thing.ts', '', 'engine/services/thing.ts: "services" says nothing'],
  ['core/helpers.ts', '', 'core/helpers.ts: "helpers.ts" says nothing'],
  ['core/camelCase.ts', '', 'core/camelCase.ts: "camelCase.ts" is not kebab-case'],
  ['docs/Some_Page.md', '', 'docs/Some_Page.md: "Some_Page.md" is not kebab-case'],
  ['core/Deep/thing.ts', '', 'core/Deep/thing.ts: "Deep" is not kebab-case'],
  ['docs/paths.md', `ok\nsee ${at('wo', 'rk')}\n`, 'docs/paths.md:2: holds a path of somebody’s machine'],
  ['docs/more.md', `"${at('ro', 'ot')}"`, 'docs/more.md:1: holds a path of somebody’s machine'],
  ['docs/mine.md', `(${at('ho', 'me')}/ann)`, 'docs/mine.md:1: holds a path of somebody’s machine'],
  ['docs/registry.md', ['registry.npm', 'js.org'].join(''), 'docs/registry.md:1: holds a registry’s address'],
  ['core/later.ts', ['// TO', 'DO: later\n'].join(''), 'core/later.ts:1: holds an unfinished mark'],
  ['core/merged.ts', `x\n${'<'.repeat(7)} ours\n`, 'core/merged.ts:2: holds a merge mark'],
  ['LICENSE', 'MIT License', 'LICENSE: is not the text of the Apache License 2.0'],
];
describe('what the names and words must not be', () => {
  const found = check(sound(), Object.fromEntries(BAD_FILES.map(([path, text]) => [path, text])));
  test.each(BAD_FILES)('%s', (_, __, says) => expect(found.lines).toContainEqual(expect.stringContaining(says)));
  test('nothing else is said, and the check fails', () => {
    expect(found.code).toBe(1);
    expect(found.lines).toHaveLength(BAD_FILES.length);
  });
});

const change = (edit: (house: Manifests) => void): Manifests => {
  const house = sound();
  edit(house);
  return house;
};
const BAD_LOCKS: readonly (readonly [says: string, house: Manifests])[] = [
  [
    'package.json: one "^1.0.0" is not an exact version',
    change(({ manifest }) => Object.assign(manifest, { dependencies: { one: '^1.0.0' } })),
  ],
  [
    'package.json: two "latest" is not an exact version',
    change(({ manifest }) => Object.assign(manifest, { overrides: { two: 'latest' } })),
  ],
  ['package.json: license is not "Apache-2.0"', change(({ manifest }) => Object.assign(manifest, { license: 'MIT' }))],
  ['one 1.0.0 has no sha512 integrity', change(({ locked }) => delete locked['node_modules/one']?.['integrity'])],
  ['one 1.0.0 lacks one-linux: npm ci fails', change(({ locked }) => delete locked['node_modules/one-linux'])],
  [
    'this project lacks node-x: npm ci fails',
    change(({ locked }) => Object.assign(locked[''] ?? {}, { optionalDependencies: { 'node-x': '1.0.0' } })),
  ],
  [
    'one-linux runs on linux only: make it an optional dependency',
    change(({ locked }) => delete locked['node_modules/one-linux']?.['optional']),
  ],
  [
    'one 1.0.0: AGPL-3.0-only is not a permissive licence',
    change(({ locked }) => Object.assign(locked['node_modules/one'] ?? {}, { license: 'AGPL-3.0-only' })),
  ],
  [
    'one 1.0.0: MIT AND BUSL-1.1 is not',
    change(({ locked }) => Object.assign(locked['node_modules/one'] ?? {}, { license: 'MIT AND BUSL-1.1' })),
  ],
  ['one 1.0.0: no licence is not', change(({ locked }) => delete locked['node_modules/one']?.['license'])],
  ['tables 1.0.0: CC-BY-4.0 is not', change(({ locked }) => delete locked['node_modules/tables']?.['dev'])],
];
describe('what the lock must not be', () => {
  test.each(BAD_LOCKS)('%s', (says, house) => {
    const { code, lines } = check(house, {});
    expect(lines).toEqual([expect.stringContaining(says)]);
    expect(code).toBe(1);
  });
});
