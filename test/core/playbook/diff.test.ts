import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { diffPlaybooks } from '../../../core/playbook/diff.ts';
import { conditionScope } from '../../../core/playbook/diff-meaning.ts';
import { diffLines } from '../../../core/playbook/diff-text.ts';
import { PlaybookDocument } from '../../../core/playbook/document.ts';
import { documentOf } from './sample.ts';
import { KNOWN, SHIPPED, shippedText } from './shipped.ts';

const diff = (a: PlaybookDocument, b: PlaybookDocument) => diffPlaybooks(a, b, KNOWN);
const kinds = (a: PlaybookDocument, b: PlaybookDocument, kind: string) =>
  diff(a, b)
    .changes.filter((one) => one.kind === kind && one.field === undefined)
    .map(({ step }) => step ?? '')
    .toSorted();
const fieldsIn = (a: PlaybookDocument, b: PlaybookDocument) =>
  diff(a, b)
    .changes.flatMap(({ step, field }) => (field === undefined ? [] : [`${step ?? ''}:${field}`]))
    .toSorted();

/** Some steps of two shipped playbooks in any order, with another mode, owner and condition. */
const someDocument = fc
  .record({
    base: fc.constantFrom(...SHIPPED),
    steps: fc.shuffledSubarray(
      SHIPPED.flatMap(({ steps }) => steps),
      { minLength: 1 },
    ),
    mode: fc.constantFrom('observe', 'propose', 'enforce'),
    owner: fc.string({ minLength: 1, maxLength: 20 }),
  })
  .map(({ base, steps, mode, owner }) => PlaybookDocument.parse({ ...base, steps, mode, metadata: { ...base.metadata, owner } }));

describe('for any two documents', () => {
  test('nothing differs from itself', () => {
    fc.assert(
      fc.property(someDocument, (one) => {
        expect(diff(one, one)).toEqual({ changes: [], consequences: [], bump: 'none', versioned: true });
        expect(diff(one, PlaybookDocument.parse(JSON.parse(JSON.stringify(one)))).changes).toEqual([]);
      }),
    );
  });
  test('what is added one way is removed the other way, and the same fields differ', () => {
    fc.assert(
      fc.property(someDocument, someDocument, (a, b) => {
        expect(kinds(a, b, 'added')).toEqual(kinds(b, a, 'removed'));
        expect(kinds(a, b, 'moved')).toHaveLength(kinds(b, a, 'moved').length);
        expect(fieldsIn(a, b)).toEqual(fieldsIn(b, a));
      }),
    );
  });
  test('moving what was not moved makes the new order: no move is missed', () => {
    fc.assert(
      fc.property(someDocument, someDocument, (a, b) => {
        const moved = new Set([...kinds(a, b, 'moved'), ...kinds(a, b, 'removed'), ...kinds(a, b, 'added')]);
        // Names that are there twice are told apart by number, so only documents without such names are compared here.
        const names = (one: PlaybookDocument) => one.steps.map(({ id }) => id).filter((id) => !moved.has(id));
        const unique = (one: PlaybookDocument) => new Set(one.steps.map(({ id }) => id)).size === one.steps.length;
        fc.pre(unique(a) && unique(b));
        expect(names(a)).toEqual(names(b));
      }),
    );
  });
});

const otherwise = (value: Json): readonly Json[] => {
  if (typeof value === 'string')
    return [`${value}x`, value.slice(0, -1), 'PT7H', 'enforce', 'continue', 'hold', 'owner', 'AML.T0043', '9.9.9', 'learn', 'instant'];
  if (typeof value === 'number') return [value + 1];
  if (typeof value === 'boolean') return [!value];
  return Array.isArray(value) ? [value.slice(1), [...value, ...value.slice(0, 1)], [...value, 'conflict'], [...value, 'model-theft']] : [];
};
/** Every document that differs from this one in one value. */
const mutants = (value: Json): readonly Json[] => {
  const here = otherwise(value);
  if (Array.isArray(value)) {
    const list: readonly Json[] = value;
    return [...here, ...list.flatMap((item, at) => mutants(item).map((other) => list.with(at, other)))];
  }
  if (!isObject(value)) return here;
  return Object.entries(value).flatMap(([name, field]): readonly JsonObject[] => {
    const { [name]: _gone, ...rest } = value;
    return field === undefined ? [] : [rest, ...mutants(field).map((other) => ({ ...value, [name]: other }))];
  });
};

