import type { Requirement } from '../../../core/approval/table.ts';
import { asWanted } from '../../../core/approval/wanted.ts';

const auto: Requirement = { kind: 'auto', rule: 'nobody' };
const seats: Requirement = {
  kind: 'seats',
  seats: ['security', 'owner'],
  notRequester: true,
  typedTarget: true,
  iam: 'all',
  onSilence: 'fail-mode',
  rule: 'r',
};

describe('a playbook wants people asked', () => {
  test('where the table asks nobody: one responder, and silence is no yes', () => {
    expect(asWanted(auto, 'it costs money')).toEqual({
      kind: 'seats',
      seats: ['responder'],
      rule: 'the playbook wants people asked: it costs money',
      notRequester: false,
      typedTarget: false,
      iam: 'none',
      onSilence: 'never',
    });
  });
  test.each([seats, { kind: 'refused', rule: 'observe' }] as const)('it loosens nothing: $kind', (requirement) => {
    expect(asWanted(requirement, 'it costs money')).toBe(requirement);
  });
  test.each([auto, seats, { kind: 'refused', rule: 'observe' }] as const)('and where it wants nothing, the table decides: $kind', (one) => {
    expect(asWanted(one, undefined)).toBe(one);
  });
});
