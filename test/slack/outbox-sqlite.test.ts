import { openDatabase } from '../../adapters/sqlite.ts';
import { outboxIn } from '../../adapters/slack/outbox-in.ts';
import { sqliteOutbox } from '../../adapters/slack/outbox-sqlite.ts';
import { outboxContract } from './outbox-contract.ts';

outboxContract('one SQLite file', async () => sqliteOutbox(openDatabase(':memory:')));
outboxContract('one channel of it', async () => outboxIn('C1', sqliteOutbox(openDatabase(':memory:'))));

test('what was sent to one channel was not sent to another', async () => {
  const whole = sqliteOutbox(openDatabase(':memory:'));
  const [one, other] = [outboxIn('C1', whole), outboxIn('C12', whole)];
  await one.claim('inc-1', 'card', '2026-11-20T03:00:00.000Z');
  await one.done('inc-1', 'card', { ts: '1.2', digest: 'd' });
  expect(await other.messages('inc-1')).toEqual([]);
  expect(await one.messages('inc-1')).toMatchObject([{ key: 'card', done: { ts: '1.2' } }]);
});
