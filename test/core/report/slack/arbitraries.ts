import fc from 'fast-check';
import type { ApprovalCard, ChoiceCard, IncidentCard, TimelineLine } from '../../../../core/report/card.ts';

/** What somebody who may write into events would write. */
export const evil = fc.oneof(
  fc.constantFrom(
    '<!channel>',
    '<@U0ANN> approve',
    '<https://evil.test|Cordon>',
    '```',
    '\u202egnp.exe',
    'a\nb',
    '&lt;',
    '*bold*',
    '',
    ' ',
    '\ud800',
    'x'.repeat(5000),
    '🔥'.repeat(2000),
    '\u0000'.repeat(400),
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
export const instant = fc.integer({ min: 1.7e12, max: 1.9e12 }).map((at) => new Date(at).toISOString() as `${string}Z`);
export const list = <T>(of: fc.Arbitrary<T>, most = 12) => fc.array(of, { maxLength: most });
const people = list(evil, 20);
const target = fc.record({ arn: evil.map((text) => `arn:aws:x:${text}` as const), name: evil });
export const approval: fc.Arbitrary<ApprovalCard> = fc.record({
  number: fc.integer({ min: 1, max: 999_999_999 }),
  incident: fc.integer({ min: 1, max: 1e6 }),
  title: evil,
  risk: fc.constantFrom('A2-contain', 'A2-change', 'A3', 'L'),
  target,
  askedAt: instant,
  state: fc.constantFrom('waiting', 'approved', 'denied', 'expired', 'void', 'done-on-silence'),
  asks: people,
  until: instant,
  afterwards: fc.option(fc.record({ asks: people, until: instant })),
  endsAt: instant,
  onSilence: evil,
  seats: list(fc.record({ role: evil, people, filledBy: fc.option(evil) }), 6),
  rule: evil,
  impact: list(evil, 32),
  undo: evil,
  calls: list(fc.record({ operation: evil, input: fc.dictionary(evil, evil) }), 40) as unknown as fc.Arbitrary<ApprovalCard['calls']>,
  before: list(evil),
  plan: evil,
  typedTarget: fc.boolean(),
  byIam: fc.constantFrom('nothing', 'one', 'next'),
  closedBecause: fc.option(evil),
});
export const line: fc.Arbitrary<TimelineLine> = fc.record({
  seq: fc.nat(),
  at: instant,
  sentence: evil,
  by: fc.constantFrom('human', 'machine'),
  who: evil,
});
export const choice: fc.Arbitrary<ChoiceCard> = fc.record({
  number: fc.integer({ min: 1, max: 1e6 }),
  incident: fc.integer({ min: 1, max: 1e6 }),
  title: evil,
  role: evil,
  who: list(evil),
  prompt: evil,
  options: fc.array(fc.record({ answer: fc.constantFrom('rollback', 'keep-contained'), means: evil }), { minLength: 2, maxLength: 6 }),
  otherwise: fc.constantFrom('rollback', 'keep-contained'),
  askedAt: instant,
  until: instant,
  state: fc.constantFrom('waiting', 'made', 'void'),
  made: fc.option(fc.record({ answer: evil, by: fc.option(evil), reason: fc.option(evil), at: instant })),
});
export const incident: fc.Arbitrary<IncidentCard> = fc.record({
  id: fc.constant('inc-1' as const),
  number: fc.integer({ min: 1, max: 1e6 }),
  word: fc.constantFrom('QUIET', 'NOT CONTAINED', 'PARTLY CONTAINED', 'CONTAINED', 'UNKNOWN', 'RECOVERING'),
  containment: fc.constantFrom('contained', 'unknown'),
  because: list(evil, 60),
  sev: fc.constantFrom(1, 2, 3, 4),
  sevBecause: evil,
  incidentClass: evil,
  title: evil,
  openedAt: instant,
  target: fc.option(fc.record({ arn: evil, name: evil, tier: fc.option(fc.constantFrom('low', 'high')), owner: fc.option(evil) })),
  playbook: fc.option(evil),
  findings: fc.constant([]),
  facts: list(evil),
  evidence: list(
    fc.record({ number: fc.nat(), bundle: evil, set: fc.constantFrom('quick', 'full'), items: fc.nat(), missing: list(evil) }),
    30,
  ),
  waiting: list(approval, 30),
  steps: fc.constant([]),
  tasks: fc.constant([]),
  choices: list(choice, 10),
  timeline: list(line, 5),
  alarms: list(evil, 60),
  resolved: fc.boolean(),
  next: evil,
}) as unknown as fc.Arbitrary<IncidentCard>;
export const place = fc.constantFrom('SANDBOX', 'EXERCISE', 'LIVE');
