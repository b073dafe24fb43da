import { endOf, type Approval, type ApprovalView, type Vote } from '../../../core/approval/approval.ts';
import { due, foldApprovals, mayFill } from '../../../core/approval/fold.ts';
import type { Seat } from '../../../core/approval/table.ts';
import type { EventOf, Facts, FactType, LedgerEvent } from '../../../core/ledger/facts.ts';

const at = (minute: number): `${string}Z` => `2026-11-20T03:${String(minute).padStart(2, '0')}:00.000Z`;
const DIGEST = `sha256:${'1'.repeat(64)}` as const;
const approval = (change: Partial<Approval> = {}): Approval => ({
  id: 'a',
  number: 1,
  incidentId: 'inc-1',
  run: 'run-1',
  step: 'deny',
  verb: 'apply',
  action: 'sagemaker.quarantine-endpoint',
  title: 't',
  risk: 'A2-contain',
  target: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer',
  planDigest: DIGEST,
  requestedBy: { kind: 'run', id: 'run-1' },
  seats: [{ role: 'responder', people: ['you', 'cy'] }],
  notRequester: false,
  typedTarget: false,
  iam: 'none',
  askedAt: at(0),
  rounds: [
    { asks: ['you', 'cy'], until: at(5) },
    { asks: ['bo', 'ann'], until: at(10) },
  ],
  onSilence: 'contain',
  rule: 'r',
  ...change,
});
const view = (change: Partial<ApprovalView> = {}): ApprovalView => ({
  approval: approval(),
  votes: [],
  round: 0,
  waiting: [],
  state: { kind: 'pending' },
  ...change,
});
const event = <T extends FactType>(type: T, data: Readonly<Facts[T]>): EventOf<T> => ({ type, data }) as unknown as EventOf<T>;
const vote: Vote = {
  approvalId: 'a',
  by: 'you',
  via: 'cli',
  vote: 'grant',
  seat: 'responder',
  planDigest: DIGEST,
  reason: null,
  at: at(1),
};

describe('an approval after one more fact', () => {
  const other = view({ approval: approval({ id: 'b' }) });
  const after = (one: LedgerEvent): ApprovalView | undefined => {
    const [mine, theirs, ...more] = foldApprovals([view(), other], one);
    expect(theirs).toBe(other);
    expect(more).toEqual([]);
    return mine;
  };
  test('it is asked', () => {
    expect(foldApprovals([other], event('approval.requested', { approval: approval() }))).toEqual([other, view()]);
  });
  test('a run waits for it, at one callback after the other', () => {
    const once = after(event('approval.waiting', { approvalId: 'a', callbackId: 'c1', round: 0 }));
    expect(once).toEqual(view({ waiting: ['c1'] }));
    expect(foldApprovals(once ? [once] : [], event('approval.waiting', { approvalId: 'a', callbackId: 'c2', round: 1 }))).toEqual([
      view({ waiting: ['c1', 'c2'] }),
    ]);
  });
  test('the next people are asked', () => {
    expect(after(event('approval.escalated', { approvalId: 'a', round: 1 }))).toEqual(view({ round: 1 }));
  });
  test('people say something, one after the other', () => {
    const once = after(event('approval.voted', { vote }));
    expect(once).toEqual(view({ votes: [vote] }));
    const second = { ...vote, by: 'cy' };
    expect(foldApprovals(once ? [once] : [], event('approval.voted', { vote: second }))).toEqual([view({ votes: [vote, second] })]);
  });
  test('it is closed', () => {
    const state = { kind: 'denied', by: 'you', reason: 'not now' } as const;
    expect(after(event('approval.closed', { approvalId: 'a', state }))).toEqual(view({ state }));
  });
  test('anything else leaves all as they are', () => {
    const views = [view(), other];
    expect(foldApprovals(views, event('note.added', { text: 't', said: at(1) }))).toBe(views);
  });
});

describe('who may fill a seat', () => {
  const seat = (role: Seat, people: readonly string[]) => ({ role, people });
  const three = [
    { asks: ['you'], until: at(5) },
    { asks: ['bo'], until: at(10) },
    { asks: ['ann'], until: at(15) },
  ];
  test.each([
    ['whom it names', view(), seat('responder', ['you']), 'you', true],
    ['nobody else', view(), seat('responder', ['you']), 'cy', false],
    ['a later round is not asked yet', view(), seat('responder', ['you']), 'bo', false],
    ['it is, for any seat', view({ round: 1 }), seat('security', ['you']), 'bo', true],
    ['but legal', view({ round: 1 }), seat('legal', ['you']), 'bo', false],
    ['whom legal names', view({ round: 1 }), seat('legal', ['bo']), 'bo', true],
    ['the first round makes nobody fit for another seat', view({ round: 1 }), seat('security', ['bo']), 'cy', false],
    ['nor without any escalation', view(), seat('security', ['bo']), 'cy', false],
    ['the round after next has not begun', view({ approval: approval({ rounds: three }), round: 1 }), seat('owner', []), 'ann', false],
    [
      'once it has, those of the one before may still',
      view({ approval: approval({ rounds: three }), round: 2 }),
      seat('owner', []),
      'bo',
      true,
    ],
  ] as const)('%s', (_what, one, where, person, may) => {
    expect(mayFill(one, where, person)).toBe(may);
  });
  test.each([
    ['a person who asked and may not', { kind: 'human', id: 'you', via: 'cli' }, true, 'you', false],
    ['a person who asked and may', { kind: 'human', id: 'you', via: 'cli' }, false, 'you', true],
    ['another than who asked', { kind: 'human', id: 'cy', via: 'cli' }, true, 'you', true],
    ['nobody is the run that asked', { kind: 'run', id: 'run-1' }, true, 'run-1', true],
  ] as const)('%s', (_what, requestedBy, notRequester, person, may) => {
    expect(mayFill(view({ approval: approval({ requestedBy, notRequester }) }), seat('responder', ['you', 'run-1']), person)).toBe(may);
  });
  test('who asked may not in a later round either', () => {
    const requestedBy = { kind: 'human', id: 'bo', via: 'cli' } as const;
    expect(mayFill(view({ approval: approval({ requestedBy, notRequester: true }), round: 1 }), seat('responder', []), 'bo')).toBe(false);
  });
});

describe('what the clock asks for', () => {
  test.each([
    [0, at(0), 'nothing'],
    [0, '2026-11-20T03:04:59.999Z', 'nothing'],
    [0, at(5), 'escalate'],
    [0, '2026-11-20T03:09:59.999Z', 'escalate'],
    [0, at(10), 'silence'],
    [1, at(5), 'nothing'],
    [1, '2026-11-20T03:09:59.999Z', 'nothing'],
    [1, at(10), 'silence'],
    [1, at(11), 'silence'],
    [7, at(6), 'nothing'],
  ] as const)('in round %i at %s: %s', (round, now, what) => {
    expect(due(view({ round }), now)).toBe(what);
  });
  test('it ends with its last round; one without a round is a bug', () => {
    expect(endOf(approval())).toBe(at(10));
    const rounds = [5, 10, 15].map((minute) => ({ asks: [], until: at(minute) }));
    expect(endOf(approval({ rounds }))).toBe(at(15));
    expect(endOf(approval({ rounds: rounds.slice(0, 1) }))).toBe(at(5));
    expect(() => endOf(approval({ rounds: [] }))).toThrow('approval a has no round');
  });
});
