import type { Actor, ApprovalState, Vote } from '../../core/approval/approval.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { runCommand } from '../../engine/commands/index.ts';
import { withSeal } from '../../engine/authority/sealed.ts';
import { asked, stateOf } from './asked.ts';
import { FRAUD_SCORER, makeWorld, type World } from './world.ts';

type Person = Extract<Actor, { kind: 'human' }>;
const here = (id: string, via: Person['via']): Person => ({ kind: 'human', id, via });
const held = async <T>(world: World, work: () => Promise<T>): Promise<T> => {
  const release = world.timeline.hold();
  try {
    return await work();
  } finally {
    release();
  }
};
const say = (world: World, verb: string, args: Parameters<typeof runCommand>[2], actor: Person) =>
  held(world, () => runCommand(world.sandbox.desk, verb, args, actor));
const yes = (world: World, approval: number, actor: Person, target?: string) =>
  say(world, 'approve', { approval: `A-${approval}`, ...(target !== undefined && { target }) }, actor);
const votes = async (world: World) => (await world.ledger()).flatMap((event) => (event.type === 'approval.voted' ? [event.data.vote] : []));
const needsIam = { exit: 5, error: { code: 'needs-iam', effect: 'no-change' } };
const onlyWaiting = async (world: World) => {
  await world.settled();
  const [card] = await world.waiting();
  if (card === undefined) throw new Error('nothing waits');
  return card;
};

describe('a high tier: containing, rolling back and releasing need somebody whom IAM knows', () => {
  let world: World;
  beforeAll(async () => {
    world = await asked();
  });
  afterAll(() => world.close());

  test('one seat: Slack cannot fill it, is told the command, and nothing is recorded; a terminal fills it', async () => {
    expect(await onlyWaiting(world)).toMatchObject({ number: 1, byIam: 'next' });
    const refused = await yes(world, 1, here('cy', 'slack'));
    expect(refused).toMatchObject({ ...needsIam, next: 'npx cordon approve A-1 --as cy' });
    expect(refused.lines.join(' ')).toMatch(
      /Slack alone does not suffice, one yes to A2-contain .* IAM .*Nothing was changed\..* terminal: npx cordon approve A-1$/,
    );
    expect(await votes(world)).toEqual([]);
    expect(await world.calls('checkout-api')).toBe('answered');
    const shown = (await say(world, 'show', { what: 'A-1' }, here('cy', 'cli'))).lines.join('\n');
    expect(shown).toMatch(
      /Where +in the console, or at a terminal: npx cordon approve A-1\n +Slack alone does not suffice here; it can deny/,
    );
    expect(await yes(world, 1, here('cy', 'cli'))).toMatchObject({ exit: 0 });
    await world.settled();
    expect(await world.calls('checkout-api')).toBe('denied');
  });
  test('two seats, one by IAM: Slack may fill the first, not the last', async () => {
    expect(await onlyWaiting(world)).toMatchObject({ number: 2, byIam: 'one' });
    const first = await yes(world, 2, here('you', 'slack'));
    expect(first).toMatchObject({ exit: 4, next: 'npx cordon show A-2' });
    expect(first.lines.join(' ')).toContain('1 yes needed, in the console or at a terminal');
    expect(await onlyWaiting(world)).toMatchObject({ number: 2, byIam: 'next' });
    expect(await yes(world, 2, here('bo', 'slack'))).toMatchObject(needsIam);
    expect(await yes(world, 2, here('bo', 'console'))).toMatchObject({ exit: 0 });
    expect((await votes(world)).map(({ by, via, seat }) => [by, via, seat])).toEqual([
      ['cy', 'cli', 'responder'],
      ['you', 'slack', 'security'],
      ['bo', 'console', 'owner'],
    ]);
  });
  test('a no is taken from everywhere', async () => {
    expect(await onlyWaiting(world)).toMatchObject({ number: 3 });
    expect(await say(world, 'deny', { approval: 'A-3', reason: 'not tonight' }, here('cy', 'slack'))).toMatchObject({ exit: 0 });
  });
  test('release: each yes by IAM, whatever is typed in Slack', async () => {
    await world.settled();
    await say(world, 'release', { endpoint: 'fraud-scorer' }, here('you', 'slack'));
    expect(await onlyWaiting(world)).toMatchObject({ number: 4, risk: 'L', byIam: 'next' });
    const refused = await yes(world, 4, here('bo', 'slack'), 'fraud-scorer');
    expect(refused).toMatchObject({ ...needsIam, next: 'npx cordon approve A-4 --target fraud-scorer --as bo' });
    expect(refused.lines.join(' ')).toContain('each yes to L on this asset');
    expect(await yes(world, 4, here('cy', 'cli'), 'fraud-scorer')).toMatchObject({ exit: 4 });
    expect(await onlyWaiting(world)).toMatchObject({ number: 4, byIam: 'next' });
    expect(await yes(world, 4, here('bo', 'slack'), 'fraud-scorer')).toMatchObject(needsIam);
    expect(await yes(world, 4, here('bo', 'console'), 'fraud-scorer')).toMatchObject({ exit: 0 });
    await world.settled();
    expect(await world.calls('checkout-api')).toBe('answered');
  });
  test('the rule is sealed in each question', async () => {
    const rules = (await world.ledger()).flatMap((event) =>
      event.type === 'approval.requested' ? [[event.data.approval.risk, event.data.approval.iam]] : [],
    );
    expect(rules).toEqual([
      ['A2-contain', 'one'],
      ['A2-change', 'one'],
      ['A1', 'none'],
      ['L', 'all'],
    ]);
  });
});

