import { knownFrom } from '../../../core/playbook/known-from.ts';
import type { KnownAction } from '../../../core/playbook/known.ts';
import { lintPlaybook } from '../../../core/playbook/lint.ts';
import { EVERY_ID, EVERY_KNOWN, EVERY_TEXT, EVIDENCE_ID, EVIDENCE_TEXT } from './every-construct.ts';
import { BLOCK_CASES, inBranch } from './lint-blocks-cases.ts';
import { documentOf } from './sample.ts';
import { CATALOG, SHIPPED } from './shipped.ts';

const FILE = `playbooks/${EVERY_ID}/playbook.yaml`;
const PURGE: KnownAction = {
  id: 's3.purge-objects',
  title: 'Delete objects for good',
  risk: 'A3',
  effect: 'change',
  endangers: [],
  settle: { everySeconds: 5, atMostSeconds: 30 },
  input: { type: 'object', properties: { bucket: { type: 'string' } }, required: ['bucket'], additionalProperties: false },
  undo: 'deleted objects do not come back',
};
const LOOPING = EVIDENCE_TEXT.replace(EVIDENCE_ID, 'looping')
  .replace(/outputs:[^]*mode:/, 'mode:')
  .replace(
    /steps:[^]*/,
    `steps:
  - id: over
    phase: investigate
    foreach:
      in: '\${{ [inputs.target] }}'
      atMost: 3
      steps:
        - { id: copy, phase: investigate, uses: evidence.snapshot-endpoint, with: { endpoint: '\${{ item }}' } }
`,
  );
const known = knownFrom({
  actions: [...CATALOG, PURGE],
  documents: [...SHIPPED, documentOf(EVIDENCE_TEXT), documentOf(EVERY_TEXT), documentOf(LOOPING)],
});

const edited = (text: string, edits: readonly (readonly [string, string])[]): string =>
  edits.reduce((rest, [from, to]) => {
    if (!rest.includes(from)) throw new Error(`there is no ${from}`);
    return rest.replace(from, () => to);
  }, text);
/** `18:13` of a part of the text, and how far into it. */
const placeOf = (text: string, part: string, within = 0): string => {
  const before = text.slice(0, text.indexOf(part) + within);
  return `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
};

test('every construct at once is sound, and so is what it calls', () => {
  expect(lintPlaybook(EVERY_TEXT, FILE, EVERY_KNOWN)).toEqual([]);
  expect(lintPlaybook(EVIDENCE_TEXT, `playbooks/${EVIDENCE_ID}/playbook.yaml`, EVERY_KNOWN)).toEqual([]);
  expect(lintPlaybook(LOOPING, 'playbooks/looping/playbook.yaml', known)).toEqual([]);
});

test.each(BLOCK_CASES)('planted: $name', ({ edits, rule, at: [part, within], says, level = 'error' }) => {
  const text = edited(EVERY_TEXT, edits);
  const findings = lintPlaybook(text, FILE, known);
  const found = findings.map((one) => ({
    rule: one.rule,
    level: one.level,
    at: `${one.line}:${one.column}`,
    said: `${one.sentence} ${one.fix}`,
  }));
  expect(found).toContainEqual({ rule, level, at: placeOf(text, part, within), said: expect.stringMatching(says) });
});

test('evidence above the block counts inside every branch', () => {
  const early = inBranch(
    "{ id: early, phase: contain, uses: sagemaker.rollback-endpoint, with: { endpoint: '${{ finding.target.arn }}' } }",
  );
  expect(lintPlaybook(edited(EVERY_TEXT, [early]), FILE, known)).toEqual([]);
});
test('what cannot be taken back may stand there with a question', () => {
  const asked = inBranch(
    '{ id: purge, phase: contain, uses: s3.purge-objects, with: { bucket: nb-train }, approval: { because: it is poison } }',
  );
  expect(lintPlaybook(edited(EVERY_TEXT, [asked]), FILE, known)).toEqual([]);
});
test('a shared playbook that ends the run of its caller', () => {
  const text = `${EVIDENCE_TEXT}  - { id: end, phase: learn, when: inputs.target == "", abort: { because: nothing to do } }\n`;
  expect(lintPlaybook(text, `playbooks/${EVIDENCE_ID}/playbook.yaml`, known)).toMatchObject([
    { rule: 'schema', line: text.split('\n').length - 1, sentence: 'A shared playbook does not end the run of its caller.' },
  ]);
});
test('an output that names no step', () => {
  const text = EVIDENCE_TEXT.replace('steps.copy.output.bundle', 'steps.kopy.output.bundle');
  expect(lintPlaybook(text, `playbooks/${EVIDENCE_ID}/playbook.yaml`, known)).toMatchObject([
    { rule: 'expression', line: 12, sentence: expect.stringContaining('kopy is not a field') },
  ]);
});
test('an output that is no expression', () => {
  const text = EVIDENCE_TEXT.replace('bundle: ${{ steps.copy.output.bundle }}', 'bundle: steps.copy.output.bundle');
  expect(lintPlaybook(text, `playbooks/${EVIDENCE_ID}/playbook.yaml`, known)).toMatchObject([
    { rule: 'expression', line: 12, column: 11, sentence: '"steps.copy.output.bundle" is a text that never changes.' },
  ]);
});
test('a caller that reads what is not handed back', () => {
  const text = edited(EVERY_TEXT, [['output.?bundle', 'output.bundel']]);
  expect(lintPlaybook(text, FILE, known)[0]).toMatchObject({ rule: 'expression', sentence: expect.stringContaining('bundel') });
});
test('a YAML bomb between the branches', () => {
  const bomb = Array.from(
    { length: 9 },
    (_, i) =>
      `        - &a${i} [${Array(9)
        .fill(i === 0 ? 'x' : `*a${i - 1}`)
        .join(', ')}]`,
  ).join('\n');
  const text = edited(EVERY_TEXT, [['      people:\n', `      bomb:\n${bomb}\n      people:\n`]]);
  const [first] = lintPlaybook(text, FILE, known);
  expect(first).toMatchObject({ rule: 'yaml', level: 'error' });
  expect(`${first?.line}:${first?.column}`).toBe(placeOf(text, '*a0'));
});
