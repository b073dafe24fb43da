import { readFileSync } from 'node:fs';
import { compilePattern } from '../../core/finding/pattern.ts';
import type { JsonObject } from '../../core/json.ts';

const verdict = (pattern: JsonObject, event: JsonObject): string => {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) return `refused: ${compiled.failure.why}`;
  return compiled.value(event) ? 'match' : 'no';
};

/** Patterns, events and what AWS's own matcher (github.com/aws/event-ruler) said of them: `CORDON_PATTERN_CASES`. They are not in the repository. */
const CASES = process.env['CORDON_PATTERN_CASES'] ?? '';

test("the verdicts of AWS's own library", () => {
  const cases: readonly { readonly name: string; readonly rule: JsonObject; readonly event: JsonObject; readonly expect: string }[] =
    JSON.parse(readFileSync(CASES, 'utf8'));
  const others = cases.filter(({ rule, event, expect: expected }) => {
    const found = verdict(rule, event);
    return expected.startsWith('error') ? !found.startsWith('refused') : found !== expected;
  });
  expect(cases.length).toBe(1175);
  // AWS compares addresses as bytes, so the block of everything also takes numbers and version 6. We say no: no pattern of ours uses cidr.
  expect(others.map(({ name }) => name).toSorted()).toEqual(
    ['cidr0 vs "2001:db8::ff" #1', 'cidr0 vs "::1" #1', 'cidr0 vs 300 #1', 'cidr0 vs 300 #1', 'cidr0 vs 5 #1', 'cidr0 vs 5 #1'].toSorted(),
  );
});
