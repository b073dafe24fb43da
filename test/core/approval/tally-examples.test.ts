import type { Approval, ApprovalView, Vote } from '../../../core/approval/approval.ts';
import type { Iam, Seat } from '../../../core/approval/table.ts';
import { tallyOf, wouldCount } from '../../../core/approval/tally.ts';

/** A handful of votes each, said in full; tally.test.ts tries everybody in every order. */
const ROLES: Readonly<Record<string, readonly Seat[]>> = {
  you: ['responder', 'approver', 'security'],
  cy: ['responder', 'approver', 'security'],
  bo: ['owner', 'approver'],
};
type Said = readonly [by: string, via: string, vote?: 'deny'];
const view = (seats: readonly Seat[], iam: Iam | undefined, said: readonly Said[]): ApprovalView => {
  const people = (role: Seat) => Object.keys(ROLES).filter((person) => ROLES[person]?.includes(role));
  const approval = {
    id: 'a',
    seats: seats.map((role) => ({ role, people: people(role) })),
    requestedBy: { kind: 'run', id: 'run-1' },
    notRequester: false,
    rounds: [{ asks: [], until: '2026-11-20T03:05:00.000Z' }],
    ...(iam && { iam }),
  } as unknown as Approval;
  const votes = said.map(([by, via, vote = 'grant']) => ({ by, via, vote }) as unknown as Vote);
  return { approval, votes, round: 0, waiting: [], state: { kind: 'pending' } };
};
const TWO: readonly Seat[] = ['security', 'owner'];

describe('where an approval stands', () => {
  test.each([
    ['nobody', ['responder'], 'none', [], [null], ['responder'], false, 'nothing'],
    ['nobody, by IAM', ['responder'], 'one', [], [null], ['responder'], false, 'next'],
    ['one for one', ['responder'], 'none', [['you', 'slack']], ['you'], [], true, 'nothing'],
    ['one for one, from before there was a rule', ['responder'], undefined, [['you', 'slack']], ['you'], [], true, 'nothing'],
    ['Slack does not suffice', ['responder'], 'one', [['you', 'slack']], [null], ['responder'], false, 'next'],
    ['the console does', ['responder'], 'one', [['you', 'console']], ['you'], [], true, 'nothing'],
    ['the command line does', ['responder'], 'all', [['you', 'cli']], ['you'], [], true, 'nothing'],
    ['a no fills nothing', ['responder'], 'none', [['you', 'cli', 'deny']], [null], ['responder'], false, 'nothing'],
    ['who has no seat', ['security'], 'none', [['bo', 'cli']], [null], ['security'], false, 'nothing'],
    ['the first of two', TWO, 'none', [['bo', 'slack']], [null, 'bo'], ['security'], false, 'nothing'],
    ['the first of two, by Slack', TWO, 'one', [['bo', 'slack']], [null, 'bo'], ['security'], false, 'next'],
    ['nobody of two', TWO, 'one', [], [null, null], TWO, false, 'one'],
    ['the first of two, by IAM', TWO, 'one', [['bo', 'cli']], [null, 'bo'], ['security'], false, 'nothing'],
    [
      'both, one by IAM',
      TWO,
      'one',
      [
        ['bo', 'cli'],
        ['you', 'slack'],
      ],
      ['you', 'bo'],
      [],
      true,
      'nothing',
    ],
    [
      'both, by Slack',
      TWO,
      'one',
      [
        ['bo', 'slack'],
        ['you', 'slack'],
      ],
      [null, 'bo'],
      ['security'],
      false,
      'next',
    ],
    [
      'both, and the one by IAM after all',
      TWO,
      'one',
      [
        ['bo', 'slack'],
        ['you', 'slack'],
        ['cy', 'cli'],
      ],
      ['cy', 'bo'],
      [],
      true,
      'nothing',
    ],
    [
      'a seat by Slack, and then somebody else by IAM for it',
      TWO,
      'one',
      [
        ['you', 'slack'],
        ['cy', 'cli'],
      ],
      ['cy', null],
      ['owner'],
      false,
      'nothing',
    ],
    [
      'each by IAM',
      TWO,
      'all',
      [
        ['bo', 'cli'],
        ['you', 'slack'],
      ],
      [null, 'bo'],
      ['security'],
      false,
      'next',
    ],
    ['each by IAM, nobody yet', TWO, 'all', [], [null, null], TWO, false, 'next'],
    [
      'each by IAM, both',
      TWO,
      'all',
      [
        ['bo', 'cli'],
        ['you', 'console'],
      ],
      ['you', 'bo'],
      [],
      true,
      'nothing',
    ],
    [
      'one person in two seats',
      ['approver', 'security'],
      'none',
      [
        ['you', 'cli'],
        ['you', 'slack'],
      ],
      ['you', null],
      ['security'],
      false,
      'nothing',
    ],
    [
      'seats are given so that both are filled',
      ['approver', 'security'],
      'none',
      [
        ['you', 'cli'],
        ['bo', 'cli'],
      ],
      ['bo', 'you'],
      [],
      true,
      'nothing',
    ],
    ['a rule that nobody knows is the strictest', ['responder'], 'two' as Iam, [['you', 'slack']], [null], ['responder'], false, 'next'],
    ['no seats', [], 'none', [['you', 'cli']], [], [], false, 'nothing'],
    ['no seats, by IAM', [], 'all', [['you', 'cli']], [], [], false, 'nothing'],
    ['no seats, one by IAM', [], 'one', [['you', 'cli']], [], [], false, 'nothing'],
  ] as const)('%s', (_what, seats, iam, said, filled, missing, granted, byIam) => {
    expect(tallyOf(view(seats, iam, said))).toEqual({ filled, missing, granted, byIam });
  });
});

describe('would one more yes count', () => {
  test.each([
    [['responder'], 'none', [], 'slack', true],
    [['responder'], 'one', [], 'slack', false],
    [['responder'], 'one', [], 'email', false],
    [['responder'], 'one', [], 'console', true],
    [['responder'], 'all', [], 'slack', false],
    [['responder'], 'all', [], 'cli', true],
    [TWO, 'all', [], 'slack', false],
    [TWO, 'one', [], 'slack', true],
    [TWO, 'one', [['bo', 'slack']], 'slack', false],
    [TWO, 'one', [['bo', 'console']], 'slack', true],
    // What did not count then does not count now.
    [TWO, 'all', [['bo', 'slack']], 'cli', true],
  ] as const)('for %j, by IAM %s, after %j, from %s: %s', (seats, iam, said, via, counts) => {
    expect(wouldCount(view(seats, iam, said), { by: 'you', via: via as Vote['via'] })).toBe(counts);
  });
});
