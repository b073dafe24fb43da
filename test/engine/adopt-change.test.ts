import { DeleteTagsCommand, DescribeEndpointCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { FRAUD_SCORER, makeWorld, type World } from './world.ts';

/** What people did by hand is recorded instead of fought; nothing is called contained by anybody's word. */
let world: World;
beforeEach(async () => {
  world = await makeWorld();
  await world.send('poisoned-training');
  await world.settled();
  await world.vote(1, 'you', 'grant');
  await world.settled();
  for (const { number } of await world.waiting()) await world.vote(number, 'you', 'deny');
  await world.settled();
});
afterEach(() => world.close());

const config = async () => {
  const { sagemaker } = world.as('admin');
  return sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
};
const meddle = async (name: string): Promise<void> => {
  const update = new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: name, RetainAllVariantProperties: true });
  await world.as('mlops').sagemaker.send(update);
  await world.until(async () => (await config()).EndpointStatus === 'InService');
};
const lift = () => world.as('admin').sagemaker.send(new DeleteTagsCommand({ ResourceArn: FRAUD_SCORER, TagKeys: ['cordon:quarantine'] }));
const adopt = (person = 'cy') => world.command('adopt-change', { endpoint: 'fraud-scorer', reason: 'mlops moved it on our word' }, person);
const release = () => world.command('release', { endpoint: 'fraud-scorer' }, 'you');
const word = async () => (await world.command('status', { incident: 'INC-1' }, 'you')).data['word'];

test('a release that is refused for drift goes through after somebody accepted the change, and not after a further one', async () => {
  await meddle('fraud-cfg-6');
  expect(await release()).toMatchObject({ exit: 7, error: { code: 'drift' }, next: expect.stringContaining('adopt-change fraud-scorer') });
  expect(await adopt()).toMatchObject({ exit: 0, data: { adopted: true, containment: 'contained', by: 'cy' } });
  const { lines } = await world.command('timeline', { incident: 'INC-1', human: true }, 'you');
  expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toMatch(
    /cy changed by hand and accepted: deny: it runs fraud-cfg-6, not fraud-cfg-7: mlops moved/,
  );
  await meddle('fraud-cfg-5');
  expect(await release()).toMatchObject({ exit: 7, lines: [expect.stringContaining('fraud-cfg-5, not fraud-cfg-6')] });
  await adopt();
  expect(await release()).toMatchObject({ exit: 4 });
  await world.settled();
  const [asked] = await world.waiting();
  for (const person of ['cy', 'bo']) await world.vote(asked?.number ?? 0, person, 'grant', 'fraud-scorer');
  await world.settled();
  expect(await world.calls('checkout-api')).toBe('answered');
  expect((await config()).EndpointConfigName).toBe('fraud-cfg-5');
});

test('a quarantine that somebody lifted is not held any more: NOT CONTAINED, with an alarm, and it can be contained again', async () => {
  await lift();
  expect(await word()).toBe('CONTAINED');
  const answer = await adopt();
  expect(answer).toMatchObject({ exit: 0, data: { containment: 'not-contained' }, next: 'npx cordon contain fraud-scorer' });
  expect(answer.lines.join(' ')).toContain('NOT CONTAINED. An alarm was raised.');
  expect(await word()).toBe('NOT CONTAINED');
  const [state] = await world.incidents();
  expect(state?.alarms).toMatchObject([{ kind: 'containment-lifted', sentence: expect.stringContaining('lifted it by hand') }]);
  expect(await release()).toMatchObject({ exit: 6 });
  // Permissions need a moment to let the canary pass again; a canary that was denied before proves nothing.
  await world.pass(120);
  expect(await world.command('contain', { endpoint: 'fraud-scorer' }, 'you')).toMatchObject({ exit: 0, follow: { incident: 1 } });
  await world.settled();
  expect(await word()).toBe('CONTAINED');
  expect(await world.calls('checkout-api')).toBe('denied');
});

test('nothing differs, nothing is held, or nobody of those who may: nothing is recorded', async () => {
  const before = (await world.ledger()).length;
  expect(await adopt()).toMatchObject({ exit: 0, data: { adopted: false } });
  expect(await adopt('mallory')).toMatchObject({ exit: 5 });
  expect(await world.command('adopt-change', { endpoint: 'credit', reason: 'x' }, 'cy')).toMatchObject({ exit: 6 });
  expect(await world.command('adopt-change', { endpoint: 'fraud-scorer' }, 'cy')).toMatchObject({ exit: 2 });
  expect(await world.ledger()).toHaveLength(before);
});

test('a forged acceptance lifts nothing in the books', async () => {
  const [state] = await world.incidents();
  const step = state?.runs[0]?.steps.find(({ path }) => path === 'deny');
  const data = { runId: step?.runId ?? 'run-', path: 'deny', differences: ['x'], after: {}, gone: true, reason: 'x' } as const;
  await world.sandbox.desk.ledger.append(state?.incidentId ?? 'inc-', state?.seq ?? 0, [
    { id: 'forged', type: 'change.adopted', actor: { kind: 'human', id: 'cy', via: 'cli' }, data },
  ]);
  expect(await word()).toBe('CONTAINED');
});
