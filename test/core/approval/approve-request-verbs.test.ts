import { ApproveRequest } from '../../../core/approval/approve-request.ts';

/** The verbs that steer a run or the house; the others are in approve-request.test.ts. */
const reads = (value: unknown): boolean => ApproveRequest.safeParse(JSON.parse(JSON.stringify(value))).success;
const you = { kind: 'human', id: 'you', via: 'cli' };
const digest = `sha256:${'1'.repeat(64)}`;

interface Case {
  readonly verb: string;
  readonly ask: object;
  readonly good: readonly object[];
  readonly bad: readonly object[];
}
const CASES: readonly Case[] = [
  {
    verb: 'enact',
    ask: { incidentId: 'inc-1', runId: 'run-1', step: 'deny', verb: 'apply', planDigest: digest },
    good: [{ verb: 'undo' }, { step: 's'.repeat(256) }],
    bad: [{ step: 's'.repeat(257) }, { verb: 'look' }, { incidentId: 'run-1' }, { runId: 'inc-1' }, { planDigest: 'sha256:1' }],
  },
  {
    verb: 'stop',
    ask: { actor: you, reason: 'r' },
    good: [{ reason: 'r'.repeat(1000) }, { reason: ` ${'r'.repeat(1000)} ` }],
    bad: [{ reason: 'r'.repeat(1001) }, { reason: '' }, { reason: '  ' }, { actor: { kind: 'god' } }],
  },
  {
    verb: 'fork',
    ask: { incidentId: 'inc-1', runId: 'run-1', path: 'all', from: 0, to: 1 },
    good: [{ path: 'p'.repeat(256) }, { from: 999, to: 1000 }],
    bad: [
      { incidentId: 'run-1' },
      { runId: 'inc-1' },
      { path: 'p'.repeat(257) },
      { from: -1 },
      { from: 0.5 },
      { to: 0 },
      { to: 1001 },
      { to: 1.5 },
    ],
  },
  {
    verb: 'choose',
    ask: { incidentId: 'inc-1', number: 1, actor: you, answer: 'yes' },
    good: [{ answer: 'a'.repeat(48) }, { reason: 'r'.repeat(1000) }, { reason: '' }],
    bad: [
      { incidentId: 'run-1' },
      { number: 0 },
      { number: 1.5 },
      { actor: { kind: 'human', id: 'you' } },
      { answer: 'a'.repeat(49) },
      { reason: 'r'.repeat(1001) },
      { reason: null },
    ],
  },
  {
    verb: 'chosen',
    ask: { incidentId: 'inc-1', number: 1 },
    good: [{ number: 7 }],
    bad: [{ incidentId: 'run-1' }, { number: 0 }, { number: 1.5 }],
  },
  {
    verb: 'abort',
    ask: { incidentId: 'inc-1', actor: you },
    good: [{ reason: 'r'.repeat(1000) }, { actor: { kind: 'run', id: 'run-1' } }],
    bad: [{ incidentId: 'run-1' }, { actor: { kind: 'god' } }, { reason: 'r'.repeat(1001) }, { reason: null }],
  },
];

describe.each(CASES)('$verb', ({ verb, ask, good, bad }) => {
  test.each([{}, ...good])('is read: %j', (change) => {
    expect(reads({ verb, ask: { ...ask, ...change } })).toBe(true);
  });
  test.each([{ also: 1 }, ...bad])('is not: %j', (change) => {
    expect(reads({ verb, ask: { ...ask, ...change } })).toBe(false);
  });
  test.each(Object.keys(ask))('is not without %s', (key) => {
    expect(reads({ verb, ask: { ...ask, [key]: undefined } })).toBe(false);
  });
  test('nor without any, nor with more beside', () => {
    expect(reads({ verb })).toBe(false);
    expect(reads({ verb, ask, also: 1 })).toBe(false);
  });
});

describe('an order of the whole house', () => {
  const playbook = { id: 'quarantine', version: '1.0.0', digest };
  const ordered = (order: object) => ({
    verb: 'admit',
    ask: { incidentId: 'inc-1', facts: [], order: { order, mode: 'enforce', actor: you, once: false } },
  });
  test.each([
    { kind: 'activate', playbook, by: you },
    { kind: 'resume', stop: 1, by: you },
  ])('is read: %j', (order) => {
    expect(reads(ordered(order))).toBe(true);
  });
  test.each([
    { kind: 'activate', by: you },
    { kind: 'activate', playbook },
    { kind: 'activate', playbook, by: you, also: 1 },
    { kind: 'activate', playbook: { ...playbook, also: 1 }, by: you },
    { kind: 'activate', playbook: { ...playbook, id: 'Not Kebab' }, by: you },
    { kind: 'activate', playbook: { ...playbook, version: 'one' }, by: you },
    { kind: 'activate', playbook: { ...playbook, digest: 'sha256:1' }, by: you },
    { kind: 'resume', by: you },
    { kind: 'resume', stop: 0, by: you },
    { kind: 'resume', stop: 1.5, by: you },
    { kind: 'resume', stop: 1 },
    { kind: 'resume', stop: 1, by: you, also: 1 },
    { kind: 'child', parent: 'run-1', path: 'all', from: 0, to: 1 },
  ])('is not: %j', (order) => {
    expect(reads(ordered(order))).toBe(false);
  });
});

test.each(['outcome.settled', 'review.kept', 'change.adopted'])('a person may state %s', (type) => {
  const admitted = (change: object) => ({
    verb: 'admit',
    ask: { incidentId: 'inc-1', facts: [{ id: 'f', type, actor: you, data: {}, ...change }] },
  });
  expect(reads(admitted({}))).toBe(true);
  expect(reads(admitted({ actor: undefined }))).toBe(false);
  expect(reads(admitted({ data: null }))).toBe(false);
});
