import { afterOf, containmentsOf, holdsOf, isProvenHold, isTakenBack, nextLook, unsettledOf } from '../../../core/run/containment.ts';
import type { Adopted, Held, Settled, StepView } from '../../../core/run/step-view.ts';
import { at, ended, ENDPOINT, OTHER, planOn, proven, refuted, run, step, unknown } from './step.ts';

const contains = (): boolean => true;
const said = (answer: Settled['answer'], change: Partial<Settled> = {}): Pick<StepView, 'settled'> => ({
  settled: { answer, by: 'you', at: at(6), reason: 'looked', ...change },
});
const adopted = (change: Partial<Adopted> = {}): Pick<StepView, 'adopted'> => ({
  adopted: { by: 'cy', at: at(6), after: {}, gone: true, differences: ['the tag is gone', 'so is the policy'], ...change },
});
const held = (change: Partial<Held>): Pick<StepView, 'held'> => ({ held: { looks: 1, at: at(5), open: 0, ...change } });
const question = { task: 1, askedAt: at(3) };
const wordOf = (one: StepView) => containmentsOf([run([one])], contains).map(({ word }) => word);
const becauseOf = (one: StepView) => containmentsOf([run([one])], contains)[0]?.because;
const holds = (one: StepView): boolean => holdsOf([run([one])], ENDPOINT, contains).length === 1;

describe('what people found by hand', () => {
  test.each([
    ['no effect', ended('unknown', unknown, said('no-change')), ['not-contained'], false],
    ['no effect, while it was under way', step({ status: 'started', ...said('no-change') }), ['not-contained'], false],
    ['an effect: that proves nothing', ended('unknown', unknown, said('changed')), ['unknown'], true],
    [
      'no effect, and a later look proves one',
      ended('unknown', unknown, { ...said('no-change'), ...held({ at: at(7), proof: proven() }) }),
      ['contained'],
      true,
    ],
    [
      'no effect, after a look',
      ended('unknown', unknown, { ...said('no-change'), ...held({ at: at(5), proof: proven() }) }),
      ['not-contained'],
      false,
    ],
    [
      'no effect, at the time of a look',
      ended('unknown', unknown, { ...said('no-change'), ...held({ at: at(6), proof: proven() }) }),
      ['not-contained'],
      false,
    ],
    [
      'no effect, and a later look says nothing',
      ended('unknown', unknown, { ...said('no-change'), ...held({ at: at(7), proof: unknown }) }),
      ['not-contained'],
      false,
    ],
    [
      'no effect, and a later look is open',
      ended('unknown', unknown, { ...said('no-change'), ...held({ at: at(7), open: 1 }) }),
      ['not-contained'],
      false,
    ],
    ['lifted by hand', ended('changed', proven(), adopted()), ['not-contained'], false],
    ['changed by hand, and it holds', ended('changed', proven(), adopted({ gone: false })), ['contained'], true],
    [
      'lifted, and a later look proves it again',
      ended('changed', proven(), { ...adopted(), ...held({ at: at(7), proof: proven() }) }),
      ['contained'],
      true,
    ],
    ['lifted after a look', ended('changed', proven(), { ...adopted(), ...held({ proof: proven() }) }), ['not-contained'], false],
    ['an undo without an effect', ended('unknown', unknown, { verb: 'undo', ...said('no-change') }), [], false],
    ['an undo with one', ended('unknown', unknown, { verb: 'undo', ...said('changed') }), ['released'], false],
    ['an undo with one, under way', step({ status: 'started', verb: 'undo', ...said('changed') }), ['released'], false],
    ['an undo with one, but it was refuted', ended('changed', refuted, { verb: 'undo', ...said('changed') }), ['unknown'], false],
  ] as const)('%s', (_what, one, words, does) => {
    expect(wordOf(one)).toEqual(words);
    expect(holds(one)).toBe(does);
  });
  test('of a step that did nothing stays nothing', () => {
    expect(nextLook({ step: ended('unknown', unknown, said('no-change')), word: 'not-contained' })).toBe(at(2));
  });
});

