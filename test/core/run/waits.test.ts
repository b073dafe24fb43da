import type { Facts, LedgerEvent } from '../../../core/ledger/facts.ts';
import { foldRun, runOf, type RunView } from '../../../core/run/run.ts';
import { event, HERE } from './event.ts';
import { at, ENDPOINT, OTHER, run, step } from './step.ts';

const one = run([step()]);
const after = (...events: readonly LedgerEvent[]): RunView => {
  const view = events.reduce(foldRun, one);
  expect({ ...view, steps: one.steps }).toEqual(view);
  return view;
};
const there = { runId: 'run-1', path: 'other' } as const;

describe('a step waits for a target that another run changes', () => {
  const waiting = (change: Partial<Facts['lease.waiting']> = {}): Facts['lease.waiting'] => ({
    ...HERE,
    wait: '1',
    target: ENDPOINT,
    owner: 'run-2',
    ownerIncident: 7,
    callbackId: 'c1',
    sentence: 's',
    ...change,
  });
  const elsewhere = waiting({ ...there, target: OTHER, callbackId: 'c9' });
  test('since then', () => {
    expect(after(event('lease.waiting', waiting(), 3))).toEqual({ ...one, leaseWaits: [{ ...waiting(), since: at(3) }] });
  });
  test('and on, for whoever has it now, since the first time; each place on its own', () => {
    const again = waiting({ wait: '2', owner: 'run-3', ownerIncident: null, callbackId: 'c2' });
    const events = [event('lease.waiting', waiting(), 3), event('lease.waiting', elsewhere, 4), event('lease.waiting', again, 5)];
    expect(after(...events).leaseWaits).toEqual([
      { ...elsewhere, since: at(4) },
      { ...again, since: at(3) },
    ]);
  });
  test('until it goes on, and no other with it', () => {
    const over = event('lease.waited', { ...HERE, wait: '1', sentence: 's' }, 6);
    const waits = [event('lease.waiting', waiting(), 3), event('lease.waiting', elsewhere, 4)];
    expect(after(...waits, over).leaseWaits).toEqual([{ ...elsewhere, since: at(4) }]);
    expect(after(...waits, over, event('lease.waiting', waiting(), 7)).leaseWaits).toEqual([
      { ...elsewhere, since: at(4) },
      { ...waiting(), since: at(7) },
    ]);
    expect(after(over)).toEqual({ ...one, leaseWaits: [] });
  });
  test('and the run that has it knows whom to wake, in the order in which they came', () => {
    const awaited = (callbackId: string) =>
      event('lease.awaited', { runId: 'run-1', target: ENDPOINT, by: 'run-2', byIncident: 7, callbackId });
    expect(after(awaited('c1'))).toEqual({ ...one, awaited: ['c1'] });
    expect(after(awaited('c1'), awaited('c2')).awaited).toEqual(['c1', 'c2']);
  });
});

describe('everything is stopped', () => {
  const held = (path: string, callbackId: string, minute: number) =>
    event('run.held', { runId: 'run-1', path, callbackId }, minute, { kind: 'system', id: 'sweep' });
  test('a run waits for it to go on, at each place with its newest callback', () => {
    expect(after(held('deny', 'c1', 3))).toEqual({ ...one, held: [{ path: 'deny', callbackId: 'c1', since: at(3) }] });
    expect(after(held('deny', 'c1', 3), held('other', 'c2', 4), held('deny', 'c3', 5)).held).toEqual([
      { path: 'other', callbackId: 'c2', since: at(4) },
      { path: 'deny', callbackId: 'c3', since: at(5) },
    ]);
  });
  test('and goes on, place by place', () => {
    const freed = event('run.freed', HERE);
    expect(after(held('deny', 'c1', 3), held('other', 'c2', 4), freed).held).toEqual([{ path: 'other', callbackId: 'c2', since: at(4) }]);
    expect(after(freed).held).toEqual([]);
  });
});

test('a run sleeps: the newest callback of a place wakes it', () => {
  const waiting = (path: string, callbackId: string) => event('run.waiting', { runId: 'run-1', path, callbackId });
  expect(after(waiting('deny', 'c1')).waiting).toMatchObject([{ path: 'deny', callbackId: 'c1' }]);
  expect(after(waiting('deny', 'c1'), waiting('other', 'c2'), waiting('deny', 'c3')).waiting).toMatchObject([
    { path: 'other', callbackId: 'c2' },
    { path: 'deny', callbackId: 'c3' },
  ]);
});

describe('a step that does nothing itself', () => {
  const block = { path: 'cool', kind: 'wait', title: 'Let it cool', seconds: 60 } as const;
  const begun = event('block.begun', { runId: 'run-1', ...block }, 3);
  const each = { path: 'all', kind: 'foreach', title: 'All', items: ['a', 'b'] } as const;
  test('begins', () => {
    expect(after(begun)).toEqual({ ...one, blocks: [{ ...block, begunAt: at(3) }] });
    expect(after(begun, event('block.begun', { runId: 'run-1', ...each }, 4)).blocks).toEqual([
      { ...block, begunAt: at(3) },
      { ...each, begunAt: at(4) },
    ]);
  });
  test('and ends, with what it hands back, and no other with it', () => {
    const both = [begun, event('block.begun', { runId: 'run-1', ...each }, 4)];
    const done = event('block.ended', { runId: 'run-1', path: 'cool', outcome: 'done', output: { was: 'c7' } }, 5);
    const failed = event('block.ended', { runId: 'run-1', path: 'all', outcome: 'failed', because: 'b' }, 6);
    expect(after(...both, done).blocks).toEqual([
      { ...block, begunAt: at(3), ended: { outcome: 'done', output: { was: 'c7' }, at: at(5) } },
      { ...each, begunAt: at(4) },
    ]);
    expect(after(...both, done, failed).blocks[1]).toEqual({
      ...each,
      begunAt: at(4),
      ended: { outcome: 'failed', because: 'b', at: at(6) },
    });
  });
});

test('facts about waiting belong to the run that waits', () => {
  expect(runOf(event('run.held', { runId: 'run-2', path: 'deny', callbackId: 'c' }))).toBe('run-2');
  expect(runOf(event('choice.made', { number: 1, answer: 'yes', by: null }))).toBeUndefined();
});
