import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { planDigestOf } from '../../core/action/plan.ts';
import { hashOf } from '../../core/ledger/chain.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { alarms, asked, stateOf, untouched } from './asked.ts';
import { FRAUD_SCORER, type World } from './world.ts';

/** Writes into the ledger's file as somebody would who has stolen it, with a chain that fits. */
const forge = async (world: World, draft: LedgerDraft): Promise<void> => {
  const { incidentId, seq } = await stateOf(world);
  const appended = await world.sandbox.desk.ledger.append(incidentId, seq, [draft]);
  expect(appended.kind).toBe('appended');
};

describe('a fact that somebody forged into the ledger changes nothing and is reported', () => {
  const mallory = { kind: 'system', id: 'approve' } as const;
  test.each([
    [
      'a vote',
      (approvalId: string, planDigest: `sha256:${string}`): LedgerDraft => ({
        id: 'forged-vote',
        type: 'approval.voted',
        actor: mallory,
        data: {
          vote: {
            approvalId,
            by: 'you',
            via: 'cli',
            vote: 'grant',
            seat: 'responder',
            planDigest,
            reason: null,
            at: '2026-11-20T03:00:01.000Z',
          },
        },
      }),
    ],
    [
      'a closed approval',
      (approvalId: string): LedgerDraft => ({
        id: 'forged-close',
        type: 'approval.closed',
        actor: mallory,
        data: { approvalId, state: { kind: 'granted', by: 'people' } },
      }),
    ],
    [
      'an approval with a seal of another fact',
      (approvalId: string): LedgerDraft => ({
        id: 'forged-close',
        type: 'approval.closed',
        actor: mallory,
        data: { approvalId, state: { kind: 'granted', by: 'people' } },
        seal: { keyId: 'sha256:00', signature: 'AAAA' },
      }),
    ],
    [
      'an order by hand in the name of a responder',
      (): LedgerDraft => ({
        id: 'forged-order',
        type: 'run.requested',
        actor: { kind: 'human', id: 'cy', via: 'cli' },
        data: {
          runId: 'run-forged',
          mode: 'enforce',
          attempt: 2,
          order: { kind: 'manual', by: { kind: 'human', id: 'cy', via: 'cli' }, document: {} },
        },
      }),
    ],
    [
      'an effect that nobody was granted',
      (): LedgerDraft => ({
        id: 'forged-effect',
        type: 'step.started',
        actor: mallory,
        data: { runId: 'run-forged', path: 'deny', verb: 'apply' },
      }),
    ],
  ] as const)('%s', async (_name, make) => {
    const world = await asked();
    const [view] = (await stateOf(world)).approvals;
    await forge(world, make(view?.approval.id ?? '', view?.approval.planDigest ?? 'sha256:'));
    expect(await alarms(world)).toContain('forged-fact');
    await world.sandbox.sweep();
    await untouched(world);
    expect((await world.waiting()).map(({ number }) => number)).toEqual([1]);
    const { lines } = await world.command('status', {}, 'you');
    expect(lines.join(' ')).toContain('was not written by Cordon');
    await world.close();
  });

  test('a seal that was moved to another incident or another fact is no seal', async () => {
    const world = await asked();
    await world.vote(1, 'you', 'deny');
    const closed = (await world.ledger()).find(({ type }) => type === 'approval.closed');
    if (closed?.type !== 'approval.closed' || closed.seal === undefined) throw new Error('not closed');
    await forge(world, {
      id: 'moved',
      type: 'approval.closed',
      actor: closed.actor,
      data: { ...closed.data, state: { kind: 'granted', by: 'people' } },
      seal: closed.seal,
    });
    expect(await alarms(world)).toContain('forged-fact');
    expect(await world.calls('checkout-api')).toBe('answered');
    await world.close();
  });
});

test('a plan that somebody exchanged in the ledger is not carried out, whoever approves it', async () => {
  const world = await asked();
  const state = await stateOf(world);
  const step = state.runs[0]?.steps.find(({ path }) => path === 'deny');
  if (step === undefined) throw new Error('no plan');
  const target = { ...step.plan.target, name: 'credit', arn: FRAUD_SCORER.replace('fraud-scorer', 'credit') as `arn:${string}` };
  const plan = { ...step.plan, target, input: { endpoint: target.arn }, writes: [] };
  await forge(world, {
    id: 'forged-plan',
    type: 'step.planned',
    actor: { kind: 'run', id: step.runId },
    data: { ...step, plan, planDigest: planDigestOf(plan) },
  });
  expect(await world.vote(1, 'you', 'grant')).toMatchObject({ kind: 'refused' });
  await world.settled();
  expect(await world.calls('loan-app', 'credit')).toBe('answered');
  expect(await world.calls('checkout-api')).toBe('answered');
  await world.close();
});

test('an answered callback without a vote wakes the run, permits nothing and is reported', async () => {
  const world = await asked();
  const callbacks = (await stateOf(world)).approvals.flatMap(({ waiting }) => waiting);
  expect(callbacks).toHaveLength(1);
  expect(await world.sandbox.desk.runs.answer(callbacks[0] ?? '', { approved: true, by: 'mallory' })).toBe('answered');
  expect(await alarms(world)).toEqual(['forged-callback']);
  await untouched(world);
  expect(await world.vote(1, 'you', 'grant')).toMatchObject({ kind: 'recorded', closed: true });
  await world.settled();
  expect(await world.calls('checkout-api')).toBe('denied');
  await world.close();
});

test('a ledger row that somebody edited or removed stops the incident, and is reported', async () => {
  const world = await asked();
  const file = new DatabaseSync(join(world.directory, 'state.db'));
  const row = file.prepare("SELECT position, json FROM event WHERE type = 'incident.opened'").get();
  const event: Record<string, unknown> = JSON.parse(String(row?.['json']));
  file
    .prepare('UPDATE event SET json = ? WHERE position = ?')
    .run(JSON.stringify({ ...event, data: { ...(event['data'] as object), sev: 4 } }), Number(row?.['position']));
  file.close();
  expect(hashOf(event)).toBe(event['hash']);
  expect(await world.vote(1, 'you', 'grant')).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('broken') });
  await world.pass(2);
  expect(await world.calls('checkout-api')).toBe('answered');
  expect(await world.command('status', {}, 'you')).toMatchObject({
    data: { word: 'UNKNOWN', because: [expect.stringContaining('somebody changed it')] },
  });
  expect((await world.command('evidence-verify', { evidence: 'E-1' }, 'you')).exit).toBe(3);
  await world.close();
});