describe('is said as a person’s word', () => {
  const word = 'you looked by hand and says changed: looked';
  test.each([
    [ended('unknown', unknown, said('changed')), [word, 'nobody could look']],
    [ended('changed', refuted, said('changed')), [word]],
    [step({ status: 'started', ...said('changed') }), [word]],
    [ended('unknown', unknown, { ...said('changed'), ...held({ proof: refuted }) }), [word, 'nobody could look']],
    [ended('unknown', unknown, { ...said('changed'), ...held({ open: 1 }) }), [word, 'nobody could look']],
    [ended('unknown', unknown, { ...said('changed'), ...held({ proof: proven() }) }), ['the canary is denied']],
    [ended('unknown', unknown, { ...said('changed', { by: 'look' }), ...held({ proof: refuted }) }), ['the canary got through']],
  ])('unless a look proved it', (one, because) => {
    expect(becauseOf(one)).toEqual(because);
  });
  test('and so is what was lifted by hand, until a later look proves it again', () => {
    const lifted = ['lifted by hand: the tag is gone; so is the policy (recorded by cy)'];
    expect(becauseOf(ended('changed', proven(), adopted()))).toEqual(lifted);
    expect(becauseOf(ended('changed', proven(), { ...adopted(), ...said('changed') }))).toEqual(lifted);
    expect(becauseOf(ended('changed', proven(), adopted({ gone: false })))).toEqual(['the canary is denied']);
    expect(becauseOf(ended('unknown', unknown, { ...adopted({ gone: false }), ...said('no-change') }))).toEqual([
      'you looked by hand and says no-change: looked',
      'nobody could look',
    ]);
    expect(becauseOf(ended('changed', refuted, { ...adopted(), ...held({ at: at(7), proof: proven() }) }))).toEqual([
      'the canary is denied',
    ]);
  });
});

describe('questions that are open', () => {
  test.each([
    ['asked', ended('unknown', unknown, { question }), true],
    ['asked while it was under way', step({ status: 'started', question }), true],
    ['not asked', ended('unknown', unknown), false],
    ['answered', ended('unknown', unknown, { question, ...said('changed') }), false],
    ['known after all', ended('changed', proven(), { question }), false],
    ['refuted', ended('changed', refuted, { question }), false],
  ] as const)('%s', (_what, one, open) => {
    expect(unsettledOf([run([step()]), run([one], { runId: 'run-2' })])).toEqual(open ? [one] : []);
  });
});

describe('taken back', () => {
  const mine = { planDigest: `sha256:${'a'.repeat(64)}` } as const;
  const applied = ended('changed', proven(), mine);
  test.each([
    ['proven', ended('changed', proven(), { ...mine, verb: 'undo' }), true],
    ['by a person’s word', ended('unknown', unknown, { ...mine, verb: 'undo', ...said('changed') }), true],
    ['not proven', ended('changed', refuted, { ...mine, verb: 'undo' }), false],
    ['of another plan', ended('changed', proven(), { verb: 'undo' }), false],
    ['done again', ended('changed', proven(), mine), false],
  ] as const)('%s', (_what, one, back) => {
    expect(isTakenBack([run([applied, step()]), run([step(), one], { runId: 'run-2' })], applied)).toBe(back);
  });
  test('by nobody', () => {
    expect(isTakenBack([], applied)).toBe(false);
  });
});

test.each([
  [ended('changed', proven()), true],
  [ended('changed', refuted), false],
  [ended('changed', proven(), held({ proof: refuted })), false],
  [ended('changed', refuted, held({ proof: proven(['not for all']) })), true],
  [ended('changed', proven(), held({ open: 1 })), true],
  [step({ status: 'started' }), false],
] as const)('a hold is proven by its newest look, or its end', (one, is) => {
  expect(isProvenHold(one)).toBe(is);
});

describe('the state that people left', () => {
  const left = (...steps: readonly StepView[]) => afterOf([run(steps)], ENDPOINT);
  const applied = ended('changed', proven(undefined, { tag: 'inc-1', config: 'c6' }));
  test('is what they did by hand, over what was proven before it', () => {
    expect(left({ ...applied, ...adopted({ after: { tag: 'x' } }) })).toEqual({ tag: 'x', config: 'c6' });
  });
  test('and under what was proven after it', () => {
    const again = ended('changed', proven(undefined, { tag: 'inc-2' }), { path: 'b', endedAt: at(7) });
    expect(left(again, { ...applied, ...adopted({ after: { tag: 'x' } }) })).toEqual({ tag: 'inc-2', config: 'c6' });
  });
  test('what a late look proved counts where the end proved nothing', () => {
    const late = said('changed', { by: 'look', after: { tag: 'late' } });
    expect(left(ended('unknown', unknown, late))).toEqual({ tag: 'late' });
    expect(left(ended('changed', proven(undefined, { tag: 'end' }), late))).toEqual({ tag: 'end' });
    expect(left(step({ status: 'started', ...late }))).toEqual({ tag: 'late' });
    expect(left(ended('unknown', unknown, said('changed')))).toEqual({});
    expect(left(ended('unknown', unknown, { ...late, plan: planOn(OTHER) }))).toEqual({});
  });
});
