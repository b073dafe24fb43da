import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { catalogOf } from '../../actions/catalog.ts';
import { actions } from '../../actions/index.ts';
import { readPlaybookFiles } from '../../adapters/playbooks-files.ts';
import { assemble } from '../../core/playbook/assemble.ts';
import { isShared, type PlaybookDocument } from '../../core/playbook/document.ts';
import { Rehearsal } from '../../core/playbook/rehearsal-file.ts';
import { knownFrom } from '../../core/playbook/known-from.ts';
import { rehearse } from '../../core/playbook/rehearsal.ts';
import { differences } from '../../core/playbook/rehearse-difference.ts';
import { rehearsePlaybook } from '../../core/playbook/rehearse-playbook.ts';

const ROOT = new URL('../../playbooks/', import.meta.url).pathname;
const documents = assemble(await readPlaybookFiles(ROOT)).working.map((document): readonly [string, PlaybookDocument] => [
  document.metadata.id,
  document,
]);
const known = knownFrom({ actions: catalogOf(actions), documents: documents.map(([, document]) => document) });
const text = (file: string) => readFileSync(`${ROOT}${file}`, 'utf8');

const answering = documents.filter(([, document]) => !isShared(document));
describe.each(answering)('%s answers what it should, and nothing else', (id, document) => {
  test('as `playbook test` finds it', () => {
    const texts = {
      id,
      folder: `playbooks/${id}`,
      playbook: text(`${id}/playbook.yaml`),
      rehearsals: { 'fires.yaml': text(`${id}/fires.yaml`), 'quiet.yaml': text(`${id}/quiet.yaml`) },
    };
    const { shared, runs } = rehearsePlaybook(texts, known);
    expect([shared, runs.map(({ file }) => file)]).toEqual([false, [`playbooks/${id}/fires.yaml`, `playbooks/${id}/quiet.yaml`]]);
    expect(runs.flatMap(({ faults }) => faults)).toEqual([]);
  });
  test('a rehearsal that expects something else is caught', () => {
    const rehearsal = Rehearsal.parse(parse(text(`${id}/fires.yaml`)));
    const found = rehearse(document, rehearsal);
    expect(differences({ ...rehearsal.expect, answers: false }, found)).toHaveLength(1);
    expect(differences({ ...rehearsal.expect, because: 'the moon is full' }, found)).toHaveLength(1);
    expect(differences({ ...rehearsal.expect, steps: [] }, found)).toHaveLength(document.steps.length);
    const [first] = rehearsal.expect.steps ?? [];
    expect(
      first && differences({ ...rehearsal.expect, steps: [{ ...first, with: {} }, ...(rehearsal.expect.steps ?? []).slice(1)] }, found),
    ).toHaveLength(1);
  });
  test('every argument is one that its action takes', () => {
    const { steps } = rehearse(document, Rehearsal.parse(parse(text(`${id}/fires.yaml`))));
    for (const { id: step, with: given } of steps) {
      const found = document.steps.find((one) => one.id === step);
      const action = found !== undefined && 'uses' in found ? actions.find((one) => one.id === found.uses) : undefined;
      if (action !== undefined) expect(action.input.safeParse(given)).toMatchObject({ success: true });
    }
    expect(steps.every(({ asks }) => asks === undefined)).toBe(true);
  });
});

test('training-data-poisoning copes with a finding that names no data and no time', () => {
  const document = documents.find(([id]) => id === 'training-data-poisoning')?.[1];
  const rehearsal = Rehearsal.parse(parse(text('training-data-poisoning/fires.yaml')));
  const bare = { ...rehearsal, finding: { ...rehearsal.finding, attributes: {} } };
  const steps = document === undefined ? [] : rehearse(document, bare).steps;
  const rollback = steps.find(({ id }) => id === 'rollback');
  expect(rollback?.with).toEqual({ endpoint: rehearsal.finding.target?.arn, badData: [] });
  expect(actions.find(({ id }) => id === 'sagemaker.rollback-endpoint')?.input.safeParse(rollback?.with).success).toBe(true);
});

test('a failed rollback rejects nothing, and one that replaced nothing neither', () => {
  const document = documents.find(([id]) => id === 'training-data-poisoning')?.[1];
  const rehearsal = Rehearsal.parse(parse(text('training-data-poisoning/fires.yaml')));
  for (const left of [
    { outcome: 'failed' as const, output: {} },
    { outcome: 'done' as const, output: { fromPackages: [] } },
  ]) {
    const steps = document === undefined ? [] : rehearse(document, { ...rehearsal, left: { rollback: left } }).steps;
    expect(steps.at(-1)).toMatchObject({ id: 'reject', skipped: expect.stringContaining('is false') });
  }
});
