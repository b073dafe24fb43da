import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runIn } from '../../core/ledger/incident.ts';
import type { ActionCaller } from '../../engine/ports.ts';
import { another, reject, rollback } from './second-incident.ts';
import { FRAUD_SCORER, makeWorld, type World } from './world.ts';

/** Stop, hold, list what remains: nothing further, and nothing back. */
let world: World;
afterEach(() => world.close());

const asked = async (options: Parameters<typeof makeWorld>[0] = {}): Promise<void> => {
  world = await makeWorld(options);
  await world.send('poisoned-training');
  await world.settled();
};
const contained = async (options: Parameters<typeof makeWorld>[0] = {}): Promise<void> => {
  await asked(options);
  await world.vote(1, 'you', 'grant');
  await world.settled();
};
const abort = (person: string, incident = 'INC-1', reason?: string) =>
  world.command('abort', { incident, ...(reason !== undefined && { reason }) }, person);
const first = async () => {
  const state = (await world.incidents()).at(-1);
  if (state === undefined) throw new Error('there is no incident');
  return state;
};
const text = async (verb: string) => (await world.command(verb, { incident: 'INC-1' }, 'you')).lines.join(' ').replaceAll(/\s+/g, ' ');
const types = async () => (await world.ledger()).map(({ type }) => type);
const effects = async () => (await types()).filter((type) => type === 'grant.issued' || type === 'step.started').length;

test('a run that waits for people stops: the question is void, what holds stays, and everybody reads what was not done', async () => {
  await contained();
  const answer = await abort('cy', 'INC-1', 'another team rolls back');
  expect(answer).toMatchObject({
    exit: 0,
    data: { voided: [2], inForce: ['fraud-scorer: Nobody may call the endpoint'], unknown: [] },
  });
  expect(answer.data['notDone']).toEqual([expect.stringContaining('rollback'), expect.stringContaining('reject')]);
  await world.pass(5);
  const { runs, approvals } = await first();
  const because = 'stopped by cy: another team rolls back; still in force: fraud-scorer';
  expect(runs).toMatchObject([{ status: 'aborted', because: expect.stringContaining(because) }]);
  expect(approvals.at(-1)?.state).toEqual({ kind: 'void', because: 'run-ended' });
  expect(await text('status')).toContain(because);
  expect(await text('timeline')).toMatch(/run aborted: stopped by cy: another team rolls back; still in force: .*; not done: rollback/);
  expect(await world.vote(2, 'you', 'grant')).toMatchObject({ kind: 'refused', because: 'closed' });
  // A day later nothing has happened by itself.
  const before = await effects();
  await world.pass(90_000);
  expect(await effects()).toBe(before);
  expect((await types()).filter((type) => type === 'run.ended')).toHaveLength(1);
  expect(await world.calls('checkout-api')).toBe('denied');
});

test('what was contained before can be released afterwards, at once', async () => {
  await contained();
  await abort('you');
  expect(await world.command('release', { endpoint: 'fraud-scorer' }, 'you')).toMatchObject({ exit: 4 });
});

test('before anything was done: nothing is in force, nothing is ever done', async () => {
  await asked();
  expect(await abort('you')).toMatchObject({ exit: 0, data: { inForce: [], voided: [1] } });
  await world.pass(3600);
  expect(await world.calls('checkout-api')).toBe('answered');
  expect(await abort('you')).toMatchObject({ exit: 7, error: { code: 'nothing-runs' } });
});

test('only whoever responds may stop it', async () => {
  await asked();
  expect(await abort('bo')).toMatchObject({ exit: 5 });
  expect(await abort('mallory')).toMatchObject({ exit: 5 });
  expect(await abort('you', 'INC-9')).toMatchObject({ exit: 6 });
  expect((await first()).runs[0]?.status).toBe('running');
});

