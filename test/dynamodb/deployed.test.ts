import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { IncidentId } from '../../core/id.ts';
import type { EventOf, FactType, LedgerEvent } from '../../core/ledger/facts.ts';
import { brokenAt } from '../../core/ledger/chain.ts';
import { shiftDays } from '../../core/finding/shift-days.ts';
import { ROOT } from '../../infra/config.ts';
import { deploy } from './deployed/deployment.ts';

type Deployed = Awaited<ReturnType<typeof deploy>>;
let here: Deployed;
beforeAll(async () => {
  here = await deploy();
}, 120_000);
afterAll(() => here?.close());

const record = (body: string) => ({ Records: [{ messageId: 'm-1', body }] });
const poisoned = () => shiftDays(readFileSync(join(ROOT, 'samples', 'poisoned-training.json'), 'utf8'), here.shiftDays);
const of = <T extends FactType>(events: readonly LedgerEvent[], type: T): readonly EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event.type === type);
const FRAUD = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';

/** Reads the ledger until it says so. Bounded: what does not come in two minutes of ours does not come. */
const until = async (
  incidentId: IncidentId,
  holds: (events: readonly LedgerEvent[]) => boolean | Promise<boolean>,
): Promise<readonly LedgerEvent[]> => {
  for (let tries = 0; tries < 600; tries += 1) {
    const events = await here.ledger.read(incidentId);
    if (await holds(events)) return events;
    await sleep(200);
  }
  throw new Error(
    `it did not come: ${JSON.stringify((await here.ledger.read(incidentId)).map(({ type }) => type))}\n${here.printed()}\n${here.refused.join('\n')}`,
  );
};
const open = (events: readonly LedgerEvent[]) => {
  const closed = new Set(of(events, 'approval.closed').map(({ data }) => data.approvalId));
  const waiting = new Set(of(events, 'approval.waiting').map(({ data }) => data.approvalId));
  return of(events, 'approval.requested').filter(({ data }) => !closed.has(data.approval.id) && waiting.has(data.approval.id));
};
const vote = (incidentId: IncidentId, approvalId: string, id: string, door: string | undefined) =>
  here.invoke('cordon-approve', door, {
    verb: 'vote',
    ask: { incidentId, approvalId, actor: { kind: 'human', id, via: 'cli' }, vote: 'grant' },
  });

/** Answers every question, each as all the people it asks, until the run has ended. */
const throughout = (incidentId: IncidentId): Promise<readonly LedgerEvent[]> => {
  const answered = new Set<string>();
  const answer = async ({ data: { approval } }: EventOf<'approval.requested'>): Promise<void> => {
    if (answered.has(approval.id)) return;
    answered.add(approval.id);
    for (const id of new Set(approval.seats.flatMap(({ people }) => people))) await vote(incidentId, approval.id, id, 'people');
  };
  return until(incidentId, async (events) => {
    for (const question of open(events)) await answer(question);
    return of(events, 'run.ended').length > 0;
  });
};

test('an event becomes a contained endpoint that is rolled back, through every deployed function, with the permissions that were synthesised', async () => {
  const { payload, failed } = await here.invoke('cordon-intake', undefined, record(poisoned()));
  expect([failed, JSON.parse(payload), JSON.parse(payload).batchItemFailures.length === 0 ? '' : here.printed()]).toEqual([
    false,
    { batchItemFailures: [] },
    '',
  ]);
  const incidentId = await here.ledger.byNumber('incident', 1);
  if (incidentId === undefined) throw new Error(`no incident was opened\n${here.printed()}\n${here.refused.join('\n')}`);

  const asked = await until(incidentId, (events) => open(events).length > 0);
  const [question] = open(asked);
  const { approval } = question?.data ?? {};
  if (approval === undefined) throw new Error('nothing was asked');
  expect([approval.action, approval.target]).toEqual(['sagemaker.quarantine-endpoint', FRAUD]);

  // A run that was taken over cannot speak for people: its door does not let a vote in.
  for (const door of ['run', 'intake', undefined]) {
    const forged = await vote(incidentId, approval.id, 'cy', door);
    expect([door, forged.failed, JSON.parse(forged.payload).errorMessage]).toEqual([
      door,
      true,
      expect.stringContaining('vote was refused'),
    ]);
  }
  expect(of(await here.ledger.read(incidentId), 'approval.voted')).toEqual([]);

  const events = await throughout(incidentId);
  expect(of(events, 'run.ended').map(({ data }) => data.status)).toEqual(['completed']);
  expect(of(events, 'containment.changed').map(({ data }) => data.to)).toContain('contained');
  expect(brokenAt(incidentId, events)).toBeUndefined();
  expect(of(events, 'evidence.sealed')).toHaveLength(1);
  expect(of(events, 'alarm.raised')).toEqual([]);
  const { Tags } = await new SageMakerClient(here.range.clientConfig('admin')).send(new ListTagsCommand({ ResourceArn: FRAUD }));
  expect(Tags).toContainEqual({ Key: 'cordon:quarantine', Value: incidentId });

  // The permissions that were synthesised suffice: nothing was refused on the way.
  expect(here.refused).toEqual([]);
  const { batches, failed: untold } = await here.told();
  expect(untold).toEqual([]);
  expect(batches).toBeGreaterThan(5);
  expect(here.published.length).toBeGreaterThan(5);
  expect(new Set(here.published.map(({ Source, DetailType }) => `${Source} ${DetailType}`))).toEqual(
    new Set(['cordon Cordon Incident State Change']),
  );
}, 180_000);

test('the same event again opens nothing; an unreadable one goes back to the queue', async () => {
  await here.invoke('cordon-intake', undefined, record(poisoned()));
  expect(await here.ledger.incidents()).toHaveLength(1);
  const { payload } = await here.invoke('cordon-intake', undefined, { Records: [{ messageId: 'm-2', body: '{"not":' }] });
  expect(JSON.parse(payload)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-2' }] });
}, 60_000);

test('sweep finds nothing left to start', async () => {
  const { payload, failed } = await here.invoke('cordon-sweep', undefined, {});
  expect([failed, JSON.parse(payload)]).toEqual([false, { started: 0 }]);
}, 60_000);

test('an action that is called directly, without a grant, changes nothing and says so in its log', async () => {
  const name = 'cordon-action-sagemaker-reject-model-package';
  const target = 'arn:aws:sagemaker:eu-west-1:111122223333:model-package/fraud-model/6';
  const call = { incidentId: 'inc-0123', key: 'run-0123:reject:apply', at: new Date().toISOString(), exercise: false };
  const seen = await here.invoke(name, undefined, { ...call, key: 'run-0123:reject:look', verb: 'look', input: { modelPackage: target } });
  const { plan, planDigest } = JSON.parse(seen.payload).value;
  const forged = {
    payload: {
      action: 'sagemaker.reject-model-package',
      verb: 'apply',
      account: '111122223333',
      target,
      planDigest,
      run: 'run-0123',
      step: 'reject',
      mode: 'enforce',
      by: { kind: 'people', approvalId: 'a' },
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
      nonce: 'n'.repeat(20),
    },
    keyId: 'sha256:0',
    signature: 'AAAA',
  };
  const { payload } = await here.invoke(name, undefined, { ...call, verb: 'apply', plan, grant: forged });
  expect(JSON.parse(payload)).toMatchObject({ ok: false, failure: { kind: 'no-grant', effect: 'no-change' } });
  expect(await here.said('"cordon":"ungranted-call"')).toBe(true);
}, 60_000);
