import fc from 'fast-check';
import type { JsonObject } from '../../../core/json.ts';
import { partsOf, render, wholeExpression } from '../../../core/playbook/template.ts';
import { FINDING } from './finding.ts';

const rendered = (template: JsonObject, inputs: JsonObject = {}) => {
  const result = render(template, { finding: FINDING, inputs });
  return result.ok ? result.value : result.failure.kind;
};

test('one expression keeps its type; embedded ones become text', () => {
  expect(
    rendered({
      a: '${{ finding.sev }}',
      b: ' ${{ finding.sev }} ',
      c: 'sev ${{ finding.sev }}/${{ finding.isSample }}',
      d: ['${{ finding.principals }}'],
    }),
  ).toEqual({
    a: 1,
    b: 1,
    c: 'sev 1/false',
    d: [['arn:aws:iam::111122223333:role/partner-upload']],
  });
});

test('an empty optional leaves its field or item out', () => {
  expect(
    rendered({
      a: '${{ finding.attributes.?nothing }}',
      b: ['x', '${{ finding.attributes.?nothing }}'],
      c: { d: '${{ finding.attributes.?nothing }}' },
    }),
  ).toEqual({ b: ['x'], c: {} });
  expect(rendered({ a: 'data: ${{ finding.attributes.?nothing }}' })).toBe('expression');
});

test('braces and quotes inside an expression do not end it', () => {
  expect(rendered({ a: '${{ {"a": {"b": "}}"}} }}', b: "${{ 'it\\'s }}' }}" })).toEqual({ a: { a: { b: '}}' } }, b: "it's }}" });
});

test('what is not closed, or has no answer, asks a person', () => {
  for (const text of ['${{ finding.sev', 'x ${{ } }', '${{ finding.nothing }}', 'a ${{ finding.principals }}', '${{ }}'])
    expect(rendered({ a: text })).toBe('expression');
});

test('text from a value is never evaluated, whatever it says', () => {
  const evil = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('${{ finding.sev }}', '}} ${{ 1 + 1 }}', '${{', '}}', '"); drop', '${{ inputs.x }}', '{{x}}', '$', '\\'),
    fc.tuple(fc.string(), fc.constantFrom('${{ 1 }}', '}}', '${{'), fc.string()).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(evil, (x) => {
      fc.pre(x.isWellFormed());
      expect(rendered({ whole: '${{ inputs.x }}', inside: 'a ${{ inputs.x }} b', list: ['${{ inputs.x }}'] }, { x })).toEqual({
        whole: x,
        inside: `a ${x} b`,
        list: [x],
      });
    }),
    { numRuns: 1000 },
  );
});

test('a template without expressions is itself', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()))),
      (template) => {
        fc.pre(!JSON.stringify(template).includes('${{'));
        expect(rendered(template)).toEqual({ ...template });
      },
    ),
  );
});

test('parts put together are the text again', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constant('${{ a }}'))), (pieces) => {
      const text = pieces.join('');
      const parts = partsOf(text);
      if (parts === undefined) return;
      for (const part of parts)
        if (part.kind === 'expression') expect(text.slice(part.start, part.start + part.text.length)).toBe(part.text);
      expect(parts.filter(({ kind }) => kind === 'text').every(({ text: one }) => text.includes(one))).toBe(true);
    }),
  );
  expect(wholeExpression('${{ a }}${{ b }}')).toBeUndefined();
});
