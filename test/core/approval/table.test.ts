import fc from 'fast-check';
import { requirementFor, type Question } from '../../../core/approval/table.ts';

const question = fc.record({
  risk: fc.constantFrom('A0', 'A1', 'A2-contain', 'A2-change', 'A3', 'L'),
  tier: fc.constantFrom('low', 'medium', 'high'),
  mode: fc.constantFrom('observe', 'propose', 'enforce'),
  failMode: fc.constantFrom('contain', 'keep-serving'),
  whenUnavailable: fc.constantFrom('fail-open', 'fail-closed', 'fallback'),
  corroborated: fc.boolean(),
}) satisfies fc.Arbitrary<Question>;
const of = (change: Partial<Question>) =>
  requirementFor({
    risk: 'A2-contain',
    tier: 'high',
    mode: 'enforce',
    failMode: 'contain',
    whenUnavailable: 'fallback',
    corroborated: true,
    ...change,
  });
const seatsOf = (change: Partial<Question>) => {
  const requirement = of(change);
  return requirement.kind === 'seats' ? requirement.seats : requirement.kind;
};

describe('the approval table', () => {
  test.each([
    [{ risk: 'A0' }, 'auto'],
    [{ risk: 'A1' }, 'auto'],
    [{ risk: 'A1', mode: 'propose' }, ['responder']],
    [{ tier: 'low' }, 'auto'],
    [{ tier: 'low', mode: 'propose' }, ['responder']],
    [{ tier: 'low', corroborated: false }, ['responder']],
    [{ tier: 'medium' }, ['responder']],
    [{}, ['responder']],
    [{ whenUnavailable: 'fail-open' }, ['responder', 'owner']],
    [{ failMode: 'keep-serving' }, ['responder', 'owner']],
    [{ risk: 'A2-change', tier: 'low' }, ['responder']],
    [{ risk: 'A2-change', tier: 'medium' }, ['approver']],
    [{ risk: 'A2-change' }, ['security', 'owner']],
    [{ risk: 'A3', outward: true }, ['approver', 'security', 'legal']],
    [{ risk: 'A3', outward: false }, ['approver', 'security', 'owner']],
    [{ risk: 'L', tier: 'low' }, ['approver']],
    [{ risk: 'L' }, ['security', 'owner']],
    [{ mode: 'observe' }, 'refused'],
  ] as const)('%j asks %j', (change, expected) => {
    expect(seatsOf(change)).toEqual(expected);
  });

  test.each([
    ['A1', ['none', 'none', 'none']],
    ['A2-contain', ['none', 'none', 'one']],
    ['A2-change', ['none', 'none', 'one']],
    ['A3', ['one', 'one', 'one']],
    ['L', ['none', 'none', 'all']],
  ] as const)('%s asks for yes by IAM on low, medium and high: %j', (risk, expected) => {
    // Propose asks somebody in every cell; the rule stays that of risk and tier, whoever else is asked and why.
    for (const change of [{}, { corroborated: false }, { failMode: 'keep-serving' }, { outward: true }] as const)
      expect(
        (['low', 'medium', 'high'] as const).map((tier) => {
          const requirement = of({ risk, tier, mode: 'propose', ...change });
          return requirement.kind === 'seats' ? requirement.iam : requirement.kind;
        }),
      ).toEqual(expected);
  });

  test('A3 and L never happen on silence, nor does what only an application says', () => {
    fc.assert(
      fc.property(question, (one) => {
        const requirement = requirementFor(one);
        if (requirement.kind !== 'seats') return;
        if (one.risk === 'A3' || one.risk === 'L' || !one.corroborated) expect(requirement.onSilence).toBe('never');
      }),
    );
  });

  test('a stricter mode or a higher tier never asks fewer people', () => {
    const weight = (one: Question) => {
      const requirement = requirementFor(one);
      return requirement.kind === 'seats' ? requirement.seats.length : requirement.kind === 'auto' ? 0 : 99;
    };
    fc.assert(
      fc.property(question, (one) => {
        expect(weight({ ...one, mode: 'propose' })).toBeGreaterThanOrEqual(weight({ ...one, mode: 'enforce' }));
        expect(weight({ ...one, mode: 'observe' })).toBeGreaterThanOrEqual(weight({ ...one, mode: 'propose' }));
        expect(weight({ ...one, tier: 'high' })).toBeGreaterThanOrEqual(weight({ ...one, tier: 'medium' }));
        expect(weight({ ...one, tier: 'medium' })).toBeGreaterThanOrEqual(weight({ ...one, tier: 'low' }));
        expect(weight({ ...one, corroborated: false })).toBeGreaterThanOrEqual(weight({ ...one, corroborated: true }));
      }),
    );
  });

  test('a higher tier or a stricter mode never lets Slack do more', () => {
    const strictness = (one: Question) => {
      const requirement = requirementFor(one);
      return requirement.kind === 'seats' ? ['none', 'one', 'all'].indexOf(requirement.iam) : 0;
    };
    fc.assert(
      fc.property(question, (one) => {
        expect(strictness({ ...one, tier: 'high' })).toBeGreaterThanOrEqual(strictness({ ...one, tier: 'medium' }));
        expect(strictness({ ...one, tier: 'medium' })).toBeGreaterThanOrEqual(strictness({ ...one, tier: 'low' }));
        expect(strictness({ ...one, mode: 'propose' })).toBeGreaterThanOrEqual(strictness({ ...one, mode: 'enforce' }));
      }),
    );
  });

  test('loosening always needs somebody else, and the typed name above tier low', () => {
    fc.assert(
      fc.property(question, (one) => {
        const requirement = requirementFor({ ...one, risk: 'L', mode: 'enforce' });
        expect(requirement).toMatchObject({ kind: 'seats', notRequester: true, typedTarget: one.tier !== 'low' });
      }),
    );
  });
});
