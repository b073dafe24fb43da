import { requirementFor, type Iam, type Question, type Requirement, type Seat } from '../../../core/approval/table.ts';

const of = (change: Partial<Question>): Requirement =>
  requirementFor({
    risk: 'A2-contain',
    tier: 'high',
    mode: 'enforce',
    failMode: 'contain',
    whenUnavailable: 'fallback',
    corroborated: true,
    ...change,
  });
const auto = (risk: string, tier: string): Requirement => ({ kind: 'auto', rule: `${risk} on tier ${tier} needs nobody (approval table)` });
interface Rest {
  readonly others?: boolean;
  readonly typed?: boolean;
  readonly iam?: Iam;
  readonly silence?: 'fail-mode' | 'never';
}
const ask = (
  rule: string,
  seats: readonly Seat[],
  { others = false, typed = false, iam = 'none', silence = 'never' }: Rest,
): Requirement => ({
  kind: 'seats',
  seats,
  notRequester: others,
  typedTarget: typed,
  iam,
  onSilence: silence,
  rule,
});
const byTable = (risk: string, tier: string) => `${risk} on tier ${tier} (approval table)`;
const PROPOSE = 'mode propose asks one responder for every step from A1 up';
const ALONE = 'only an application speaks for it, so a person decides';

describe('every row of the table, complete', () => {
  test.each([
    [{ risk: 'A0', tier: 'low' }, auto('A0', 'low')],
    [{ risk: 'A0', tier: 'medium' }, auto('A0', 'medium')],
    [{ risk: 'A0', tier: 'high' }, auto('A0', 'high')],
    [{ risk: 'A1', tier: 'low' }, auto('A1', 'low')],
    [{ risk: 'A1', tier: 'medium' }, auto('A1', 'medium')],
    [{ risk: 'A1', tier: 'high' }, auto('A1', 'high')],
    [{ tier: 'low' }, auto('A2-contain', 'low')],
    [{ tier: 'medium' }, ask(byTable('A2-contain', 'medium'), ['responder'], { silence: 'fail-mode' })],
    [{}, ask(byTable('A2-contain', 'high'), ['responder'], { silence: 'fail-mode', iam: 'one' })],
    [{ risk: 'A2-change', tier: 'low' }, ask(byTable('A2-change', 'low'), ['responder'], { silence: 'fail-mode' })],
    [{ risk: 'A2-change', tier: 'medium' }, ask(byTable('A2-change', 'medium'), ['approver'], { silence: 'fail-mode', others: true })],
    [{ risk: 'A2-change' }, ask(byTable('A2-change', 'high'), ['security', 'owner'], { silence: 'fail-mode', others: true, iam: 'one' })],
    [{ risk: 'A3', tier: 'low' }, ask(byTable('A3', 'low'), ['approver'], { others: true, iam: 'one' })],
    [{ risk: 'A3', tier: 'medium' }, ask(byTable('A3', 'medium'), ['approver', 'security'], { others: true, iam: 'one' })],
    [{ risk: 'A3' }, ask(byTable('A3', 'high'), ['approver', 'security', 'owner'], { others: true, iam: 'one' })],
    [{ risk: 'A3', outward: true }, ask(byTable('A3', 'high'), ['approver', 'security', 'legal'], { others: true, iam: 'one' })],
    [{ risk: 'A3', tier: 'medium', outward: true }, ask(byTable('A3', 'medium'), ['approver', 'security'], { others: true, iam: 'one' })],
    [{ risk: 'L', tier: 'low' }, ask(byTable('L', 'low'), ['approver'], { others: true })],
    [{ risk: 'L', tier: 'medium' }, ask(byTable('L', 'medium'), ['approver'], { others: true, typed: true })],
    [{ risk: 'L' }, ask(byTable('L', 'high'), ['security', 'owner'], { others: true, typed: true, iam: 'all' })],
  ] as const)('%j', (change, expected) => {
    expect(of(change)).toEqual(expected);
  });
});

describe('what asks a person where the table asks nobody', () => {
  test.each([
    [{ risk: 'A0', mode: 'propose' }, auto('A0', 'high')],
    [{ risk: 'A0', corroborated: false }, auto('A0', 'high')],
    [{ risk: 'A1', mode: 'propose' }, ask(PROPOSE, ['responder'], {})],
    [{ risk: 'A1', corroborated: false }, auto('A1', 'high')],
    [{ risk: 'A1', mode: 'propose', corroborated: false }, ask(PROPOSE, ['responder'], {})],
    [{ tier: 'low', mode: 'propose' }, ask(PROPOSE, ['responder'], { silence: 'fail-mode' })],
    [{ tier: 'low', corroborated: false }, ask(ALONE, ['responder'], {})],
    [{ corroborated: false }, ask(byTable('A2-contain', 'high'), ['responder'], { iam: 'one' })],
    [{ mode: 'propose' }, ask(byTable('A2-contain', 'high'), ['responder'], { silence: 'fail-mode', iam: 'one' })],
  ] as const)('%j', (change, expected) => {
    expect(of(change)).toEqual(expected);
  });
});

describe("the owner's seat beside the responder's", () => {
  const both = ask(byTable('A2-contain', 'high'), ['responder', 'owner'], { silence: 'fail-mode', iam: 'one' });
  test.each([
    [{ whenUnavailable: 'fail-open' }, both],
    [{ failMode: 'keep-serving' }, both],
    [{ failMode: 'keep-serving', whenUnavailable: 'fail-open' }, both],
    [{ whenUnavailable: 'fail-closed' }, ask(byTable('A2-contain', 'high'), ['responder'], { silence: 'fail-mode', iam: 'one' })],
    [{ tier: 'medium', whenUnavailable: 'fail-open' }, ask(byTable('A2-contain', 'medium'), ['responder'], { silence: 'fail-mode' })],
    [{ tier: 'low', failMode: 'keep-serving' }, auto('A2-contain', 'low')],
    [{ risk: 'A1', failMode: 'keep-serving' }, auto('A1', 'high')],
  ] as const)('%j', (change, expected) => {
    expect(of(change)).toEqual(expected);
  });
});

test.each(['A1', 'A2-contain', 'A2-change', 'A3', 'L'] as const)('mode observe does nothing of risk %s', (risk) => {
  expect(of({ risk, mode: 'observe' })).toEqual({ kind: 'refused', rule: `mode observe: ${risk} is described, never done` });
});
test('mode observe looks', () => {
  expect(of({ risk: 'A0', mode: 'observe' })).toEqual(auto('A0', 'high'));
});
