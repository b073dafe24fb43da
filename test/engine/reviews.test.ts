import type { JsonObject } from '../../core/json.ts';
import { another, quarantine } from './second-incident.ts';
import { makeWorld, type World } from './world.ts';

/** Who is asked whether something should stay, how often, and what silence does: tells others, and loosens nothing. */
let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const HOUR = 3600;
const quarantined = async (reviewAfter: JsonObject | string) => {
  const made = await another(world, 'tampering', [{ ...quarantine(), reviewAfter }], 'you');
  await world.until(async () => (await made.state()).runs[0]?.status === 'completed');
  return made;
};
const asked = async () => (await world.ledger()).flatMap((event) => (event.type === 'review.due' ? [event] : []));
const alarms = async () => (await world.incidents()).flatMap((state) => state.alarms.map(({ kind }) => kind));
const status = async () => (await world.command('status', { incident: 'INC-1' }, 'you')).lines.join(' ').replaceAll(/\s+/g, ' ');
const keep = (args: JsonObject = {}, person = 'bo') =>
  world.command('keep', { endpoint: 'fraud-scorer', reason: 'the clean model is not ready', ...args }, person);

test('a bare duration asks the owner again and again, six times; then the commander is told, and it stays in force', async () => {
  await quarantined('PT4H');
  await world.pass(4 * HOUR + 120);
  expect(await asked()).toMatchObject([{ data: { people: ['bo', 'dee'], sentence: expect.stringContaining('owner (bo, dee), 1 of 6') } }]);
  expect(await status()).toContain('owner is asked whether');
  await world.pass(20 * HOUR + 600);
  expect(await asked()).toHaveLength(6);
  expect(await alarms()).toEqual([]);
  await world.pass(4 * HOUR + 600);
  expect(await alarms()).toEqual(['review-ignored']);
  const [state] = await world.incidents();
  expect(state?.tasks).toMatchObject([{ ask: 'commander', people: ['ann'] }]);
  expect(await status()).toContain('it stays in force, and commander was told');
  await world.pass(48 * HOUR);
  expect(await asked()).toHaveLength(6);
  expect(await alarms()).toHaveLength(1);
  expect(await world.calls('checkout-api')).toBe('denied');
});

test('whom, how often and who is told is what the playbook says', async () => {
  await quarantined({ after: 'PT1H', ask: 'responder', every: 'PT30M', atMost: 2, ifIgnored: 'security' });
  await world.pass(HOUR + 120);
  expect(await asked()).toMatchObject([{ data: { people: ['you', 'ann', 'cy', 'dee'] } }]);
  await world.pass(2 * HOUR);
  expect(await asked()).toHaveLength(2);
  expect((await world.incidents())[0]?.tasks).toMatchObject([{ ask: 'security', people: ['you', 'ann', 'cy'] }]);
});

test('keep: it stays, under a name; people are asked again after that, and the count begins anew', async () => {
  await quarantined({ after: 'PT1H', atMost: 1 });
  await world.pass(3 * HOUR);
  expect(await alarms()).toEqual(['review-ignored']);
  expect(await keep({ for: 'PT8H' })).toMatchObject({ exit: 0 });
  expect((await world.incidents())[0]?.tasks[0]?.done).toMatchObject({ by: 'bo' });
  const { lines } = await world.command('timeline', { incident: 'INC-1', human: true }, 'you');
  expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(
    'bo stays in force: deny: the clean model is not ready; asked again 2026-11-20T14:0',
  );
  expect(await status()).not.toContain('is asked whether');
  await world.pass(7 * HOUR);
  expect(await asked()).toHaveLength(1);
  await world.pass(HOUR + 600);
  expect(await asked()).toHaveLength(2);
  await world.pass(2 * HOUR);
  expect(await alarms()).toHaveLength(2);
  expect(await world.calls('checkout-api')).toBe('denied');
});

test('keep of nothing, for ever, without a reason, or by nobody is refused', async () => {
  expect(await keep()).toMatchObject({ exit: 6 });
  await quarantined('PT4H');
  expect(await keep({ for: 'P90D' })).toMatchObject({ exit: 2 });
  expect(await keep({ for: 'soon' })).toMatchObject({ exit: 2 });
  expect(await keep({ reason: ' ' })).toMatchObject({ exit: 2 });
  expect(await keep({}, 'mallory')).toMatchObject({ exit: 5 });
});

test('what was released is not asked about', async () => {
  await quarantined('PT1H');
  await world.command('release', { endpoint: 'fraud-scorer' }, 'you');
  await world.settled();
  const [release] = await world.waiting();
  for (const person of ['cy', 'bo']) await world.vote(release?.number ?? 0, person, 'grant', 'fraud-scorer');
  await world.settled();
  await world.pass(12 * HOUR);
  expect(await asked()).toEqual([]);
});
