import { afterOf, containmentsOf, decidersOf, holdsOf, nextLook } from '../../../core/run/containment.ts';
import type { StepView } from '../../../core/run/step-view.ts';
import { at, ended, ENDPOINT, OTHER, planOn, proven, refuted, run, step, unknown } from './step.ts';

const contains = (action: string): boolean => action === 'test.hold';
const wordOf = (...steps: readonly StepView[]) => containmentsOf([run(steps)], contains).map(({ word }) => word);
const held = (change: Partial<NonNullable<StepView['held']>>): Partial<StepView> => ({ held: { looks: 1, at: at(5), open: 0, ...change } });

describe('how far a target is contained', () => {
  test.each([
    ['nothing was done', step(), []],
    ['it was passed over', step({ status: 'skipped', because: 'b' }), []],
    ['it is being done', step({ status: 'started' }), ['unknown']],
    ['it is being taken back', step({ status: 'started', verb: 'undo' }), []],
    ['it ended without a result', step({ status: 'ended' }), []],
    ['it is planned anew after it had ended', ended('changed', proven(), { status: 'planned' }), []],
    ['proven', ended('changed', proven()), ['contained']],
    ['proven, though somebody had done it before', ended('no-change', proven()), ['contained']],
    ['proven for all of an empty list', ended('changed', proven([])), ['contained']],
    ['proven, but not for everybody', ended('changed', proven(['batch-nightly is not covered'])), ['partly-contained']],
    ['refuted after a change', ended('changed', refuted), ['not-contained']],
    ['refuted, without a change', ended('no-change', refuted), ['not-contained']],
    ['refuted, and nobody knows what changed', ended('unknown', refuted), ['not-contained']],
    ['unknown after a change', ended('changed', unknown), ['unknown']],
    ['unknown, without a change', ended('no-change', unknown), ['not-contained']],
    ['unknown, all of it', ended('unknown', unknown), ['unknown']],
    ['taken back', ended('changed', proven(), { verb: 'undo' }), ['released']],
    ['taken back by somebody else before', ended('no-change', proven(), { verb: 'undo' }), ['released']],
    ['taking back changed nothing', ended('no-change', refuted, { verb: 'undo' }), []],
    ['taking back is refuted after a change', ended('changed', refuted, { verb: 'undo' }), ['unknown']],
    ['taking back is unknown', ended('unknown', unknown, { verb: 'undo' }), ['unknown']],
    ['proven, and a later look refutes it', ended('changed', proven(), held({ proof: refuted })), ['not-contained']],
    ['refuted, and a later look proves it', ended('changed', refuted, held({ proof: proven() })), ['contained']],
    ['proven, and later looks are open', ended('changed', proven(), held({ open: 2 })), ['contained']],
    ['another action', ended('changed', proven(), { action: 'test.other' }), []],
  ] as const)('%s', (_what, one, words) => {
    expect(wordOf(one)).toEqual(words);
  });

  test('the newest that says something decides, in whatever order they stand', () => {
    const first = ended('changed', proven(), { path: 'a', endedAt: at(1) });
    const second = ended('changed', refuted, { path: 'b', endedAt: at(2) });
    const third = ended('no-change', refuted, { path: 'c', verb: 'undo', endedAt: at(3) });
    for (const steps of [
      [first, second, third],
      [third, second, first],
      [second, first, third],
    ]) {
      expect(wordOf(...steps)).toEqual(['not-contained']);
      expect(decidersOf([run(steps)], contains).map(({ step: { path } }) => path)).toEqual(['b']);
    }
  });
  test('what is being done now is newer than what has ended', () => {
    const [now, before] = [step({ status: 'started', path: 'b' }), ended('changed', proven(), { path: 'a' })];
    expect(wordOf(now, before)).toEqual(['unknown']);
    expect(wordOf(before, now)).toEqual(['unknown']);
  });
  test('each target has its own word, over all runs', () => {
    const runs = [run([ended('changed', proven())]), run([ended('changed', refuted, { plan: planOn(OTHER) })], { runId: 'run-2' })];
    expect(containmentsOf(runs, contains).map(({ target, word }) => [target, word])).toEqual([
      [ENDPOINT, 'contained'],
      [OTHER, 'not-contained'],
    ]);
  });
  test.each([
    [step({ status: 'started' }), ['the call was sent; its effect is not read back yet']],
    [step({ status: 'started', progress: 'the tag is set' }), ['the tag is set']],
    [ended('changed', proven()), ['the canary is denied']],
    [ended('changed', proven(['batch-nightly is not covered'])), ['batch-nightly is not covered', 'the canary is denied']],
    [ended('changed', refuted), ['the canary got through']],
    [ended('changed', proven(), held({ proof: unknown })), ['nobody could look']],
    [ended('changed', refuted, held({ open: 1 })), ['the canary got through']],
  ] as const)('and says why', (one, because) => {
    expect(containmentsOf([run([one])], contains)[0]?.because).toEqual(because);
  });
});

