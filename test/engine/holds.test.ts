import { AttachRolePolicyCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteTagsCommand } from '@aws-sdk/client-sagemaker';
import type { LedgerEvent } from '../../core/ledger/facts.ts';
import { ACCOUNT, FRAUD_SCORER, makeWorld, type World } from './world.ts';

// "Contained" is a fact of now. Each test changes the account behind Cordon's back, or for it, and lets time pass.
const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/cordon-quarantine-deny`;
let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const contained = async (): Promise<void> => {
  await world.send('poisoned-training');
  await world.settled();
  await world.vote(1, 'you', 'grant');
  await world.settled();
};
const word = async () => (await world.command('status', { incident: 'INC-1' }, 'you')).data['word'];
const detach = (RoleName: string) => world.as('admin').iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
const looks = async () => (await world.ledger()).filter(({ type }) => type === 'hold.observed');
const moves = (events: readonly LedgerEvent[]) =>
  events.flatMap((event) => (event.type === 'containment.changed' ? [[event.data.from, event.data.to, event.actor.kind]] : []));

test('a caller who was not covered is covered: within three minutes the word says so', async () => {
  await detach('checkout-api');
  await world.pass(30);
  await contained();
  expect(await word()).toBe('PARTLY CONTAINED');
  await world.as('admin').iam.send(new AttachRolePolicyCommand({ RoleName: 'checkout-api', PolicyArn }));
  await world.pass(240);
  expect(await word()).toBe('CONTAINED');
  expect(moves(await world.ledger())).toEqual([
    ['unknown', 'partly-contained', 'run'],
    ['partly-contained', 'contained', 'system'],
  ]);
});
test('nothing changes: the looks become rarer, and say nothing', async () => {
  await detach('checkout-api');
  await world.pass(30);
  await contained();
  await world.pass(3600);
  // 1, 2, 4, 8, 16 minutes, each with a second look a minute later.
  expect((await looks()).length).toBeLessThanOrEqual(12);
  expect((await looks()).length).toBeGreaterThanOrEqual(6);
  expect(await word()).toBe('PARTLY CONTAINED');
  expect(moves(await world.ledger())).toHaveLength(1);
});
test('somebody takes the tag away: within an hour it is not called contained any more', async () => {
  await contained();
  expect(await word()).toBe('CONTAINED');
  await world.as('admin').sagemaker.send(new DeleteTagsCommand({ ResourceArn: FRAUD_SCORER, TagKeys: ['cordon:quarantine'] }));
  await world.pass(3900);
  expect(await word()).toBe('NOT CONTAINED');
  expect(moves(await world.ledger()).at(-1)).toEqual(['contained', 'not-contained', 'system']);
});
test('a canary that nothing denies any more proves nothing: it is not called contained', async () => {
  await contained();
  await detach('cordon-canary-covered');
  await world.pass(7800);
  expect(await word()).toBe('UNKNOWN');
  expect(moves(await world.ledger()).at(-1)).toEqual(['contained', 'unknown', 'system']);
});
test('what was released is not looked at', async () => {
  await contained();
  for (const { number } of await world.waiting()) await world.vote(number, 'you', 'deny');
  await world.settled();
  await world.command('release', { endpoint: 'fraud-scorer' }, 'you');
  await world.settled();
  const [release] = await world.waiting();
  for (const person of ['cy', 'bo']) await world.vote(release?.number ?? 0, person, 'grant', 'fraud-scorer');
  await world.settled();
  const before = (await looks()).length;
  await world.pass(7200);
  expect(await looks()).toHaveLength(before);
  expect(await word()).toBe('RECOVERING');
});
