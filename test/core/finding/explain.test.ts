import { readFileSync } from 'node:fs';
import { explainFile, type ExplainDeps } from '../../../core/finding/explain.ts';
import { sources } from '../../../sources/index.ts';

const root = new URL('../../../', import.meta.url);
const deps: ExplainDeps = {
  sources,
  settings: { members: ['111122223333'], detectionSources: [{ source: 'northbank.ingest-guard', account: '111122223333' }] },
  select: (finding) => ({ playbook: { id: finding.incidentClass, version: '1.0.0', digest: `sha256:${'0'.repeat(64)}` }, reasons: [] }),
};
const explained = (path: string, more: Partial<ExplainDeps> = {}) => explainFile(readFileSync(new URL(path, root)), { ...deps, ...more });

describe('explain', () => {
  test('good lines are decided, bad ones are listed with their line', () => {
    const { schemaVersion, events, unreadable } = explained('test/events/mixed.ndjson');
    expect(schemaVersion).toBe(1);
    expect(events.map(({ at, outcome, aiWorkload, playbook }) => [at, outcome, aiWorkload, playbook?.id ?? null])).toEqual([
      ['line 1', 'respond', 'yes', 'training-data-poisoning'],
      ['line 3', 'ignore', 'yes', null],
    ]);
    expect(unreadable.map(({ at }) => at)).toEqual(['line 2', 'line 4']);
    expect(unreadable.every(({ failure }) => failure.kind === 'unreadable' && failure.effect === 'no-change')).toBe(true);
  });
  test('a parser that refuses is a refusal with its clause', () => {
    const text = readFileSync(new URL('samples/poisoned-training.json', root), 'utf8');
    const { events, unreadable } = explainFile(text.replace('training-data-poisoning', 'model-theft'), deps);
    expect(events).toEqual([]);
    expect(unreadable[0]?.failure.why).toMatch(/^detail\.class: /);
    const typo = explainFile(text.replace('"indicators"', '"indicator"'), deps).unreadable[0]?.failure.why;
    expect(typo).toMatch(/^detail\.?[a-z]*: /);
  });
  test('what no source reads is ignored, by name', () => {
    expect(explained('test/events/unknown-source.json').events[0]).toMatchObject({
      outcome: 'ignore',
      aiWorkload: 'needs-lookup',
      findings: [],
      playbook: null,
      reasons: [{ rule: 'source', verdict: false, sentence: 'No source of Cordon reads KMS CMK Deletion from aws.kms.' }],
    });
  });
  test('membership may be left open, and the answer says so', () => {
    expect(explained('test/events/other-company.json').events[0]?.outcome).toBe('record');
    const open = explained('test/events/other-company.json', {
      settings: { members: 'unchecked', detectionSources: [{ source: 'northbank.ingest-guard', account: '999988887777' }] },
    });
    expect(open.events[0]?.outcome).toBe('respond');
    expect(open.events[0]?.reasons.at(-1)?.sentence).toBe('Whether account 999988887777 is a member was not checked.');
  });
  test('hostile text arrives as one harmless line', () => {
    const { events } = explained('test/events/hostile-title.json');
    expect(events[0]?.findings[0]?.title).toBe('[2J you are safe Outcome   ignore. \u{1F600}');
    expect(JSON.stringify(events)).not.toMatch(/[\u202e]/);
  });
  test('the same text is the same answer', () => {
    expect(explained('test/events/mixed.ndjson')).toEqual(explained('test/events/mixed.ndjson'));
  });
  test('1,000 lines in one go', () => {
    const line = JSON.stringify(JSON.parse(readFileSync(new URL('samples/poisoned-training.json', root), 'utf8')));
    expect(explainFile(Array(1000).fill(line).join('\n'), deps).events).toHaveLength(1000);
  });
});
