import type { DatabaseSync } from 'node:sqlite';
import type { Messenger, Sent } from '../../engine/outbox-ports.ts';
import { keepNews, type OutboxDesk } from '../../engine/outbox.ts';
import { tellPending } from '../../engine/outbox-round.ts';
import { makeWorld, type World } from '../engine/world.ts';
import { openChat, type Chat } from './chat.ts';
import { connect } from './outbox-world.ts';

let [chat, world]: [Chat | undefined, World | undefined] = [undefined, undefined];
let desk: OutboxDesk;
/** What the next posts answer instead of being sent. */
const instead: Sent[] = [];
const between = (direct: Messenger): Messenger => ({
  ...direct,
  post: async (...what) => instead.shift() ?? direct.post(...what),
});
beforeAll(async () => {
  chat = await openChat();
  let database: DatabaseSync | undefined;
  world = await makeWorld({ opened: (_, opened) => void (database = opened) });
  if (database === undefined) throw new Error('no database');
  const connected = connect(world, { apiUrl: chat.line.apiUrl, channel: chat.channel }, { database, timeline: world.timeline, between });
  // Only the rounds of this test tell anything.
  await connected.driver.stop();
  desk = connected.desk;
  await world.send('poisoned-training');
  await world.settled();
  await world.command('declare', { endpoint: 'churn', what: 'its answers are odd' }, 'ann');
  for (const id of await desk.ledger.incidents()) await keepNews(desk, await desk.ledger.read(id));
});
afterAll(async () => {
  await world?.close();
  await chat?.close();
});
const waited: number[] = [];
const patience = (left: number) => ({
  secondsLeft: () => left - waited.reduce((sum, seconds) => sum + seconds, 0),
  pause: async (seconds: number) => void waited.push(seconds),
});
beforeEach(() => void waited.splice(0));

test('what needs more patience than there is goes back; the other incident is told all the same', async () => {
  expect(await desk.outbox.pending()).toHaveLength(2);
  instead.push({ kind: 'not-now', seconds: 30, why: 'ratelimited' });
  const late = await tellPending(desk, patience(20));
  expect(late.map(({ seconds, why }) => [seconds, why])).toEqual([[30, 'ratelimited']]);
  expect(waited).toEqual([]);
  expect(await desk.outbox.pending()).toEqual(late.map(({ incidentId }) => incidentId));
});

test('an incident that cannot be read is late and holds up nobody', async () => {
  const [broken] = await desk.outbox.pending();
  for (const id of await desk.ledger.incidents()) await keepNews(desk, await desk.ledger.read(id));
  const ledger = {
    ...desk.ledger,
    read: async (...what: Parameters<typeof desk.ledger.read>) => {
      if (what[0] === broken) throw new Error('the table is throttled');
      return desk.ledger.read(...what);
    },
  };
  const late = await tellPending({ ...desk, ledger }, patience(20));
  expect(late).toEqual([{ kind: 'later', incidentId: broken, seconds: 60, why: 'Error: the table is throttled' }]);
});

test('a rate limit that passes soon is waited for, as long as Slack says', async () => {
  instead.push({ kind: 'not-now', seconds: 3, why: 'ratelimited' }, { kind: 'not-now', seconds: 1, why: 'ratelimited' });
  expect(await tellPending(desk, patience(20))).toEqual([]);
  expect(waited).toEqual([3, 1]);
  expect(await desk.outbox.pending()).toEqual([]);
});
