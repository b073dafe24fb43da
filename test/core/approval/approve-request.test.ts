import { Actor } from '../../../core/approval/actor.ts';
import { ApproveRequest } from '../../../core/approval/approve-request.ts';

/** What comes from other functions is JSON; whatever is not exactly a request is refused. */
const reads = (value: unknown): boolean => ApproveRequest.safeParse(JSON.parse(JSON.stringify(value))).success;
const you = { kind: 'human', id: 'you', via: 'cli' };
const step = { incidentId: 'inc-1', runId: 'run-1', step: 'deny', verb: 'apply', planDigest: `sha256:${'1'.repeat(64)}` };
const fact = { id: 'f', type: 'incident.opened', actor: you, data: {} };
const order = { order: { kind: 'playbook', playbook: {} }, mode: 'propose', actor: you, once: true };
const ballot = { incidentId: 'inc-1', approvalId: 'a', actor: you, vote: 'grant' };
const admit = (ask: object) => ({ verb: 'admit', ask: { incidentId: 'inc-1', facts: [fact], ...ask } });
const withOrder = (change: object) => admit({ order: { ...order, ...change } });
const ordered = (change: object) => withOrder({ order: change });

describe.each(['request', 'grant'] as const)('%s', (verb) => {
  test.each([{}, { verb: 'undo' }, { step: 's'.repeat(256) }])('is read: %j', (change) => {
    expect(reads({ verb, ask: { ...step, ...change } })).toBe(true);
  });
  test.each([
    { incidentId: 'run-1' },
    { incidentId: undefined },
    { runId: 'inc-1' },
    { runId: undefined },
    { step: 's'.repeat(257) },
    { step: undefined },
    { verb: 'look' },
    { verb: undefined },
    { planDigest: 'sha256:1' },
    { planDigest: undefined },
    { also: 1 },
  ])('is not: %j', (change) => {
    expect(reads({ verb, ask: { ...step, ...change } })).toBe(false);
  });
});

describe('settle', () => {
  const ask = { incidentId: 'inc-1', approvalId: 'a' };
  test.each([{}, { approvalId: 'a'.repeat(512) }])('is read: %j', (change) => {
    expect(reads({ verb: 'settle', ask: { ...ask, ...change } })).toBe(true);
  });
  test.each([{ incidentId: 'x' }, { incidentId: undefined }, { approvalId: 'a'.repeat(513) }, { approvalId: undefined }, { also: 1 }])(
    'is not: %j',
    (change) => {
      expect(reads({ verb: 'settle', ask: { ...ask, ...change } })).toBe(false);
    },
  );
});

describe('vote', () => {
  test.each([
    {},
    { vote: 'deny', reason: 'not now' },
    { typed: 'fraud-scorer' },
    { reason: 'r'.repeat(1000), typed: 't'.repeat(256), approvalId: 'a'.repeat(512) },
    { actor: { kind: 'run', id: 'run-1' } },
  ])('is read: %j', (change) => {
    expect(reads({ verb: 'vote', ask: { ...ballot, ...change } })).toBe(true);
  });
  test.each([
    { incidentId: 'x' },
    { incidentId: undefined },
    { approvalId: 'a'.repeat(513) },
    { approvalId: undefined },
    { actor: undefined },
    { actor: { kind: 'human', id: 'you' } },
    { vote: 'abstain' },
    { vote: undefined },
    { reason: 'r'.repeat(1001) },
    { reason: null },
    { typed: 't'.repeat(257) },
    { typed: null },
    { also: 1 },
  ])('is not: %j', (change) => {
    expect(reads({ verb: 'vote', ask: { ...ballot, ...change } })).toBe(false);
  });
});

describe('admit', () => {
  test.each([
    admit({}),
    admit({ facts: [] }),
    admit({ facts: Array.from({ length: 8 }, () => fact) }),
    admit({ facts: [{ ...fact, type: 'finding.received', actor: { kind: 'system', id: 'intake' } }] }),
    withOrder({}),
    withOrder({ once: false, mode: 'enforce' }),
    ordered({ kind: 'playbook' }),
    ordered({ kind: 'manual', by: you }),
    ordered({ kind: 'release', by: you }),
  ])('is read: %j', (request) => {
    expect(reads(request)).toBe(true);
  });
  test.each([
    admit({ incidentId: 'x' }),
    admit({ incidentId: undefined }),
    admit({ facts: undefined }),
    admit({ facts: Array.from({ length: 9 }, () => fact) }),
    admit({ facts: ['incident.opened'] }),
    admit({ facts: [null] }),
    admit({ facts: [{ ...fact, type: 'approval.closed' }] }),
    admit({ facts: [{ ...fact, type: undefined }] }),
    admit({ facts: [{ ...fact, data: undefined }] }),
    admit({ facts: [{ ...fact, data: 'text' }] }),
    admit({ facts: [{ ...fact, actor: undefined }] }),
    admit({ facts: [{ ...fact, actor: { kind: 'god' } }] }),
    admit({ also: 1 }),
    withOrder({ mode: 'any' }),
    withOrder({ mode: undefined }),
    withOrder({ actor: undefined }),
    withOrder({ actor: { kind: 'human', id: '', via: 'cli' } }),
    withOrder({ once: 'yes' }),
    withOrder({ once: undefined }),
    withOrder({ order: undefined }),
    withOrder({ order: null }),
    withOrder({ order: 'playbook' }),
    withOrder({ also: 1 }),
    ordered({}),
    ordered({ kind: 'other' }),
    ordered({ kind: 'other', by: you }),
    ordered({ kind: 'manual' }),
    ordered({ kind: 'manual', by: { kind: 'human', id: 'you' } }),
    ordered({ kind: 'release' }),
    ordered({ kind: 'release', by: 'you' }),
  ])('is not: %j', (request) => {
    expect(reads(request)).toBe(false);
  });
  test('what is wrong with it is said', () => {
    const said = (request: unknown) => ApproveRequest.safeParse(request).error?.issues.map(({ message }) => message);
    expect(said(admit({ facts: [1] }))).toEqual(['a finding or an incident']);
    expect(said(withOrder({ order: 1 }))).toEqual(['an order']);
  });
});

test('there is nothing else to ask', () => {
  for (const verb of ['sign', '', undefined, 'admit ']) expect(reads({ verb, ask: step })).toBe(false);
  for (const verb of ['admit', 'request', 'grant', 'settle', 'vote']) expect(reads({ verb })).toBe(false);
});

describe('who asks', () => {
  test.each([
    ...['slack', 'cli', 'console'].map((via) => ({ ...you, via })),
    { ...you, id: 'y'.repeat(64) },
    { kind: 'run', id: 'run-1' },
    ...['intake', 'sweep', 'notifier', 'approve', 'action'].map((id) => ({ kind: 'system', id })),
  ])('%j', (actor) => {
    expect(Actor.parse(actor)).toEqual(actor);
  });
  test.each([
    { ...you, via: 'email' },
    { ...you, via: '' },
    { ...you, id: '' },
    { ...you, id: 'y'.repeat(65) },
    { ...you, also: 1 },
    { kind: 'run', id: 'inc-1' },
    { kind: 'run', id: 'run-1', also: 1 },
    { kind: 'system', id: 'other' },
    { kind: 'system', id: '' },
    { kind: 'system', id: 'approve', also: 1 },
    { kind: '', id: 'run-1' },
    {},
  ])('nobody: %j', (actor) => {
    expect(Actor.safeParse(actor).success).toBe(false);
  });
});
