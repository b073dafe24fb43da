import { dynamoDecisions, dynamoFootsteps } from '../../adapters/desk-dynamodb.ts';
import { dynamoLeases } from '../../adapters/leases-dynamodb.ts';
import { dynamoLedger } from '../../adapters/ledger-dynamodb.ts';
import type { RunId } from '../../core/id.ts';
import { asked, newIncident, note, opened, ticking } from '../adapters/ledger/drafts.ts';
import { startDynamo, type DynamoServer } from './server.ts';

let dynamo: DynamoServer;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
const fresh = async () => {
  const [table, clock] = [await dynamo.newTable(), ticking()];
  return { client: dynamo.client, table, clock, ledger: dynamoLedger({ client: dynamo.client, table, clock, exercise: false }) };
};

test('a number that an incident has is not taken over by a later fact, and the fact is kept', async () => {
  const { ledger } = await fresh();
  const [mine, forged] = [newIncident(), newIncident()];
  await ledger.append(mine, 0, [asked('a', mine, 7), opened('o', 'key', 1, 1)]);
  expect(await ledger.append(forged, 0, [note('n'), asked('a', forged, 7), opened('o', 'key', 1, 1)])).toEqual({
    kind: 'appended',
    seq: 3,
  });
  expect([await ledger.byNumber('approval', 7), await ledger.byNumber('incident', 1)]).toEqual([mine, mine]);
  expect(await ledger.byCorrelation('key')).toEqual({ incidentId: mine, generation: 1 });
  // Both are listed: an incident that claims a number hides no other.
  expect((await ledger.incidents()).toSorted()).toEqual([mine, forged].toSorted());
});

test('the newest generation answers, whichever was written last', async () => {
  const { ledger } = await fresh();
  const [first, second] = [newIncident(), newIncident()];
  await ledger.append(second, 0, [opened('o', 'key', 2, 2)]);
  await ledger.append(first, 0, [opened('o', 'key', 1, 1)]);
  expect(await ledger.byCorrelation('key')).toEqual({ incidentId: second, generation: 2 });
  expect(await ledger.byCorrelation('ke')).toBeUndefined();
});

test('more than a transaction holds is refused whole', async () => {
  const { ledger } = await fresh();
  const incident = newIncident();
  const many = Array.from({ length: 50 }, (_, i) => note(`n${i}`));
  await expect(ledger.append(incident, 0, many)).rejects.toThrow('too many facts at once');
  expect(await ledger.read(incident)).toEqual([]);
  expect(await ledger.append(incident, 0, many.slice(0, 49))).toEqual({ kind: 'appended', seq: 49 });
});

test('a long history is read whole, over several pages', async () => {
  const { ledger } = await fresh();
  const incident = newIncident();
  const text = 'x'.repeat(90_000);
  for (let i = 0; i < 16; i += 1) await ledger.append(incident, i, [note(`n${i}`, text)]);
  expect((await ledger.read(incident)).map(({ seq }) => seq)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
});

test('a table that is not there is an error, not a conflict', async () => {
  const ledger = dynamoLedger({ client: dynamo.client, table: 'no-such-table', clock: ticking(), exercise: false });
  await expect(ledger.append(newIncident(), 0, [note('a')])).rejects.toThrow();
  await expect(ledger.incidents()).rejects.toThrow();
});

test('whoever is told that a lease is theirs holds it, however much it changes hands', async () => {
  const { client, table } = await fresh();
  const leases = dynamoLeases({ client, table });
  const target = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/busy' as const;
  const holding = new Set<RunId>();
  let [most, taken] = [0, 0];
  const worker = async (run: RunId): Promise<void> => {
    for (let round = 0; round < 15; round += 1) {
      const { kind } = await leases.take(target, run);
      if (kind !== 'mine') continue;
      taken += 1;
      holding.add(run);
      most = Math.max(most, holding.size);
      expect(await leases.holder(target)).toBe(run);
      holding.delete(run);
      await leases.free(run);
    }
  };
  await Promise.all(Array.from({ length: 6 }, (_, i) => worker(`run-${i}`)));
  expect(most).toBe(1);
  expect(taken).toBeGreaterThan(1);
  expect(await leases.holder(target)).toBeUndefined();
});

test('footsteps are known once they are there; decisions come newest first', async () => {
  const { client, table, clock } = await fresh();
  const footsteps = dynamoFootsteps({ client, table, clock });
  expect(await footsteps.knows('r-1')).toBe(false);
  await footsteps.add('r-1');
  expect([await footsteps.knows('r-1'), await footsteps.knows('r-2')]).toEqual([true, false]);
  let serial = 0;
  const decisions = dynamoDecisions({ client, table, clock }, () => String((serial += 1)));
  const line = (sentence: string) => ({
    at: clock.now(),
    outcome: 'record' as const,
    incident: null,
    playbook: null,
    target: 't',
    sentence,
  });
  for (const sentence of ['first', 'second', 'third']) await decisions.add(line(sentence));
  expect((await decisions.recent(2)).map(({ sentence }) => sentence)).toEqual(['third', 'second']);
});