test.each(SHIPPED.map((document) => [document.metadata.id, document] as const))(
  '%s: no mutation of one field is missed',
  (_id, document) => {
    const released = PlaybookDocument.parse({
      ...document,
      onEvidenceFailure: 'contain',
      locks: {
        shared: { version: '1.0.0', digest: `sha256:${'0'.repeat(64)}` },
        other: { version: '1.0.0', digest: `sha256:${'1'.repeat(64)}` },
      },
    });
    const valid = mutants(JSON.parse(JSON.stringify(released))).flatMap((one) => {
      const parsed = PlaybookDocument.safeParse(one);
      return parsed.success ? [parsed.data] : [];
    });
    expect(valid.length).toBeGreaterThan(25);
    for (const mutant of valid) {
      if (JSON.stringify(mutant) === JSON.stringify(released) || mutant.locks === undefined) continue;
      const { changes } = diff(released, mutant);
      expect(changes.length).toBeGreaterThan(0);
      for (const { means } of changes) expect(means).not.toContain('nothing is known');
    }
  },
);

const BEFORE = shippedText('training-data-poisoning/playbook.yaml');
describe('what a change means', () => {
  test.each<[string, string, string, { safety: string; bump: string; means: RegExp }]>([
    ['words', 'title: Nobody may call', 'title: No one may call', { safety: 'same', bump: 'patch', means: /words/ }],
    ['mode raised', 'mode: propose', 'mode: enforce', { safety: 'looser', bump: 'major', means: /mode raised/ }],
    ['mode lowered', 'mode: propose', 'mode: observe', { safety: 'tighter', bump: 'minor', means: /mode lowered/ }],
    [
      'trigger narrowed',
      'where: atLeast',
      'where: finding.corroborated && atLeast',
      { safety: 'tighter', bump: 'minor', means: /narrowed/ },
    ],
    ['trigger widened', ' && finding.target.kind == "endpoint"', '', { safety: 'looser', bump: 'major', means: /widened/ }],
    ['another trigger', '"likely"', '"suspected"', { safety: 'unsure', bump: 'major', means: /does not show/ }],
    [
      'another class too',
      'findings: [training-data-poisoning]',
      'findings: [training-data-poisoning, prompt-injection]',
      { safety: 'looser', bump: 'major', means: /now answers prompt-injection/ },
    ],
    ['without evidence: hold', 'onEvidenceFailure: contain\n', '', { safety: 'unsure', bump: 'major', means: /holds and asks/ }],
    [
      'the default, written out',
      'reviewAfter: PT4H',
      'reviewAfter: PT4H\n    onFailure: stop',
      { safety: 'same', bump: 'patch', means: /default/ },
    ],
    [
      'goes on after a failure',
      'reviewAfter: PT4H',
      'reviewAfter: PT4H\n    onFailure: continue',
      { safety: 'looser', bump: 'major', means: /later steps/ },
    ],
    ['asked later', 'reviewAfter: PT4H', 'reviewAfter: P1D', { safety: 'looser', bump: 'major', means: /later/ }],
    ['asked earlier', 'reviewAfter: PT4H', 'reviewAfter: PT1H', { safety: 'tighter', bump: 'minor', means: /earlier/ }],
    ['never asked', '    reviewAfter: PT4H\n', '', { safety: 'looser', bump: 'major', means: /nobody is asked/ }],
    [
      'contains less often',
      '    title: Nobody may call',
      '    when: finding.corroborated\n    title: Nobody may call',
      { safety: 'looser', bump: 'major', means: /contains less often/ },
    ],
    [
      'acts more often',
      ' && size(steps.rollback.output.fromPackages) > 0',
      '',
      { safety: 'looser', bump: 'major', means: /acts more often/ },
    ],
    [
      'approval level up',
      'uses: sagemaker.quarantine-endpoint',
      'uses: sagemaker.rollback-endpoint',
      { safety: 'looser', bump: 'major', means: /no longer does; approval level from A2-contain .* to A2-change/ },
    ],
    ['other tries', 'attempts: 5', 'attempts: 4', { safety: 'same', bump: 'minor', means: /tried again/ }],
    [
      'acts on something else',
      "endpoint: '${{ finding.target.arn }}' }",
      "endpoint: '${{ asset.arn }}' }",
      { safety: 'unsure', bump: 'major', means: /something else/ },
    ],
  ])('%s', (_what, from, to, meaning) => {
    expect(BEFORE).toContain(from);
    const { changes, bump } = diff(documentOf(BEFORE), documentOf(BEFORE.replace(from, () => to)));
    expect(changes).toHaveLength(1);
    expect([changes[0], bump]).toMatchObject([
      { safety: meaning.safety, bump: meaning.bump, means: expect.stringMatching(meaning.means) },
      meaning.bump,
    ]);
  });
  test('evidence that comes after containment instead of before is said, and the other way round', () => {
    const [document] = [documentOf(BEFORE)];
    const [evidence, deny, ...rest] = document.steps;
    if (evidence === undefined || deny === undefined) throw new Error('two steps are needed');
    const late = { ...document, steps: [deny, evidence, ...rest] };
    expect(diff(document, late).consequences).toMatchObject([
      { step: 'deny', safety: 'looser', means: expect.stringContaining('now it acts first') },
    ]);
    expect(diff(late, document).consequences).toMatchObject([{ step: 'deny', safety: 'tighter' }]);
    const maybe = { ...document, steps: [{ ...evidence, when: 'finding.corroborated' }, deny, ...rest] };
    expect(diff(document, maybe).consequences).toMatchObject([
      { step: 'deny', safety: 'looser' },
      { step: 'rollback' },
      { step: 'reject' },
    ]);
    const bare = { ...document, steps: [deny, ...rest] };
    expect(diff(document, bare).consequences.map(({ step }) => step)).toEqual(['deny', 'rollback', 'reject']);
  });
  test('the highest approval level, and steps that come and go', () => {
    const document = documentOf(BEFORE);
    const small = { ...document, steps: document.steps.slice(0, 2) };
    expect(diff(small, document)).toMatchObject({
      changes: [
        { kind: 'added', step: 'rollback', safety: 'looser' },
        { kind: 'added', step: 'reject' },
      ],
      consequences: expect.arrayContaining([
        expect.objectContaining({ means: expect.stringContaining('highest approval level up: from A2-contain to A2-change') }),
      ]),
    });
    expect(diff({ ...document, steps: document.steps.slice(1) }, document).changes).toMatchObject([
      { kind: 'added', step: 'evidence', safety: 'tighter' },
    ]);
    expect(diff(document, { ...document, steps: document.steps.toSpliced(1, 1) }).changes).toMatchObject([
      { kind: 'removed', step: 'deny', safety: 'looser', means: expect.stringContaining('contained') },
    ]);
  });
});

