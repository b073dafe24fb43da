import fc from 'fast-check';
import { compile, evaluate, holds, MAX_EXPRESSION } from '../../../core/playbook/expression.ts';
import { atLeast } from '../../../core/playbook/ladder.ts';
import type { Scope } from '../../../core/playbook/scope.ts';
import { FINDING } from './finding.ts';

const scope: Scope = {
  finding: FINDING,
  steps: { 'take-it': { outcome: 'done', output: { packages: ['a', 'b'], count: 2, share: 0.5 } } },
};
const value = (text: string, at: Scope = scope) => {
  const answer = evaluate(text, at);
  return answer.ok ? answer.value : answer.failure.kind;
};

test.each([
  ['finding.sev == 1', true],
  ['finding.sev + 1', 2],
  ['finding.target.name', 'fraud-scorer'],
  ['steps["take-it"].output.packages[0]', 'a'],
  ['size(steps["take-it"].output.packages)', 2],
  ['steps["take-it"].output.share > 0', true],
  ['steps["take-it"].output', { packages: ['a', 'b'], count: 2, share: 0.5 }],
  ['finding.principals.exists(p, p.endsWith("partner-upload"))', true],
  ['finding.attributes.?dataUri', 's3://nb-train/partner/'],
  ['finding.attributes.?nothing', undefined],
  ['finding.attributes.?nothing.orValue("none")', 'none'],
  ['has(finding.attributes.nothing)', false],
  ['has(asset.tier)', false],
  ['atLeast(finding.certainty, "likely")', true],
  ['atLeast("high", "medium")', true],
  ['{"a": [1, 2.5, null]}', { a: [1, 2.5, null] }],
])('%s', (text, expected) => expect(value(text)).toEqual(expected));

test.each([
  'finding.attributes.nothing',
  'asset.tier == "low"',
  'steps.later.output',
  'steps["take-it"].output.packages[7]',
  'finding.title > 3',
  'atLeast(finding.certainty, "hihg")',
  'atLeast(finding.title, "likely")',
  'nonsense',
  '1 +',
  '',
  '1 / 0',
  '1.0 / 0.0',
  '9007199254740993',
  '9223372036854775807 + 1',
  'b"bytes"',
  'type(1)',
  '{"__proto__": 1, "constructor": 2}.nothing',
])('%s has no answer, which is a failure and never a no', (text) => {
  expect(value(text)).toBe('expression');
  const answer = holds(text, scope);
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'expression', effect: 'no-change', retryable: false } });
});

test('a condition that is neither true nor false is a failure', () => {
  for (const text of ['finding.title', '1', 'finding.attributes.?nothing', 'null']) expect(holds(text, scope).ok).toBe(false);
});

test.each([
  '"a".matches("a")',
  'finding.principals.exists(p, p.matches("(a+)+$"))',
  'duration("1s") > duration("2s")',
  'timestamp("2026-01-01T00:00:00Z")',
  'b"{}".json()',
  'cel.bind(x, 1, x)',
  'type("x")',
  'dyn(1)',
])('%s is banned wherever it stands', (text) => {
  const made = compile(text);
  expect(made.ok ? 'compiled' : made.fault.rule).toBe('banned-function');
  expect(value(text)).toBe('expression');
});

test('no attribute name changes how an expression is read', () => {
  for (const name of ['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty']) {
    const attributes = Object.fromEntries([
      ['dataUri', 's3://x/'],
      [name, 'evil'],
    ]);
    const hostile: Scope = { finding: { ...FINDING, attributes } };
    expect(value('finding.attributes.dataUri', hostile)).toBe('s3://x/');
    expect(value('has(finding.attributes.toString)', { finding: FINDING })).toBe(false);
    expect(value(`finding.attributes["${name}"]`, hostile)).toBe('evil');
  }
  expect(value('finding.attributes', { finding: { ...FINDING, attributes: Object.fromEntries([['__proto__', 'x']]) } })).toBe('expression');
});

test('length, depth and loops are bounded', () => {
  expect(compile(`"${'x'.repeat(MAX_EXPRESSION)}"`).ok).toBe(false);
  expect(compile(`${'('.repeat(200)}1${')'.repeat(200)}`).ok).toBe(false);
  expect(compile(Array(300).fill('1').join('+')).ok).toBe(false);
  expect(compile('[1].map(a, [1].map(b, [1].map(c, c)))').ok).toBe(false);
  expect(compile('[1].filter(a, a > 0).map(b, b + 1)').ok).toBe(true);
  const wide: Scope = { inputs: { items: Array.from({ length: 5000 }, (_, index) => index) } };
  expect(value('inputs.items', wide)).toBe('expression');
  expect(value('inputs.text', { inputs: { text: 'x'.repeat(70_000) } })).toBe('expression');
});

test('any text is an answer or a failure, never an exception', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'finding.sev()[]{}"\'=<>!&|+-*/?:, 019axt'.split('')) })),
      (text) => {
        const answer = evaluate(text, scope);
        return answer.ok || answer.failure.kind === 'expression';
      },
    ),
    { numRuns: 2000 },
  );
});

test('what goes in as JSON comes out the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (json) => {
      const plain: unknown = JSON.parse(JSON.stringify(json));
      if (JSON.stringify(plain).includes('__proto__')) return;
      const answer = evaluate('inputs.x', { inputs: { x: JSON.parse(JSON.stringify(plain)) } });
      expect(answer).toEqual({ ok: true, value: plain });
    }),
  );
});

test('atLeast knows order and refuses words of two ladders', () => {
  expect(atLeast('confirmed', 'likely')).toBe(true);
  expect(atLeast('suspected', 'likely')).toBe(false);
  expect(() => atLeast('high', 'likely')).toThrow(RangeError);
});
