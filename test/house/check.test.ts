import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { field, ROOT, run, type Ran } from './field.ts';

/** A house of one file, sound in every way; its own list of generators, so that it needs no other room. */
const SOUND = {
  'package.json': `${JSON.stringify({ name: 'x', license: 'Apache-2.0', type: 'module', dependencies: { zod: '1.0.0' }, devDependencies: { oxlint: '1.0.0' } }, undefined, 2)}\n`,
  'package-lock.json': '{ "packages": {} }',
  'bin/generated.ts': "export const GENERATED = [{ path: 'docs/made.md', make: async () => 'made\\n' }];\n",
  'docs/made.md': 'made\n',
  'cli/main.ts': "import { one } from '../core/one.ts';\n\nconsole.log(one);\n",
  'core/one.ts': 'export const one = 1;\n',
  'console/page/page.ts': 'export const page = 1;\n',
};
const COPIED = ['bin', '.oxlintrc.json', 'biome.json', 'knip.json', 'tsconfig.json', 'LICENSE', '.gitignore'];

/** The real `npm run check` over that house, with more files planted in it. */
const checked = (plants: Readonly<Record<string, string>>): Ran => {
  const { at, clear } = field({});
  for (const part of COPIED) cpSync(join(ROOT, part), join(at, part), { recursive: true });
  // What reads the product is not part of a house without one.
  for (const part of ['generate', 'range', 'range-constraints.ts']) rmSync(join(at, 'bin', part), { recursive: true });
  for (const [path, text] of Object.entries({ ...SOUND, ...plants })) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), text);
  }
  symlinkSync(join(ROOT, 'node_modules'), join(at, 'node_modules'));
  execFileSync('git', ['init', '--quiet', at]);
  try {
    return run(['bin/check.ts'], at);
  } finally {
    clear();
  }
};
const PLANTS = {
  'core/planted-format.ts': 'export const  planted = 1\n',
  'core/planted-lint.ts': 'export enum Planted {\n  One,\n}\n',
  'core/planted_house.ts': 'export const planted = 1;\n',
  'core/planted-types.ts': "export const planted: number = 'one';\n",
  'core/one.ts': 'export const one = 1;\nexport const plantedUnused = 2;\n',
  'docs/made.md': 'edited by hand\n',
};
const EXPECTED: readonly (readonly [guard: string, names: string, fix: string])[] = [
  ['format', 'core/planted-format.ts', 'npm run format'],
  ['lint', 'core/planted-lint.ts', 'npm run lint -- --fix'],
  ['house', 'core/planted_house.ts', 'npm run check -- house'],
  ['types', 'core/planted-types.ts', 'npm run check -- types'],
  ['unused', 'plantedUnused', 'npm run check -- unused'],
  ['generated', 'docs/made.md is stale', 'npm run generate'],
];

describe('npm run check', () => {
  const { code, lines } = checked(PLANTS);
  const text = lines.join('\n');
  test.each(EXPECTED)('%s fails, names the file and the command that repairs it', (guard, names, fix) => {
    expect(text).toMatch(new RegExp(`FAILED\\S* ${guard} +\\d+\\.\\d s`));
    expect(text).toContain(names);
    expect(text).toContain(`${guard} failed. Fix it: ${fix}`);
  });
  test('names all of them at the end, and fails', () => {
    expect(text).toContain('Failed: format, lint, house, types, unused, generated');
    expect(code).toBe(1);
  });
});

test('and passes a sound house: no guard fails whatever it sees', () => {
  const { code, lines } = checked({});
  expect(lines.map((line) => line.replace(/ +\d+\.\d s$/, '').replace(/\S*ok\S* +/, ''))).toEqual(EXPECTED.map(([guard]) => guard));
  expect(code).toBe(0);
});

test('one guard alone, by name; an unknown name is refused with the list', () => {
  const { code, lines } = run(['bin/check.ts', 'generated'], ROOT);
  expect(lines.filter((line) => /\d\.\d s$/.test(line))).toEqual([expect.stringContaining('generated')]);
  expect(code).toBe(lines.some((line) => line.includes('FAILED')) ? 1 : 0);
  expect(run(['bin/check.ts', 'nonsense'], ROOT)).toEqual({
    code: 2,
    lines: [expect.stringContaining('format lint house types unused generated')],
  });
});
