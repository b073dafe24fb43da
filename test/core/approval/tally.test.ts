import type { Approval, ApprovalView, Vote } from '../../../core/approval/approval.ts';
import { requirementFor, type Iam, type Question, type Seat } from '../../../core/approval/table.ts';
import { tallyOf, wouldCount } from '../../../core/approval/tally.ts';

const ROLES: Readonly<Record<string, readonly Seat[]>> = {
  you: ['responder', 'approver', 'security'],
  cy: ['responder', 'approver', 'security'],
  bo: ['owner', 'approver'],
  lee: ['legal'],
  eve: ['responder'],
};
const PEOPLE = Object.keys(ROLES);
/** What might one day be a surface is none that IAM vouches for. */
const SURFACES = ['slack', 'cli', 'console', 'email'] as unknown as readonly Vote['via'][];
const IAM: readonly string[] = ['cli', 'console'];

const RISKS = ['A1', 'A2-contain', 'A2-change', 'A3', 'L'] as const;
const TIERS = ['low', 'medium', 'high'] as const;
interface Asked {
  readonly name: string;
  readonly seats: readonly Seat[];
  readonly iam: Iam;
}
/** Every way in which the table asks people. */
const ASKED: readonly Asked[] = RISKS.flatMap((risk) =>
  TIERS.flatMap((tier) =>
    (['enforce', 'propose'] as const).flatMap((mode) =>
      (['contain', 'keep-serving'] as const).flatMap((failMode) =>
        [true, false].flatMap((flag): readonly Asked[] => {
          const question: Question = { risk, tier, mode, failMode, whenUnavailable: 'fallback', corroborated: flag, outward: flag };
          const asked = requirementFor(question);
          const name = `${risk} on ${tier}, ${mode}, ${failMode}, ${flag ? 'outward, corroborated' : 'application alone'}`;
          return asked.kind === 'seats' ? [{ name, seats: asked.seats, iam: asked.iam }] : [];
        }),
      ),
    ),
  ),
);

type Yes = Pick<Vote, 'by' | 'via'>;
const viewOf = ({ seats, iam }: { readonly seats: readonly Seat[]; readonly iam?: Iam }, given: readonly Yes[]): ApprovalView => {
  const approval: Approval = {
    id: 'a',
    number: 1,
    incidentId: 'inc-1',
    run: 'run-1',
    step: 'deny',
    verb: 'apply',
    action: 'sagemaker.quarantine-endpoint',
    title: 't',
    risk: 'A2-contain',
    target: 'arn:aws:x:1',
    planDigest: 'sha256:0',
    requestedBy: { kind: 'run', id: 'run-1' },
    seats: seats.map((role) => ({ role, people: PEOPLE.filter((person) => ROLES[person]?.includes(role)) })),
    notRequester: false,
    typedTarget: false,
    ...(iam && { iam }),
    askedAt: '2026-11-20T03:00:00.000Z',
    rounds: [{ asks: PEOPLE, until: '2026-11-20T03:05:00.000Z' }],
    onSilence: 'contain',
    rule: 'r',
  };
  const votes = given.map(
    ({ by, via }): Vote => ({
      approvalId: 'a',
      by,
      via,
      vote: 'grant',
      seat: null,
      planDigest: 'sha256:0',
      reason: null,
      at: '2026-11-20T03:00:01.000Z',
    }),
  );
  return { approval, votes, round: 0, waiting: [], state: { kind: 'pending' } };
};

/** Said again, from the rule and not from the code: is there a way to seat these people so that the rule holds? */
const seatings = (seats: readonly Seat[], given: readonly Yes[]): readonly (readonly Yes[])[] => {
  const [seat, ...rest] = seats;
  if (seat === undefined) return [[]];
  return given
    .filter(({ by }) => ROLES[by]?.includes(seat))
    .flatMap((yes) =>
      seatings(
        rest,
        given.filter(({ by }) => by !== yes.by),
      ).map((others) => [yes, ...others]),
    );
};
const allowed = ({ seats, iam }: Asked, given: readonly Yes[]): boolean =>
  seatings(seats, given).some((people) => {
    const byIam = people.filter(({ via }) => IAM.includes(via)).length;
    return iam === 'none' || byIam >= (iam === 'one' ? 1 : people.length);
  });

/** All orders in which up to four people may say yes, each from every surface; a person whose yes does not count has said nothing. */
const walk = (asked: Asked, given: readonly Yes[], see: (given: readonly Yes[], next: Yes, taken: boolean) => void): void => {
  if (given.length === 4 || tallyOf(viewOf(asked, given)).granted) return;
  for (const by of PEOPLE.filter((person) => !given.some((yes) => yes.by === person)))
    for (const via of SURFACES) {
      const taken = wouldCount(viewOf(asked, given), { by, via });
      see(given, { by, via }, taken);
      // Two surfaces stand for both kinds; the others differ in nothing from there on.
      if (taken && (via === 'slack' || via === 'cli')) walk(asked, [...given, { by, via }], see);
    }
};
const unique = [...new Map(ASKED.map((asked) => [JSON.stringify([asked.seats, asked.iam]), asked])).values()];

