import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { field, ROOT, run, type Ran } from './field.ts';
import { GROUND, LINT_PLANTS } from './plants.ts';

const lint = (files: Readonly<Record<string, string>>): Ran => {
  const { at, clear } = field({ ...GROUND, ...files });
  for (const part of ['.oxlintrc.json', 'tsconfig.json', 'bin/lint']) cpSync(join(ROOT, part), join(at, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(at, 'node_modules'));
  try {
    return run([join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--format=unix'], at);
  } finally {
    clear();
  }
};
const planted = lint(Object.fromEntries(LINT_PLANTS.map(({ path, bad }) => [path, bad])));
const clean = lint(Object.fromEntries(LINT_PLANTS.filter(({ good }) => good !== '').map(({ path, good }) => [path, good])));

describe('the linter catches what is planted', () => {
  test.each(LINT_PLANTS)('$path: $says', ({ path, says }) => {
    expect(planted.lines.filter((line) => line.startsWith(`${path}:`))).toContainEqual(expect.stringContaining(says));
  });
  test('and fails', () => expect(planted.code).toBe(1));
});

test('the same files without the violations pass: no guard cries at everything', () => {
  expect(clean).toEqual({ code: 0, lines: [] });
});
