import { onSilence } from '../../core/report/text-approval.ts';
import { asked } from './asked.ts';
import { makeWorld, START, type World } from './world.ts';

const page = (world: World) => ({ now: new Date(world.now()).toISOString().replace(/Z$/, 'Z') as `${string}Z`, width: 100 });

describe('nobody answers', () => {
  let world: World;
  beforeAll(async () => {
    world = await asked();
  });
  afterAll(() => world.close());

  test('before it happens, card, status and page say who was asked, who is next, when, and what then happens', async () => {
    const [card] = await world.waiting();
    expect(card).toMatchObject({
      number: 1,
      asks: ['you', 'cy'],
      afterwards: { asks: ['bo', 'dee', 'ann'] },
      onSilence: expect.stringContaining('done anyway'),
    });
    const said = card === undefined ? '' : onSilence(card, page(world));
    expect(said).toMatch(/^03:05:\d\dZ bo, dee and ann are asked; 03:10:\d\dZ it is done anyway \(fail mode of fraud-scorer: contain\)$/);
    for (const verb of ['status', 'show'] as const) {
      const { lines } = await world.command(verb, verb === 'show' ? { what: 'A-1' } : {}, 'you');
      const text = lines.join(' ').replaceAll(/\s+/g, ' ');
      expect(text).toMatch(/03:05:\d\dZ bo/);
      expect(text).toMatch(/03:10:\d\dZ it is done anyway \(fail mode of fraud-scorer: contain\)/);
    }
  });
  test('then the next people are asked', async () => {
    await world.pass(301);
    expect(await world.waiting()).toEqual([expect.objectContaining({ number: 1, asks: ['bo', 'dee', 'ann'], afterwards: null })]);
    expect(await world.calls('checkout-api')).toBe('answered');
  });
  test('then it is done, as the owner declared, and the ledger says why', async () => {
    await world.until(async () => (await world.calls('checkout-api')) === 'denied');
    const closed = (await world.ledger()).flatMap((event) => (event.type === 'approval.closed' ? [event.data.state] : []));
    expect(closed).toEqual([{ kind: 'granted', by: 'silence' }]);
    expect(world.now() - Date.parse(START)).toBeGreaterThanOrEqual(600_000);
  });
  test('loosening never happens on silence', async () => {
    await world.until(async () => (await world.waiting()).some(({ risk }) => risk === 'A2-change'));
    await world.vote(2, 'bo', 'deny');
    await world.settled();
    await world.command('release', { endpoint: 'fraud-scorer' }, 'you');
    await world.pass(25 * 3600);
    expect(await world.calls('checkout-api')).toBe('denied');
    const last = (await world.ledger()).findLast(({ type }) => type === 'approval.closed');
    expect(last).toMatchObject({ data: { state: { kind: 'expired' } } });
  });
});

test('an owner who prefers to keep serving is asked with the responder, and on silence nothing is done', async () => {
  const keeps = await makeWorld({
    policy: (policy) => ({
      ...policy,
      assets: { ...policy.assets, assets: policy.assets.assets.map((entry) => ({ ...entry, failMode: 'keep-serving' as const })) },
    }),
  });
  await keeps.send('poisoned-training');
  await keeps.settled();
  const [card] = await keeps.waiting();
  expect(card?.seats.map(({ role }) => role)).toEqual(['responder', 'owner']);
  expect(card?.onSilence).toContain('not done');
  await keeps.pass(700);
  await keeps.until(async () => (await keeps.waiting()).every(({ number }) => number !== 1));
  expect(await keeps.calls('checkout-api')).toBe('answered');
  await keeps.close();
});

describe('who may say yes', () => {
  test('nobody who is asked for nothing; nobody twice; nobody unknown', async () => {
    const world = await asked();
    expect(await world.vote(1, 'bo', 'grant')).toMatchObject({ kind: 'refused', because: 'not-eligible' });
    expect(await world.vote(1, 'mallory', 'grant')).toMatchObject({ kind: 'refused', because: 'unknown' });
    expect(await world.vote(1, '__proto__', 'grant')).toMatchObject({ kind: 'refused', because: 'unknown' });
    expect(await world.vote(1, 'ann', 'grant')).toMatchObject({ kind: 'recorded', closed: true });
    expect(await world.vote(1, 'you', 'grant')).toMatchObject({ kind: 'refused', because: 'closed' });
    await world.close();
  });
  test('a denial needs a reason, ends the question, and later steps are still asked', async () => {
    const world = await asked();
    expect(await world.command('deny', { approval: 'A-1', reason: ' ' }, 'you')).toMatchObject({ exit: 2 });
    expect(await world.command('deny', { approval: 'A-1', reason: 'the owner has switched it off' }, 'you')).toMatchObject({ exit: 0 });
    await world.settled();
    expect(await world.calls('checkout-api')).toBe('answered');
    expect((await world.waiting()).map(({ number, risk }) => [number, risk])).toEqual([[2, 'A2-change']]);
    await world.close();
  });
  test('one person fills one of two seats', async () => {
    const world = await asked();
    await world.vote(1, 'you', 'grant');
    await world.settled();
    expect(await world.vote(2, 'you', 'grant')).toMatchObject({ kind: 'recorded', closed: false, missing: ['owner'] });
    expect(await world.vote(2, 'you', 'grant')).toMatchObject({ kind: 'refused', because: 'already-voted' });
    expect(await world.vote(2, 'cy', 'grant')).toMatchObject({ kind: 'recorded', closed: false, missing: ['owner'] });
    expect(await world.vote(2, 'dee', 'grant')).toMatchObject({ kind: 'recorded', closed: true });
    await world.close();
  });
  test('a hundred answers at once are one approval and one effect', async () => {
    const world = await asked();
    const people = ['you', 'ann', 'cy', 'dee'];
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => world.vote(1, people[index % 4] ?? 'you', 'grant')));
    expect(answers.filter(({ kind }) => kind === 'recorded')).toHaveLength(1);
    await world.settled();
    const started = (await world.ledger()).filter((event) => event.type === 'step.started' && event.data.path === 'deny');
    expect(started).toHaveLength(1);
    await world.close();
  });
});