test('the table asks in these ways', () => {
  expect(unique.map(({ seats, iam }) => `${seats.join('+')} ${iam}`).toSorted()).toEqual([
    'approver none',
    'approver one',
    'approver+security one',
    'approver+security+legal one',
    'approver+security+owner one',
    'responder none',
    'responder one',
    'responder+owner one',
    'security+owner all',
    'security+owner one',
  ]);
});

describe.each(unique)('$seats, by IAM: $iam ($name)', (asked) => {
  test('is granted by exactly the sets of people and surfaces that the table allows, in every order', () => {
    let seen = 0;
    walk(asked, [], (given, next, taken) => {
      const after = [...given, next];
      const { granted } = tallyOf(viewOf(asked, after));
      const where = JSON.stringify(after);
      expect([where, granted]).toEqual([where, taken && allowed(asked, after)]);
      seen += 1;
    });
    expect(seen).toBeGreaterThan(20);
  });
  test('a yes is refused only where it could not count, and the same person by IAM is not', () => {
    walk(asked, [], (given, { by, via }, taken) => {
      const after = [...given, { by, via }];
      const couldNot = !IAM.includes(via) && (asked.iam === 'all' || (seatings(asked.seats, after).length > 0 && !allowed(asked, after)));
      const where = JSON.stringify(after);
      expect([where, taken]).toEqual([where, !couldNot]);
      for (const other of ['cli', 'console'] as const) expect(wouldCount(viewOf(asked, given), { by, via: other })).toBe(true);
    });
  });
  test('nobody can vote it into a dead end: those who are left can finish it at a terminal', () => {
    const stuck: string[] = [];
    walk(asked, [], (given, next, taken) => {
      const said = taken ? [...given, next] : given;
      const silent = PEOPLE.filter((person) => !said.some(({ by }) => by === person));
      const all = [...said, ...silent.map((by) => ({ by, via: 'cli' as const }))];
      if (!tallyOf(viewOf(asked, all)).granted) stuck.push(JSON.stringify(said));
    });
    expect(stuck).toEqual([]);
  });
  test('the card says where the next yes may come from, and is right', () => {
    walk(asked, [], (given) => {
      const { byIam, missing } = tallyOf(viewOf(asked, given));
      const fills = PEOPLE.filter(
        (by) =>
          !given.some((yes) => yes.by === by) && tallyOf(viewOf(asked, [...given, { by, via: 'cli' }])).missing.length < missing.length,
      );
      for (const by of fills) expect(wouldCount(viewOf(asked, given), { by, via: 'slack' })).toBe(byIam !== 'next');
      const fit = given.filter(({ by }) => asked.seats.some((seat) => ROLES[by]?.includes(seat)));
      expect(byIam === 'nothing').toBe(asked.iam === 'none' || (asked.iam === 'one' && fit.some(({ via }) => IAM.includes(via))));
    });
  });
  test('votes that nobody should have counted grant nothing either', () => {
    const everybody = PEOPLE.map((by): Yes => ({ by, via: 'slack' }));
    const { granted, missing } = tallyOf(viewOf(asked, everybody));
    expect(granted).toBe(asked.iam === 'none');
    if (asked.iam !== 'none') expect(missing).not.toEqual([]);
  });
});

test('asked before there was the rule: every surface suffices, as it did then', () => {
  const old = viewOf({ seats: ['responder'] }, [{ by: 'you', via: 'slack' }]);
  expect('iam' in old.approval).toBe(false);
  expect(tallyOf(old)).toEqual({ filled: ['you'], missing: [], granted: true, byIam: 'nothing' });
});
test('a rule that this version does not know is the strictest', () => {
  const iam = 'two' as unknown as Iam;
  expect(tallyOf(viewOf({ seats: ['responder'], iam }, [{ by: 'you', via: 'slack' }])).granted).toBe(false);
  expect(tallyOf(viewOf({ seats: ['responder'], iam }, [{ by: 'you', via: 'console' }])).granted).toBe(true);
});
test('an approval without seats is granted by nobody', () => {
  expect(tallyOf(viewOf({ seats: [], iam: 'none' }, [{ by: 'you', via: 'cli' }])).granted).toBe(false);
});
test('one person who somehow said yes twice fills one seat', () => {
  const twice = viewOf({ seats: ['approver', 'security'], iam: 'one' }, [
    { by: 'you', via: 'slack' },
    { by: 'you', via: 'cli' },
  ]);
  expect(tallyOf(twice)).toMatchObject({ granted: false });
});
