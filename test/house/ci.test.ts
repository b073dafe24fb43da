import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { field, ROOT } from './field.ts';

type Totals = { readonly passed: number; readonly failed: number; readonly skipped: number };
const fine: Totals = { passed: 3, failed: 0, skipped: 0 };
const SUITES = ['test', 'test:long', 'test:browser', 'test:dynamodb', 'test:gate', 'conformance', 'test:crash'];

/** In npm's place: says which command was asked for, leaves the numbers that jest would leave, and ends as told. */
const stub = (totals: Readonly<Record<string, Totals | undefined>>, broken: readonly string[]): string =>
  `#!/usr/bin/env bash
name="$1"; [ "$name" = run ] && name="$2"
echo "asked: $* CI=$CI"
case "$name" in
${Object.entries(totals)
  .map(([name, numbers]) => `  ${name}) ${numbers === undefined ? ':' : `echo '${JSON.stringify(numbers)}' >> "$CORDON_JEST_TOTALS"`} ;;`)
  .join('\n')}
esac
case " ${broken.join(' ')} " in *" $name "*) exit 1 ;; esac
`;
/** The real .ci/run, with npm and the package manager of the machine replaced: this is about what it counts and when it fails. */
const ci = (changes: Readonly<Record<string, Totals | undefined>>, broken: readonly string[] = []) => {
  const totals = { ...Object.fromEntries(SUITES.map((name) => [name, fine])), ...changes };
  const { at, clear } = field({ 'stub/npm': stub(totals, broken), 'stub/apt-get': '#!/bin/sh\n', 'stub/sudo': '#!/bin/sh\n' });
  cpSync(join(ROOT, '.ci/run'), join(at, '.ci/run'));
  for (const name of ['npm', 'apt-get', 'sudo']) chmodSync(join(at, 'stub', name), 0o755);
  const env = { ...process.env, PATH: `${join(at, 'stub')}${delimiter}${process.env['PATH'] ?? ''}` };
  const { status, stdout } = spawnSync(join(at, '.ci/run'), { cwd: at, encoding: 'utf8', env, timeout: 60_000 });
  clear();
  const lines = stdout.trimEnd().split('\n');
  return {
    code: status,
    last: lines.at(-1),
    named: lines.filter((line) => line.startsWith('FAILED: ')),
    asked: lines.filter((line) => line.startsWith('asked: ')),
  };
};

test('runs everything, the newcomer’s command first, and sums the numbers on the last line', () => {
  const { code, last, named, asked } = ci({ 'test:crash': { passed: 5, failed: 0, skipped: 0 } });
  expect({ code, last, named }).toEqual({ code: 0, last: '23 passed, 0 failed', named: [] });
  expect(asked).toEqual(
    ['test', 'run check', 'run synth', ...SUITES.slice(1).map((suite) => `run ${suite}`)].map((command) => `asked: ${command} CI=true`),
  );
});

test.each([
  ['a failed test', ci({ test: { passed: 2, failed: 1, skipped: 0 } }, ['test']), '20 passed, 1 failed', ['FAILED: npm test']],
  [
    'a skipped test',
    ci({ 'test:browser': { passed: 2, failed: 0, skipped: 1 } }),
    '20 passed, 1 failed',
    ['FAILED: npm run test:browser (skipped tests)'],
  ],
  [
    'a suite without a test',
    ci({ 'test:crash': { passed: 0, failed: 0, skipped: 0 } }),
    '18 passed, 1 failed',
    ['FAILED: npm run test:crash (skipped tests)'],
  ],
  ['a suite that never ran', ci({ 'test:dynamodb': undefined }), '18 passed, 1 failed', ['FAILED: npm run test:dynamodb (ran no test)']],
  ['a guard', ci({}, ['check']), '21 passed, 1 failed', ['FAILED: npm run check']],
  ['a stack that does not synthesise', ci({}, ['synth']), '21 passed, 1 failed', ['FAILED: npm run synth']],
])('%s fails it, and what comes after still runs', (_, { code, last, named, asked }, expectedLast, expectedNames) => {
  expect({ code, last, named }).toEqual({ code: 1, last: expectedLast, named: expectedNames });
  expect(asked).toHaveLength(9);
});
