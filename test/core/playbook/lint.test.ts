import { knownFrom } from '../../../core/playbook/known-from.ts';
import { lintPlaybook } from '../../../core/playbook/lint.ts';
import { readPlaybook } from '../../../core/playbook/read-playbook.ts';
import { RULES, spokenFinding } from '../../../core/playbook/problem.ts';
import { BLOCK_CASES } from './lint-blocks-cases.ts';
import { EXPRESSION_CASES } from './lint-cases-expressions.ts';
import { SENSE_CASES } from './lint-cases-sense.ts';
import { SHAPE_CASES } from './lint-cases-shape.ts';
import { OTHER, SNAPSHOT, SOUND, WATCH } from './lint-cases.ts';
import { ACTIONS, documentOf } from './sample.ts';

const known = knownFrom({
  actions: ACTIONS,
  documents: [SOUND, SNAPSHOT, WATCH, OTHER].map(documentOf),
  references: { atlas: ['AML.T0020', 'AML.T0019'], owaspLlm: ['LLM04:2025'] },
});
const PLANTED = [...SHAPE_CASES, ...EXPRESSION_CASES, ...SENSE_CASES];
const FILE = 'playbooks/sample/playbook.yaml';

test('a sound playbook has no findings', () => {
  expect(lintPlaybook(SOUND, FILE, known)).toEqual([]);
  expect(lintPlaybook(SNAPSHOT, 'playbooks/snapshot/playbook.yaml', known)).toEqual([]);
});

describe('one planted mistake', () => {
  test.each(PLANTED)('$rule: $name', ({ rule, edit: [from, to], at, says, level }) => {
    expect(SOUND).toContain(from);
    const findings = lintPlaybook(
      SOUND.replace(from, () => to),
      FILE,
      known,
    );
    const found = findings.map((finding) => ({ rule: finding.rule, at: `${finding.line}:${finding.column}`, level: finding.level }));
    expect({ found, said: findings.map(spokenFinding) }).toMatchObject({
      found: expect.arrayContaining([{ rule, at, level: level ?? 'error' }]),
    });
    const said = findings.filter((finding) => finding.rule === rule).map(spokenFinding);
    expect(said.some((sentence) => sentence.includes(says) && sentence.startsWith(`${FILE}:`))).toBe(true);
  });
});

test('every rule has a planted mistake', () => {
  const elsewhere = ['size'];
  expect(RULES.filter((rule) => ![...PLANTED, ...BLOCK_CASES].some((planted) => planted.rule === rule))).toEqual(elsewhere);
});

test('playbooks that call each other too deep', () => {
  const chain = [1, 2, 3, 4, 5].map((depth) => {
    const inner = depth === 1 ? 'uses: evidence.snapshot-endpoint, with: { endpoint:' : `playbook: deep-${depth - 1}, with: { target:`;
    return SNAPSHOT.replace('id: snapshot', `id: deep-${depth}`).replace(/uses: .*endpoint:/, inner);
  });
  const deep = knownFrom({ actions: ACTIONS, documents: chain.map(documentOf) });
  const text = SOUND.replace('playbook: snapshot', 'playbook: deep-5');
  expect(lintPlaybook(text, FILE, deep).map(spokenFinding)).toContain(
    `${FILE}:17:15  Playbooks would call each other 5 deep; 4 is the most. Call the inner one here.`,
  );
  expect(lintPlaybook(SOUND.replace('playbook: snapshot', 'playbook: deep-4'), FILE, deep)).toEqual([]);
});

test('a circle of three is refused, whoever is asked', () => {
  const ring = ['a', 'b', 'c'].map((id, index, all) =>
    SNAPSHOT.replace('id: snapshot', `id: ${id}`).replace(
      /uses: .*/,
      `playbook: ${all[(index + 1) % 3]}, with: { target: '\${{ inputs.target }}' } }`,
    ),
  );
  const known3 = knownFrom({ actions: ACTIONS, documents: ring.map(documentOf) });
  for (const [index, id] of ['a', 'b', 'c'].entries())
    expect(lintPlaybook(ring[index] ?? '', `playbooks/${id}/playbook.yaml`, known3).map(({ rule }) => rule)).toContain('unknown-playbook');
});

test('a folder of another name', () => {
  expect(lintPlaybook(SOUND, 'playbooks/sampel/playbook.yaml', known).map(spokenFinding)).toEqual([
    'playbooks/sampel/playbook.yaml:4:7  The folder is called sampel, the playbook sample. Give both the same name.',
  ]);
});

describe('hostile files', () => {
  const positions = (text: string) => lintPlaybook(text, FILE, known).map(({ rule, line, column }) => `${rule} ${line}:${column}`);
  test('more than 64 KB', () => {
    expect(positions(`${SOUND}# ${'x'.repeat(65_536)}`)).toEqual(['size 1:1']);
    expect(positions(`# ${'é'.repeat(32_768)}`)).toEqual(['size 1:1']);
  });
  test('deep nesting is refused with a line, not with a crash', () => {
    for (const text of ['['.repeat(60_000), '- '.repeat(30_000), 'a: {'.repeat(12_000)]) {
      const found = lintPlaybook(text, FILE, known);
      expect(found.length).toBeGreaterThan(0);
      expect(found[0]).toMatchObject({ level: 'error', line: 1 });
    }
  });
  test('a billion laughs', () => {
    const laughs = Array.from(
      { length: 9 },
      (_, i) =>
        `a${i}: &a${i} [${Array(9)
          .fill(i === 0 ? 'x' : `*a${i - 1}`)
          .join(', ')}]`,
    ).join('\n');
    expect(positions(laughs)[0]).toBe('yaml 2:10');
  });
  test('a prototype key changes no object', () => {
    const read = readPlaybook(`${SOUND}__proto__: { polluted: true }\n`, FILE);
    expect(read.ok).toBe(false);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
  test('nothing at all', () => {
    for (const text of ['', '# only a comment', 'null', '[]', 'text']) expect(positions(text)).not.toEqual([]);
  });
});
