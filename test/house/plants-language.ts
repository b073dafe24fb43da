import type { Plant } from './plant.ts';

const OWN = 'export const x = 1;\n';
const lines = (count: number): string => Array.from({ length: count }, (_, index) => `export const x${index} = ${index};\n`).join('');
const imports = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `import { x as x${index} } from './part-${index}.ts';\nexport const y${index} = x${index};\n`,
  ).join('');
const branches = (count: number): string =>
  `export const f = (n: number): number => {\n${Array.from({ length: count }, (_, index) => `  if (n === ${index}) return ${index + 7};\n`).join('')}  return n;\n};\n`;

/** What the language must not be used for. */
export const LANGUAGE: readonly Plant[] = [
  {
    path: 'core/cycle-a.ts',
    says: 'no-cycle',
    bad: "import { b } from './cycle-b.ts';\nexport const a = () => b;\n",
    good: 'export const a = () => 1;\n',
  },
  {
    path: 'core/cycle-b.ts',
    says: 'no-cycle',
    bad: "import { a } from './cycle-a.ts';\nexport const b = () => a;\n",
    good: "import { a } from './cycle-a.ts';\nexport const b = () => a;\n",
  },
  {
    path: 'engine/floats.ts',
    says: 'no-floating-promises',
    bad: 'export const f = (g: () => Promise<void>) => {\n  g();\n};\n',
    good: 'export const f = async (g: () => Promise<void>) => {\n  await g();\n};\n',
  },
  {
    path: 'core/forgets-a-case.ts',
    says: 'switch-exhaustiveness-check',
    bad: "export const f = (x: 'a' | 'b'): number => {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 0;\n};\n",
    good: "export const f = (x: 'a' | 'b'): number => {\n  switch (x) {\n    case 'a':\n      return 1;\n    case 'b':\n      return 2;\n  }\n};\n",
  },
  {
    path: 'core/anything.ts',
    says: 'no-explicit-any',
    bad: 'export const f = (x: any): string => String(x);\n',
    good: 'export const f = (x: unknown): string => String(x);\n',
  },
  {
    path: 'core/believes.ts',
    says: 'no-unsafe-type-assertion',
    bad: 'export const f = (x: unknown): string => x as string;\n',
    good: "export const f = (x: unknown): string => (typeof x === 'string' ? x : '');\n",
  },
  {
    path: 'console/believes.ts',
    says: 'no-unsafe-type-assertion',
    bad: 'export const f = (x: unknown): string => x as string;\n',
    good: "export const f = (x: unknown): string => (typeof x === 'string' ? x : '');\n",
  },
  {
    path: 'core/insists.ts',
    says: 'no-non-null-assertion',
    bad: 'export const f = (x: string | null): string => x!;\n',
    good: "export const f = (x: string | null): string => x ?? '';\n",
  },
  {
    path: 'engine/class.ts',
    says: 'no class unless',
    bad: 'export class Engine {\n  readonly x = 1;\n}\n',
    good: 'export class EngineFailed extends Error {\n  readonly x = 1;\n}\n',
  },
  { path: 'core/enum.ts', says: 'no enum', bad: 'export enum Colour {\n  Red = 1,\n}\n', good: "export type Colour = 'red';\n" },
  {
    path: 'core/parameter-property.ts',
    says: 'no parameter property',
    bad: 'export class XError extends Error {\n  constructor(readonly x: string) {\n    super();\n  }\n}\n',
    good: 'export class XError extends Error {\n  readonly x = 1;\n}\n',
  },
  {
    path: 'infra/decorated.ts',
    says: 'no decorator',
    bad: 'const d = (_: unknown, __: unknown) => {};\n@d\nexport class XError extends Error {}\n',
    good: 'export class XError extends Error {}\n',
  },
  {
    path: 'core/namespace.ts',
    says: 'no-namespace',
    bad: 'export namespace N {\n  export type X = string;\n}\n',
    good: 'export type X = string;\n',
  },
  { path: 'core/nameless.ts', says: 'no-default-export', bad: 'const x = 1;\nexport default x;\n', good: OWN },
  { path: 'core/long.ts', says: 'max-lines', bad: lines(251), good: lines(250) },
  { path: 'functions/long-handler.ts', says: 'max-lines', bad: lines(41), good: lines(40) },
  { path: 'engine/knows-everybody.ts', says: 'max-dependencies', bad: imports(11), good: imports(10) },
  { path: 'core/labyrinth.ts', says: 'complexity', bad: branches(20), good: branches(19) },
  { path: 'core/NotKebab.ts', says: 'filename-case', bad: OWN, good: '' },
  {
    path: 'test/only.test.ts',
    says: 'no-focused-tests',
    bad: "test.only('x', () => expect(1).toBe(1));\n",
    good: "test('x', () => expect(1).toBe(1));\n",
  },
  {
    path: 'test/skipped.test.ts',
    says: 'no-disabled-tests',
    bad: "test.skip('x', () => expect(1).toBe(1));\n",
    good: "test('x', () => expect(1).toBe(1));\n",
  },
  {
    path: 'test/says-nothing.test.ts',
    says: 'expect-expect',
    bad: "test('x', () => {});\n",
    good: "test('x', () => expect(1).toBe(1));\n",
  },
  {
    path: 'test/mocks.test.ts',
    says: 'no mocks of our own modules',
    bad: "import { jest } from '@jest/globals';\njest.unstable_mockModule('../core/failure.ts', () => ({}));\ntest('x', () => expect(1).toBe(1));\n",
    good: "test('x', () => expect(1).toBe(1));\n",
  },
  { path: 'core/waved-through.ts', says: 'Unused', bad: '// oxlint-disable-next-line no-console\nexport const x = 1;\n', good: OWN },
];
