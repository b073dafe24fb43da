import { liveState, ownMark } from '../../../core/run/adopted.ts';
import { ended, planOn, proven, refuted, step, unknown } from './step.ts';

test('of what a look sees, that which we left a state of', () => {
  expect(liveState({ tag: 'x', size: 3, gone: undefined }, { tag: 'inc-1', gone: 'c7', also: 1 })).toStrictEqual({ tag: 'x' });
  expect(liveState({ tag: null }, { tag: 'inc-1' })).toEqual({ tag: null });
  expect(liveState({}, { tag: 'inc-1' })).toEqual({});
});

describe('the state that is there because of a step', () => {
  const plan = { ...planOn(), before: { config: 'c6', tag: 'inc-2' } };
  const left = proven(undefined, { config: 'c6', tag: 'inc-1', mark: 'm' });
  test('is what it made otherwise', () => {
    expect(ownMark(ended('changed', left, { plan }))).toEqual([
      ['tag', 'inc-1'],
      ['mark', 'm'],
    ]);
  });
  test('and what it shares with another incident', () => {
    const shared = proven(undefined, { config: 'c6', tag: 'inc-2' });
    expect(ownMark(ended('no-change', shared, { plan }))).toEqual([]);
    expect(ownMark(ended('no-change', shared, { plan: { ...plan, restsOn: 'inc-2' } }))).toEqual([['tag', 'inc-2']]);
  });
  test('without a name of what it rests on, nothing that was so is its own', () => {
    const before = { tag: undefined };
    expect(ownMark(ended('changed', { kind: 'proven', after: { tag: undefined }, observed: [] }, { plan: { ...plan, before } }))).toEqual(
      [],
    );
  });
  test('as a late look proved it, where its end proved nothing', () => {
    const settled = { answer: 'changed', by: 'look', at: '2026-11-20T03:05:00.000Z', reason: 'r' } as const;
    const after = { tag: 'inc-1' };
    for (const proof of [refuted, unknown])
      expect(ownMark(ended('unknown', proof, { plan, settled: { ...settled, after } }))).toEqual([['tag', 'inc-1']]);
    expect(ownMark(step({ status: 'started', plan, settled: { ...settled, after } }))).toEqual([['tag', 'inc-1']]);
    expect(ownMark(ended('changed', left, { plan, settled: { ...settled, after: { tag: 'other' } } }))).toHaveLength(2);
  });
  test('is nothing, where nothing was proven', () => {
    expect(ownMark(step({ status: 'started', plan }))).toEqual([]);
    const said = { answer: 'changed', by: 'you', at: '2026-11-20T03:05:00.000Z', reason: 'r' } as const;
    expect(ownMark(ended('unknown', unknown, { plan, settled: said }))).toEqual([]);
  });
});
