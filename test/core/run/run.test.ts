import type { Grant } from '../../../core/approval/grant.ts';
import type { Facts, LedgerEvent } from '../../../core/ledger/facts.ts';
import { foldRun, isUnderWay, newRun, runOf, type RunView } from '../../../core/run/run.ts';
import { event, HERE as here } from './event.ts';
import { at, ENDPOINT, ended, planOn, proven, refuted, run, step, unknown } from './step.ts';

const DIGEST = step().planDigest;
const OTHER_DIGEST = `sha256:${'2'.repeat(64)}` as const;
const planned = (path: string, digest: typeof DIGEST = DIGEST) =>
  event('step.planned', {
    runId: 'run-1',
    path,
    phase: 'contain',
    title: 't',
    action: 'test.hold',
    risk: 'A2-contain',
    verb: 'apply',
    plan: planOn(),
    planDigest: digest,
  });
const grantFor = (change: Partial<Grant> = {}): Grant => ({
  action: 'test.hold',
  verb: 'apply',
  account: '111122223333',
  target: ENDPOINT,
  planDigest: DIGEST,
  run: 'run-1',
  step: 'deny',
  mode: 'enforce',
  by: { kind: 'policy', rule: 'r' },
  expiresAt: at(20),
  nonce: 'n'.repeat(16),
  ...change,
});
/** Two steps, of which facts name the first. */
const two = run([step(), step({ path: 'other' })]);
const first = (view: RunView) => view.steps[0];
/** Whatever a fact says of one step, the other is as it was. */
const after = (...events: readonly LedgerEvent[]): RunView => {
  const view = events.reduce(foldRun, two);
  expect(view.steps[1]).toEqual(two.steps[1]);
  return view;
};

test('a run begins as it was ordered', () => {
  const { order } = two;
  expect(newRun(event('run.requested', { runId: 'run-1', order, mode: 'propose', attempt: 2 }))).toEqual({
    runId: 'run-1',
    order,
    mode: 'propose',
    attempt: 2,
    status: 'requested',
    requestedAt: at(2),
    steps: [],
    skipped: [],
    blocks: [],
    waiting: [],
  });
});
test('it starts in the mode and with the document that were found then', () => {
  const started = foldRun(
    run([], { status: 'requested' }),
    event('run.started', { runId: 'run-1', document: OTHER_DIGEST, mode: 'propose' }),
  );
  expect(started).toEqual({ ...run([]), status: 'running', document: OTHER_DIGEST, mode: 'propose' });
});
test('a run that has ended by itself is not stopped afterwards', () => {
  const over = foldRun(two, event('run.ended', { runId: 'run-1', status: 'completed', because: 'b' }));
  expect(foldRun(over, event('run.aborted', { runId: 'run-1' }, 9))).toEqual(over);
});
test('and it ends', () => {
  const over = foldRun(two, event('run.ended', { runId: 'run-1', status: 'failed', because: 'b' }));
  expect(over).toEqual({ ...two, status: 'failed', because: 'b', endedAt: at(2) });
});
test.each([
  ['requested', true],
  ['running', true],
  ['completed', false],
  ['failed', false],
  ['aborted', false],
] as const)('%s: under way? %s', (status, underWay) => {
  expect(isUnderWay(run([], { status }))).toBe(underWay);
});

describe('a person stops a run', () => {
  const stopped = foldRun(two, event('run.aborted', { runId: 'run-1', reason: 'r' }, 3));
  test('which has ended by that', () => {
    expect(stopped).toEqual({ ...two, status: 'aborted', endedAt: at(3) });
  });
  test('and its process says what remains, nothing else', () => {
    const late = { runId: 'run-1', because: 'b' } as const;
    expect(foldRun(stopped, event('run.ended', { ...late, status: 'completed' }, 4))).toBe(stopped);
    expect(foldRun(stopped, event('run.ended', { ...late, status: 'aborted' }, 4))).toEqual({
      ...two,
      status: 'aborted',
      because: 'b',
      endedAt: at(4),
    });
  });
  test('before it began: it never does', () => {
    const started = event('run.started', { runId: 'run-1', document: OTHER_DIGEST, mode: 'propose' });
    for (const status of ['aborted', 'running', 'completed', 'failed'] as const) {
      const view = run([], { status });
      expect(foldRun(view, started)).toBe(view);
    }
  });
});

