import { remainsOf, remainsText } from '../../../core/run/remains.ts';
import type { StepView } from '../../../core/run/step-view.ts';
import { at, ended, OTHER, planOn, proven, refuted, run, step, unknown } from './step.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}` as const;
const stays = (action: string): boolean => action === 'test.hold';
const once = { action: 'test.once' } as const;
const titled = (title: string, change: Partial<StepView> = {}): Partial<StepView> => ({ path: title, title, ...change });
const of = (...steps: readonly StepView[]) => remainsOf([run(steps)], [run(steps)], stays);
const NOTHING = { inForce: [], unknown: [], notDone: [] };

describe('what a run that was stopped leaves behind', () => {
  test('nothing, if it did nothing', () => {
    expect(of()).toEqual(NOTHING);
  });
  test.each([
    ['what it holds', ended('changed', proven(), titled('a')), ['a']],
    ['what somebody had done before it', ended('no-change', proven(), titled('a')), ['a']],
    ['what had no effect', ended('no-change', refuted, titled('a')), []],
    ['what changed something, whatever became of it', ended('changed', refuted, titled('a')), ['a']],
    ['what it did once', ended('changed', proven(), titled('a', once)), ['a']],
    ['what it did not do once, because it was so', ended('no-change', proven(), titled('a', once)), []],
    ['what it did once, and nothing proves it', ended('changed', refuted, titled('a', once)), []],
    ['what it did once, and is done again', ended('changed', proven(), titled('a', { ...once, status: 'skipped' })), []],
    ['what ended without a result', step(titled('a', { ...once, status: 'ended' })), []],
    ['what it took back', ended('changed', proven(), titled('a', { ...once, verb: 'undo' })), []],
  ] as const)('in force: %s', (_what, one, inForce) => {
    expect(of(one).inForce).toEqual(inForce);
    expect(of(one).unknown).toEqual([]);
  });
  test('what other runs of the incident hold is in force too, oldest first, each title once', () => {
    const [own, elsewhere] = [ended('changed', proven(), titled('b')), ended('changed', proven(), titled('a', { plan: planOn(OTHER) }))];
    const twice = [own, ended('changed', proven(), titled('c')), ended('changed', proven(), { ...titled('b'), path: 'again' })];
    expect(remainsOf([run([elsewhere], { runId: 'run-2' }), run(twice)], [run(twice)], stays).inForce.toSorted()).toEqual(['a', 'b', 'c']);
    expect(of(...twice).inForce).toEqual(['b', 'c']);
  });
  test('what stays until it is released counts as a hold, the rest only if it is proven', () => {
    const hold = ended('changed', refuted, titled('a'));
    expect(of(hold, ended('changed', proven(), titled('b', once))).inForce).toEqual(['a', 'b']);
    expect(of(hold, ended('changed', refuted, titled('b', once))).inForce).toEqual(['a']);
  });
  test('what was taken back is not', () => {
    const done = ended('changed', proven(), titled('a', { ...once, planDigest: digest('a') }));
    const undo = (proof: Parameters<typeof ended>[1], digit: string, verb: 'apply' | 'undo' = 'undo') =>
      ended('no-change', proof, titled('u', { ...once, verb, planDigest: digest(digit) }));
    expect(of(done, undo(proven(), 'a')).inForce).toEqual([]);
    expect(of(done, undo(proven(), 'b')).inForce).toEqual(['a']);
    expect(of(done, undo(refuted, 'a')).inForce).toEqual(['a']);
    expect(of(done, undo(proven(), 'a', 'apply')).inForce).toEqual(['a']);
    expect(of(done, step(titled('u', { ...once, verb: 'undo', status: 'started', planDigest: digest('a') }))).inForce).toEqual(['a']);
  });
  test('what was sent, and nobody knows: of the run itself, or asked about', () => {
    const question = { task: 1, askedAt: at(3) };
    const sent = step(titled('a', { status: 'started' }));
    expect(of(sent)).toEqual({ inForce: [], unknown: ['a'], notDone: [] });
    expect(of(ended('unknown', unknown, titled('a', { question })))).toEqual({ inForce: [], unknown: ['a'], notDone: [] });
    expect(remainsOf([run([sent])], [], stays)).toEqual({ inForce: ['a'], unknown: [], notDone: [] });
    const asked = ended('unknown', unknown, titled('q', { question }));
    expect(remainsOf([run([asked]), run([sent], { runId: 'run-2' })], [run([sent], { runId: 'run-2' })], stays).unknown).toEqual([
      'q',
      'a',
    ]);
  });
  test('what it would have done', () => {
    const steps = [
      ended('changed', proven(), titled('done')),
      step(titled('planned')),
      step({ path: 'late', title: 'Later', status: 'skipped' }),
      step(titled('sent', { status: 'started' })),
    ];
    expect(of(...steps).notDone).toEqual(['planned', 'late (Later)']);
    const stopped = run(steps, { skipped: [{ path: 'never', because: 'b' }] });
    const wanted = [
      { path: 'done', title: 'Done' },
      { path: 'sent', title: 'Sent' },
      { path: 'last', title: 'Last' },
      { path: 'late', title: 'Of old' },
    ];
    expect(remainsOf([stopped], [stopped], stays).notDone).toEqual(['never', 'planned', 'late (Later)']);
    expect(remainsOf([stopped], [stopped], stays, wanted).notDone).toEqual(['last (Last)', 'late (Later)', 'never', 'planned']);
  });
});

test('in one clause', () => {
  expect(remainsText(NOTHING)).toBe('still in force: nothing; not done: nothing');
  expect(remainsText({ inForce: ['a', 'b'], unknown: ['c', 'd'], notDone: ['e', 'f'] })).toBe(
    'still in force: a, b; sent, outcome not known: c, d; not done: e, f',
  );
});
