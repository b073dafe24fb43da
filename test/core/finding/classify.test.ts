import { severityOf } from '../../../core/finding/classify.ts';
import { outcomeRank } from '../../../core/finding/decide.ts';
import { assuranceOf, SIGNALS, signalRule } from '../../../core/finding/signals.ts';

test('severity: tier and certainty, and an unknown tier counts as medium', () => {
  const table = (['high', 'medium', 'low', undefined] as const).map((tier) =>
    (['suspected', 'likely', 'confirmed'] as const).map((certainty) => severityOf(tier, certainty, false)),
  );
  expect(table).toEqual([
    [2, 1, 1],
    [3, 2, 2],
    [4, 3, 3],
    [3, 2, 2],
  ]);
  expect((['ignore', 'record', 'triage', 'respond'] as const).map(outcomeRank)).toEqual([0, 1, 2, 3]);
  expect(severityOf('high', 'likely', true)).toBe(4);
});

test('every signal has one rule, and a sentence that people can read', () => {
  expect(new Set(SIGNALS).size).toBe(SIGNALS.length);
  for (const signal of SIGNALS) {
    const rule = signalRule(signal);
    expect(rule?.meaning).toMatch(rule?.kind === 'quiet' ? /^[A-Z].*\.$/ : /^[a-zA-Z].*[^.]$/);
  }
  expect(['toString', 'cordon-compromised', ''].map(signalRule)).toEqual([undefined, undefined, undefined]);
});

test('an unknown source is an application', () => {
  expect(['guardduty-finding', 'cloudwatch-alarm', 'ai-detection', 'toString'].map(assuranceOf)).toEqual(['aws', 'account', 'app', 'app']);
});