describe('a step', () => {
  test('is planned, and stands last; planned again, it stands once, with the newest plan and nothing of the old', () => {
    const once = foldRun(two, planned('new'));
    expect(once.steps.map(({ path }) => path)).toEqual(['deny', 'other', 'new']);
    expect(once.steps.at(-1)).toEqual({ ...step({ path: 'new' }), plannedAt: at(2) });
    const granted = foldRun(two, event('grant.issued', { grant: grantFor() }));
    const again = foldRun(granted, planned('deny', OTHER_DIGEST));
    expect(again.steps.map(({ path }) => path)).toEqual(['other', 'deny']);
    expect(again.steps.at(-1)).toEqual({ ...step({ planDigest: OTHER_DIGEST }), plannedAt: at(2) });
  });
  test('is passed over, before or after it has a plan', () => {
    const with_ = after(event('step.skipped', { ...here, because: 'b' }));
    expect(first(with_)).toEqual({ ...step(), status: 'skipped', because: 'b' });
    expect(with_.skipped).toEqual([]);
    const without = foldRun(two, event('step.skipped', { runId: 'run-1', path: 'never', because: 'b' }));
    expect(without).toEqual({ ...two, skipped: [{ path: 'never', because: 'b' }] });
  });
  test('has a grant for the plan that it has, and no other', () => {
    const grant = grantFor();
    expect(first(after(event('grant.issued', { grant })))).toEqual({ ...step(), grant });
    expect(first(after(event('grant.issued', { grant: grantFor({ planDigest: OTHER_DIGEST }) })))).toEqual(step());
  });
  test('starts, tells how it goes, and ends', () => {
    const started = event('step.started', { ...here, verb: 'apply' }, 3);
    expect(first(after(started))).toEqual({ ...step(), status: 'started', startedAt: at(3) });
    const told = event('step.progress', { ...here, sentence: 's' });
    expect(first(after(started, told))).toMatchObject({ status: 'started', progress: 's' });
    const result = { effect: 'changed', proof: proven() } as const;
    const over = event('step.ended', { ...here, verb: 'apply', result, output: { was: 'c7' } }, 4);
    expect(first(after(started, over))).toEqual({
      ...step(),
      status: 'ended',
      startedAt: at(3),
      endedAt: at(4),
      result,
      output: { was: 'c7' },
    });
    expect(first(after(event('step.ended', { ...here, verb: 'apply', result }, 4)))).toEqual({
      ...step(),
      status: 'ended',
      endedAt: at(4),
      result,
    });
  });
});

describe('later looks at a step that holds', () => {
  const look = (number: number, proof: Facts['hold.observed']['proof'], minute = 5) =>
    event('hold.observed', { ...here, look: number, proof }, minute);
  const pending = (seen?: Record<string, number>) => ({ kind: 'pending', because: 'once more', ...(seen && { seen }) }) as const;
  const heldAfter = (...events: readonly LedgerEvent[]) =>
    first(events.reduce(foldRun, run([ended('changed', proven()), step({ path: 'other' })])))?.held;
  test('what one says replaces what the one before said', () => {
    expect(heldAfter(look(1, refuted))).toEqual({ looks: 1, at: at(5), open: 0, proof: refuted });
    expect(heldAfter(look(1, refuted), look(2, unknown, 6))).toEqual({ looks: 2, at: at(6), open: 0, proof: unknown });
  });
  test('an open one says nothing, counts, and hands on what it has seen', () => {
    expect(heldAfter(look(1, pending()))).toEqual({ looks: 1, at: at(5), open: 1 });
    expect(heldAfter(look(1, refuted), look(2, pending({ denied: 3 })))).toEqual({
      looks: 2,
      at: at(5),
      open: 1,
      proof: refuted,
      seen: { denied: 3 },
    });
    expect(heldAfter(look(1, pending({ denied: 3 })), look(2, pending()))).toEqual({ looks: 2, at: at(5), open: 2 });
  });
  test('and one that says something ends the row', () => {
    expect(heldAfter(look(1, pending({ denied: 3 })), look(2, proven()))).toEqual({ looks: 2, at: at(5), open: 0, proof: proven() });
  });
  test('of one step are not those of another', () => {
    expect(after(look(1, refuted)).steps[1]?.held).toBeUndefined();
  });
});

test('what does not concern a run changes nothing', () => {
  expect(foldRun(two, event('note.added', { text: 't', said: at(1) }))).toBe(two);
});
test('every fact of a run names it; a grant does in its own way; others belong to none', () => {
  expect(runOf(planned('a'))).toBe('run-1');
  expect(runOf(event('grant.issued', { grant: grantFor({ run: 'run-2' }) }))).toBe('run-2');
  expect(runOf(event('note.added', { text: 't', said: at(1) }))).toBeUndefined();
});