describe('when it is looked at again', () => {
  const next = (one: StepView, word: Parameters<typeof nextLook>[0]['word'] = 'partly-contained') => nextLook({ step: one, word });
  test.each([
    ['an undo', ended('changed', proven(), { verb: 'undo' })],
    ['one that is under way', step({ status: 'started', endedAt: at(1) })],
    ['one without an end', { ...ended('changed', proven()), endedAt: undefined } as unknown as StepView],
    ['one without a result', step({ status: 'ended', endedAt: at(1) })],
    ['one that is done again', ended('changed', proven(), { status: 'started' })],
    ['one that changed nothing', ended('no-change', refuted)],
    ['one that changed nothing, for all that is known', ended('no-change', unknown)],
  ] as const)('never: %s', (_what, one) => {
    expect(next(one)).toBeUndefined();
  });
  test('what somebody else had done before is looked at too', () => {
    expect(next(ended('no-change', proven()), 'contained')).toBe('2026-11-20T04:01:00.000Z');
  });
  test('what is contained: hourly, from the end or from the last look', () => {
    expect(next(ended('changed', proven()), 'contained')).toBe('2026-11-20T04:01:00.000Z');
    expect(next(ended('changed', proven(), held({})), 'contained')).toBe('2026-11-20T04:05:00.000Z');
  });
  test.each([
    [0, at(6)],
    [1, at(7)],
    [2, at(9)],
    [3, at(13)],
    [5, at(37)],
    [6, '2026-11-20T04:05:00.000Z'],
    [40, '2026-11-20T04:05:00.000Z'],
  ])('everything else: after %i looks at %s', (looks, expected) => {
    expect(next(ended('changed', unknown, held({ looks })))).toBe(expected);
  });
  test('the first time a minute after the end', () => {
    expect(next(ended('unknown', refuted), 'not-contained')).toBe(at(2));
  });
  test('a look that was open: a minute later, however many there were', () => {
    expect(next(ended('changed', proven(), held({ looks: 9, open: 1 })), 'contained')).toBe(at(6));
    expect(next(ended('changed', proven(), held({ looks: 9, open: 0 })), 'contained')).toBe('2026-11-20T04:05:00.000Z');
  });
});

describe('what holds a target', () => {
  const paths = (...steps: readonly StepView[]) => holdsOf([run(steps)], ENDPOINT, contains).map(({ path }) => path);
  const digest = (digit: string) => `sha256:${digit.repeat(64)}` as const;
  test('what was applied, newest first, over all runs', () => {
    const runs = [run([ended('changed', proven(), { path: 'a' })]), run([ended('changed', proven(), { path: 'b' })], { runId: 'run-2' })];
    expect(holdsOf(runs, ENDPOINT, contains).map(({ path }) => path)).toEqual(['b', 'a']);
  });
  test.each([
    ['planned', step(), []],
    ['passed over', step({ status: 'skipped' }), []],
    ['under way: it may have had its effect', step({ status: 'started' }), ['deny']],
    ['refuted, but something changed', ended('changed', refuted), ['deny']],
    ['nobody knows', ended('unknown', unknown), ['deny']],
    ['without an effect', ended('no-change', refuted), []],
    ['without an effect, for all that is known', ended('no-change', unknown), []],
    ['somebody had done it before', ended('no-change', proven()), ['deny']],
    ['an undo', ended('changed', proven(), { verb: 'undo' }), []],
    ['on another target', ended('changed', proven(), { plan: planOn(OTHER) }), []],
    ['by an action that does not contain', ended('changed', proven(), { action: 'test.other' }), []],
  ] as const)('%s', (_what, one, expected) => {
    expect(paths(one)).toEqual(expected);
  });
  test('until it is proven to be taken back; a try is not enough, nor that of something else', () => {
    const applied = ended('changed', proven(), { planDigest: digest('a') });
    const undo = (proof: Parameters<typeof ended>[1], digit: string) =>
      ended('changed', proof, { path: 'u', verb: 'undo', planDigest: digest(digit) });
    expect(paths(applied, undo(proven(), 'a'))).toEqual([]);
    expect(paths(applied, undo(refuted, 'a'))).toEqual(['deny']);
    expect(paths(applied, undo(proven(), 'b'))).toEqual(['deny']);
    expect(paths(applied, step({ path: 'u', verb: 'undo', status: 'started', planDigest: digest('a') }))).toEqual(['deny']);
    // The same plan applied twice is no way back.
    expect(paths(applied, ended('changed', proven(), { path: 'again', planDigest: digest('a') }))).toEqual(['again', 'deny']);
  });
});

describe('the live state that we left on a target', () => {
  test('what a later step proved overrides what an earlier one did; what was not proven, or elsewhere, is not part of it', () => {
    const one = (path: string, minute: number, after: Record<string, string>, change: Partial<StepView> = {}) =>
      ended('changed', proven(undefined, after), { path, endedAt: at(minute), ...change });
    const steps = [
      one('late', 3, { config: 'c6' }),
      one('early', 1, { config: 'c7', tag: 'inc-1' }),
      ended('changed', refuted, { path: 'wrong', endedAt: at(4) }),
      one('elsewhere', 5, { config: 'other' }, { plan: planOn(OTHER) }),
    ];
    expect(afterOf([run(steps)], ENDPOINT)).toEqual({ config: 'c6', tag: 'inc-1' });
    expect(afterOf([run(steps.toReversed())], ENDPOINT)).toEqual({ config: 'c6', tag: 'inc-1' });
    expect(afterOf([run([one('a', 1, { config: 'c7' })]), run([one('b', 2, { config: 'c6' })], { runId: 'run-2' })], ENDPOINT)).toEqual({
      config: 'c6',
    });
  });
  test('what has no end is older than all that has', () => {
    const { endedAt: _endedAt, ...without } = ended('changed', proven(undefined, { config: 'c0' }), { path: 'b' });
    const steps = [ended('changed', proven(undefined, { config: 'c6' })), without];
    expect(afterOf([run(steps)], ENDPOINT)).toEqual({ config: 'c6' });
    expect(afterOf([run(steps.toReversed())], ENDPOINT)).toEqual({ config: 'c6' });
  });
  test('nothing, where nothing ended', () => {
    expect(afterOf([run([step({ status: 'started' })])], ENDPOINT)).toEqual({});
  });
});
