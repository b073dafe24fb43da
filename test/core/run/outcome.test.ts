import type { LedgerEvent } from '../../../core/ledger/facts.ts';
import { foldRun } from '../../../core/run/run.ts';
import type { StepView } from '../../../core/run/step-view.ts';
import { event, HERE, YOU } from './event.ts';
import { at, ended, proven, refuted, run, step, unknown } from './step.ts';

const open = ended('unknown', unknown);
/** Whatever a fact says of one step, the other is as it was. */
const after = (...events: readonly LedgerEvent[]): StepView | undefined => {
  const two = run([open, step({ path: 'other' })]);
  const [first, other] = events.reduce(foldRun, two).steps;
  expect(other).toEqual(two.steps[1]);
  return first;
};
const asked = event('outcome.asked', { ...HERE, verb: 'apply', number: 4 }, 3);
const settled = (answer: 'changed' | 'no-change', minute: number, actor = YOU) =>
  event('outcome.settled', { ...HERE, verb: 'apply', answer, reason: `r${minute}` }, minute, actor);
const look = (proof: ReturnType<typeof proven>, minute = 5) => event('hold.observed', { ...HERE, look: 1, proof }, minute);
const both = { ...proven(undefined, { tag: 'inc-1' }), observed: ['denied', 'twice'] } as const;

describe('nobody knows whether a step took effect', () => {
  test('people are asked', () => {
    expect(after(asked)).toEqual({ ...open, question: { task: 4, askedAt: at(3) } });
  });
  test('a person says', () => {
    expect(after(asked, settled('no-change', 6))).toEqual({
      ...open,
      question: { task: 4, askedAt: at(3) },
      settled: { answer: 'no-change', by: 'you', at: at(6), reason: 'r6' },
    });
  });
  test('the first answer counts', () => {
    expect(after(asked, settled('no-change', 6), settled('changed', 7))?.settled).toMatchObject({ answer: 'no-change', reason: 'r6' });
  });
  test('what is no person is called by what it is', () => {
    expect(after(asked, settled('changed', 6, { kind: 'system', id: 'sweep' }))?.settled?.by).toBe('system');
  });
  test('a look that proves it answers too, and knows the state that was left', () => {
    expect(after(asked, look(both))?.settled).toEqual({
      answer: 'changed',
      by: 'look',
      at: at(5),
      reason: 'denied; twice',
      after: { tag: 'inc-1' },
    });
  });
  test('one that proves nothing does not', () => {
    for (const proof of [refuted, unknown]) expect(after(asked, look(proof))).not.toHaveProperty('settled');
  });
  test('nor one that nobody had asked for', () => {
    expect(after(look(both))).not.toHaveProperty('settled');
  });
  test('nor is a person overruled by it in what they said', () => {
    expect(after(asked, settled('no-change', 4), look(both))?.settled).toEqual({
      answer: 'no-change',
      by: 'you',
      at: at(4),
      reason: 'r4',
    });
    expect(after(asked, look(both), settled('no-change', 6))?.settled?.by).toBe('look');
  });
});

describe('somebody changed by hand what a step had done', () => {
  const data = { ...HERE, differences: ['the tag is gone'], after: { tag: 'x' }, gone: true, reason: 'r' };
  test('and a person accepts it; the newest counts', () => {
    const first = { by: 'you', at: at(6), after: { tag: 'x' }, gone: true, differences: ['the tag is gone'] };
    expect(after(event('change.adopted', data, 6, YOU))).toEqual({ ...open, adopted: first });
    const second = event('change.adopted', { ...data, after: { tag: 'y' }, gone: false, differences: [] }, 7, {
      ...YOU,
      id: 'cy',
    } as typeof YOU);
    expect(after(event('change.adopted', data, 6, YOU), second)?.adopted).toEqual({
      by: 'cy',
      at: at(7),
      after: { tag: 'y' },
      gone: false,
      differences: [],
    });
  });
  test('what is no person is called by what it is', () => {
    expect(after(event('change.adopted', data))?.adopted?.by).toBe('run');
  });
});
