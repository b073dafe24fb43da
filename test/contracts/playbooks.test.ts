import { readdirSync, readFileSync } from 'node:fs';
import { catalogOf } from '../../actions/catalog.ts';
import { actions } from '../../actions/index.ts';
import { lintFolder, playbooksFromFiles, readPlaybookFiles } from '../../adapters/playbooks-files.ts';
import { assemble } from '../../core/playbook/assemble.ts';
import { EVIDENCE_ACTIONS, itemsTakenBy } from '../../core/playbook/evidence-cover.ts';
import { playbookSchema } from '../../core/playbook/json-schema.ts';
import { knownFrom } from '../../core/playbook/known-from.ts';
import { operationsOf } from '../../core/playbook/operations-of.ts';
import { release } from '../../core/playbook/version.ts';
import { withoutHover } from '../core/playbook/hover.ts';

const ROOT = new URL('../../playbooks/', import.meta.url).pathname;
const shelf = assemble(await readPlaybookFiles(ROOT));
const catalog = catalogOf(actions);
const known = knownFrom({ actions: catalog, documents: shelf.working });
const folders = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const documents = shelf.working.map((document) => [document.metadata.id, document] as const);
const text = (file: string) => readFileSync(`${ROOT}${file}`, 'utf8');

test('every folder is a playbook, and all of them load', async () => {
  expect(documents.map(([id]) => id)).toEqual(folders);
  expect(shelf.problems).toEqual([]);
  const library = playbooksFromFiles(ROOT);
  expect((await library.all()).map(({ ref }) => ref.id)).toEqual(folders);
  expect(await library.problems()).toEqual([]);
});

test('lint has nothing to say about the shipped playbooks', async () => {
  const linted = await lintFolder(ROOT, catalog);
  expect(linted?.checked).toEqual(folders);
  expect(linted?.findings).toEqual([]);
});

describe.each(documents)('%s', (id, document) => {
  test('has a guide with what a responder needs', () => {
    const guide = text(`${id}/guide.md`);
    for (const part of ['## What is done', '## By hand', '## Why']) expect(guide).toContain(part);
    for (const step of document.steps) expect(guide).toContain(`**${step.id}**`);
  });
  test('fits into a durable execution', () => {
    expect(operationsOf(document, known)).toBeLessThan(3000);
  });
  test('points editors to the schema', () => {
    expect(text(`${id}/playbook.yaml`).split('\n')[0]).toBe('# yaml-language-server: $schema=../schema.json');
  });
  test('is released as it stands', () => {
    expect(release({ versions: shelf.versions, working: shelf.working, released: shelf.released })).toMatchObject({
      failures: [],
      files: new Map(),
    });
    expect(shelf.versions.playbooks[id]?.[document.metadata.version]).toMatch(/^sha256:/);
  });
});

test('what actions say they endanger is something that an evidence action takes', () => {
  for (const id of EVIDENCE_ACTIONS) expect(catalog.map((entry): string => entry.id)).toContain(id);
  const taken = EVIDENCE_ACTIONS.flatMap(itemsTakenBy);
  for (const { id, endangers } of catalog)
    expect({ id, lost: endangers.filter((item) => !taken.includes(item)) }).toEqual({ id, lost: [] });
});

test('schema.json is what the catalog and the language make of it', () => {
  expect(JSON.parse(text('schema.json'))).toEqual(playbookSchema(catalog, shelf.working));
  expect(withoutHover(JSON.parse(text('schema.json')))).toEqual([]);
});