test('a grant that is asked for afterwards is refused', async () => {
  await asked();
  const step = (await first()).runs[0]?.steps.find(({ path }) => path === 'deny');
  if (step === undefined) throw new Error('no plan');
  await abort('you');
  const ask = {
    incidentId: (await first()).incidentId,
    runId: step.runId,
    step: 'deny',
    verb: 'apply',
    planDigest: step.planDigest,
  } as const;
  expect(await world.sandbox.desk.authority.grant(ask)).toEqual({ refused: 'the run is aborted' });
});

test('a process that states the end of a stopped run otherwise, or begins it anew, is not believed', async () => {
  await asked();
  await abort('you');
  const state = await first();
  const runId = state.runs[0]?.runId ?? 'run-';
  const actor = { kind: 'run', id: runId } as const;
  await world.sandbox.desk.ledger.append(state.incidentId, state.seq, [
    { id: 'late', type: 'run.ended', actor, data: { runId, status: 'completed', because: 'x' } },
    { id: 'anew', type: 'run.started', actor, data: { runId, document: `sha256:${'0'.repeat(64)}`, mode: 'enforce' } },
  ]);
  expect(runIn(await first(), runId)?.status).toBe('aborted');
});

test('a call that was sent already is read back, and the step after it is not made', async () => {
  const { promise: sent, resolve: isSent } = Promise.withResolvers<void>();
  const { promise: goOn, resolve: letGo } = Promise.withResolvers<void>();
  const between = (caller: ActionCaller): ActionCaller => ({
    call: async (action, target, request) => {
      const reply = await caller.call(action, target, request);
      if (request.verb !== 'apply' || action !== 'sagemaker.quarantine-endpoint') return reply;
      isSent();
      await goOn;
      return reply;
    },
  });
  await asked({ between });
  await world.vote(1, 'you', 'grant');
  const stopped = sent.then(async () => {
    const answer = await abort('you');
    letGo();
    return answer;
  });
  await world.until(async () => (await types()).includes('run.aborted'), 600);
  expect(await stopped).toMatchObject({ exit: 0, data: { unknown: ['fraud-scorer: Nobody may call the endpoint'] } });
  await world.pass(1800);
  const [run] = (await first()).runs;
  expect(run?.status).toBe('aborted');
  expect(run?.steps.find(({ path }) => path === 'deny')).toMatchObject({ status: 'ended', result: { proof: { kind: 'proven' } } });
  expect(await world.waiting()).toEqual([]);
});

test('a run whose process is dead is stopped in the ledger; the next process does nothing in its name', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cordon-abort-'));
  await contained({ directory, sweepSeconds: 0 });
  // Another process answers people while the one that ran is gone.
  world.sandbox.host.close();
  expect(await abort('you')).toMatchObject({ exit: 0, data: { voided: [2] } });
  await world.close();
  world = await makeWorld({ directory });
  await world.pass(7200);
  expect((await first()).runs[0]?.status).toBe('aborted');
  expect(await world.sandbox.desk.leases.holder(FRAUD_SCORER)).toBeUndefined();
  expect(await world.waiting()).toEqual([]);
  rmSync(directory, { recursive: true, force: true });
});

test('a run that waits for another one’s target is woken and stops; one that was waited for lets go', async () => {
  await contained();
  const second = await another(world, 'tampering', [rollback, reject('reject', 'fraud-model/7')]);
  const third = await another(world, 'more', [rollback]);
  const waits = async (one: typeof second) => (runIn(await one.state(), one.runId)?.leaseWaits ?? []).length;
  await world.until(async () => (await waits(second)) === 1 && (await waits(third)) === 1, 300);
  expect(await abort('you', `INC-${second.number}`)).toMatchObject({ exit: 0 });
  await world.pass(5);
  expect(runIn(await second.state(), second.runId)).toMatchObject({ status: 'aborted' });
  await abort('you');
  await world.until(async () => (await third.state()).approvals.length > 0, 30);
});