describe('who asks for containment has said yes by asking', () => {
  test('at a terminal, but not in Slack on a high tier', async () => {
    const world = await makeWorld();
    await say(world, 'contain', { endpoint: 'fraud-scorer' }, here('you', 'slack'));
    expect(await onlyWaiting(world)).toMatchObject({ number: 1, risk: 'A2-contain', byIam: 'next' });
    expect(await votes(world)).toEqual([]);
    expect(await world.calls('checkout-api')).toBe('answered');
    expect(await yes(world, 1, here('you', 'cli'))).toMatchObject({ exit: 0 });
    await world.settled();
    expect(await world.calls('checkout-api')).toBe('denied');
    await world.close();
  });
});

describe('the signer counts again', () => {
  const closed = (state: ApprovalState) => ({ type: 'approval.closed', state }) as const;
  /** As a vote function with a fault would leave it: facts with a genuine seal, which the rule does not allow. */
  const faulty = async (world: World, given: readonly Pick<Vote, 'by' | 'via'>[], { state }: ReturnType<typeof closed>): Promise<void> => {
    const { incidentId, seq, approvals } = await stateOf(world);
    const [view] = approvals;
    if (view === undefined) throw new Error('nothing was asked');
    const { id, planDigest } = view.approval;
    const actor = { kind: 'system', id: 'approve' } as const;
    const drafts: readonly LedgerDraft[] = [
      ...given.map(({ by, via }): LedgerDraft => {
        const vote = { approvalId: id, by, via, vote: 'grant', seat: 'responder', planDigest, reason: null } as const;
        const at = new Date(world.now()).toISOString() as Vote['at'];
        return { id: `${id}:vote:${by}`, type: 'approval.voted', actor, data: { vote: { ...vote, at } } };
      }),
      { id: `${id}:closed`, type: 'approval.closed', actor, data: { approvalId: id, state } },
    ];
    const sealed = await Promise.all(drafts.map((draft) => withSeal(world.signer, incidentId, draft)));
    expect(await held(world, () => world.sandbox.desk.ledger.append(incidentId, seq, sealed))).toMatchObject({ kind: 'appended' });
    await world.until(async () => (await stateOf(world)).approvals.length > 1);
    await world.settled();
  };
  const byPeople = closed({ kind: 'granted', by: 'people' });

  test.each([
    ['nobody said yes', [], byPeople],
    ['only Slack said yes', [{ by: 'you', via: 'slack' }], byPeople],
    ['somebody without a seat said yes at a terminal', [{ by: 'bo', via: 'cli' }], byPeople],
  ] as const)('an approval that was closed as granted although %s is not signed for', async (_what, given, how) => {
    const world = await asked();
    await faulty(world, given, how);
    const granted = (await world.ledger()).flatMap((event) => (event.type === 'grant.issued' ? [event.data.grant] : []));
    expect(granted.filter(({ target, action }) => target === FRAUD_SCORER && action.includes('quarantine'))).toEqual([]);
    expect(await world.calls('checkout-api')).toBe('answered');
    expect((await say(world, 'timeline', { incident: 'INC-1' }, here('you', 'cli'))).lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(
      'closed as approved, but the yes that were given do not suffice',
    );
    await world.close();
  });
  test('silence is not signed for where the owner prefers to keep serving', async () => {
    const world = await makeWorld({
      policy: (policy) => ({
        ...policy,
        assets: { ...policy.assets, assets: policy.assets.assets.map((entry) => ({ ...entry, failMode: 'keep-serving' as const })) },
      }),
    });
    await world.send('poisoned-training');
    await world.settled();
    await faulty(world, [], closed({ kind: 'granted', by: 'silence' }));
    expect(await world.calls('checkout-api')).toBe('answered');
    await world.close();
  });
  test('and one that was rightly given is signed for, written in the same way', async () => {
    const world = await asked();
    await faulty(world, [{ by: 'you', via: 'console' }], byPeople);
    expect(await world.calls('checkout-api')).toBe('denied');
    await world.close();
  });
});

test('nobody whom assets.yaml does not know opens an incident, or orders anything, under any name', async () => {
  const world = await makeWorld();
  const { authority } = world.sandbox.desk;
  const [mallory, cy] = [here('mallory', 'cli'), here('cy', 'cli')];
  const order = (actor: Person, by: Person) => ({
    order: { kind: 'manual', document: {}, by } as const,
    mode: 'enforce' as const,
    actor,
    once: false,
  });
  const opened = (actor: Person): LedgerDraft => ({
    id: 'inc-x:opened',
    type: 'incident.opened',
    actor,
    data: { incidentClass: 'open-incident', title: 't', sev: 2, sevBecause: 'b', number: 1, correlationKey: 'k', generation: 1 },
  });
  const ask = { incidentId: 'inc-x', facts: [] } as const;
  const nobody = 'mallory is nobody Cordon knows';
  await expect(authority.admit({ ...ask, facts: [opened(mallory)] })).rejects.toThrow(nobody);
  await expect(authority.admit({ ...ask, order: order(mallory, mallory) })).rejects.toThrow(nobody);
  await expect(authority.admit({ ...ask, order: order(cy, mallory) })).rejects.toThrow(nobody);
  await expect(authority.admit({ ...ask, order: order(mallory, cy) })).rejects.toThrow(nobody);
  await expect(authority.admit({ ...ask, facts: [opened(here('__proto__', 'cli'))] })).rejects.toThrow('nobody Cordon knows');
  expect(await world.ledger()).toEqual([]);
  expect(await authority.admit({ ...ask, facts: [opened(cy)] })).toEqual({ number: 1 });
  await world.close();
});