describe('which version a change needs', () => {
  const at = (version: string, edit: (text: string) => string = (text) => text): PlaybookDocument =>
    documentOf(edit(BEFORE.replace('version: 1.0.0', `version: ${version}`)));
  const louder = (text: string) => text.replace('mode: propose', 'mode: enforce');
  const title = (text: string) => text.replace('title: Nobody', 'title: No one');
  test.each([
    ['1.0.0', '1.0.0', louder, '2.0.0', false],
    ['1.4.2', '2.0.0', louder, '2.0.0', true],
    ['1.4.2', '1.4.3', title, '1.4.3', true],
    ['1.4.2', '1.4.2', title, '1.4.3', false],
    ['1.0.0', '3.0.0', (text: string) => text, undefined, true],
  ] as const)('%s -> %s', (from, to, edit, needs, versioned) => {
    const found = diff(at(from), at(to, edit));
    expect([found.needs, found.versioned]).toEqual([needs, versioned]);
    const lines = diffLines(found, ['before', 'after'], to, 100).join('\n');
    expect(lines.includes('raise metadata.version')).toBe(!versioned);
  });
  test('two playbooks are compared, their versions are not', () => {
    const [a, b] = SHIPPED;
    if (a === undefined || b === undefined) throw new Error('two playbooks are needed');
    expect(diff(a, b)).not.toHaveProperty('needs');
    expect(diffLines(diff(a, b), ['a', 'b'], '1.0.0', 100).at(-1)).toContain('two playbooks');
  });
});

test.each([
  ['a && b', 'b && a', 'same'],
  ['finding.sev == 1', 'finding.sev == 1 && has(finding.target)', 'narrower'],
  ['a && b && c', 'c && a', 'wider'],
  ['a', 'a || b', 'wider'],
  ['a || b', 'b', 'narrower'],
  ['a && b', 'a && c', 'other'],
  ['a > 1', 'a > 0', 'other'],
  ['a &&', 'a', 'other'],
] as const)('condition %s -> %s: %s', (before, after, scope) => {
  expect(conditionScope(before, after)).toBe(scope);
});
