import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacaoOf } from '../../core/playbook/cacao/export.ts';
import { EVERY, EVIDENCE } from '../core/playbook/every-construct.ts';
import { CATALOG, SHIPPED } from '../core/playbook/shipped.ts';

/** Needs python3 with the package jsonschema; without it this fails. */
const SCRIPT = new URL('cacao.py', import.meta.url).pathname;
const SCHEMAS = new URL('../core/playbook/cacao/data/cacao-2.0.json', import.meta.url).pathname;
const documents = [...SHIPPED, EVIDENCE, EVERY];
const known = {
  action: (id: string) => CATALOG.find((entry) => entry.id === id),
  called: (id: string) => documents.find(({ metadata }) => metadata.id === id),
};

describe('CACAO 2.0, judged by python-jsonschema', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-cacao-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string): string => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, text);
    return path;
  };
  const exported = documents.map((document) => {
    const made = cacaoOf(document, known);
    if (!made.ok) throw new Error(made.failure.why);
    return [document.metadata.id, JSON.stringify(made.value)] as const;
  });
  const judge = (paths: readonly string[]): readonly string[] =>
    JSON.parse(execFileSync('python3', [SCRIPT, SCHEMAS, ...paths], { encoding: 'utf8', timeout: 120_000 }));

  test('every playbook, and one that uses every construct, is valid', () => {
    expect(exported.length).toBeGreaterThanOrEqual(5);
    expect(judge(exported.map(([id, text]) => file(id, text)))).toEqual([]);
  });
  test.each([
    ['a kind of step that does not exist', '"type":"while-condition"', '"type":"for-each"', 'for-each'],
    ['a delay that is a text', '"delay":120000', '"delay":"PT2M"', 'PT2M'],
    ['a field of nobody on a fork', '"type":"parallel"', '"type":"parallel","branches":[]', 'branches'],
  ])('planted: %s', (_what, from, to, says) => {
    const text = exported.find(([id]) => id === EVERY.metadata.id)?.[1] ?? '';
    expect(text).toContain(from);
    expect(judge([file('planted', text.replace(from, to))]).join('\n')).toContain(says);
  });
});
