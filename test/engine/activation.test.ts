import { HOUSE } from '../../core/house/house.ts';
import { readHouse } from '../../engine/house.ts';
import { activate, agree, asked, ID, liveOf, ordered, place, poisoned, retitled, WITHDRAWN, type Place } from './activating.ts';
import type { World } from './world.ts';

let here: Place;
let world: World;
beforeEach(() => {
  here = place();
});
afterEach(async () => {
  await world.close();
  here.remove();
});

test('a run that waits on 1.0.0 ends as 1.0.0 after 1.1.0 was published and activated; the next finding gets 1.1.0', async () => {
  world = await here.open();
  await agree(world, '1.0.0');
  await world.send('poisoned-training');
  await world.settled();
  expect((await world.waiting()).map(({ title }) => title)).toEqual(['fraud-scorer: Nobody may call the endpoint']);
  await world.close();

  await here.release('1.1.0', retitled);
  world = await here.open();
  // Published and deployed: a pointer is moved by people only.
  expect(await liveOf(world)).toMatchObject({ live: { version: '1.0.0' }, newest: { version: '1.1.0' } });
  await agree(world, '1.1.0');
  expect(await liveOf(world)).toMatchObject({ live: { version: '1.1.0' } });

  expect(await poisoned(world, 'churn')).toMatchObject({ outcome: 'respond', playbook: `${ID}@1.1.0` });
  const titles = (await world.waiting()).map(({ title }) => title);
  expect(titles).toContain('churn: Nobody at all may call the endpoint');
  expect(titles).toContain('fraud-scorer: Nobody may call the endpoint');

  const [deny] = (await world.waiting()).filter(({ target }) => target.name === 'fraud-scorer');
  await world.vote(deny?.number ?? 0, 'cy', 'grant');
  await world.settled();
  expect(await world.calls('checkout-api')).toBe('denied');
  for (let card = (await world.waiting()).find(({ incident }) => incident === 1); card !== undefined; ) {
    await world.vote(card.number, 'cy', 'deny');
    await world.settled();
    card = (await world.waiting()).find(({ incident }) => incident === 1);
  }
  expect((await ordered(world)).toSorted(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([
    ['1.0.0', 'completed'],
    ['1.1.0', 'running'],
  ]);
  const documents = (await world.ledger()).flatMap((event) => (event.type === 'run.started' ? [event.data.document] : []));
  expect(new Set(documents).size).toBe(2);
});

test('in a house where nobody activated one, the newest release answers', async () => {
  await here.release('1.1.0', retitled);
  world = await here.open();
  expect(await liveOf(world)).toMatchObject({ live: { version: '1.1.0' }, since: null });
  await world.send('poisoned-training');
  await world.settled();
  expect(await ordered(world)).toEqual([['1.1.0', 'running']]);
  expect((await world.sandbox.desk.ledger.read(HOUSE)).length).toBe(0);
});

test('the L row: who asked fills no seat, silence is no yes, Slack is not enough, and the name is typed', async () => {
  await here.release('1.1.0', retitled);
  world = await here.open();
  const answer = await activate(world, '1.0.0');
  const approval = `A-${asked(answer)}`;
  const target = `${ID}@1.0.0`;
  expect(answer.lines.join('\n')).toContain(`DOWNGRADE: ${target} answers findings instead of the newer 1.1.0`);
  expect(await activate(world, '1.0.0', 'cy')).toMatchObject({ exit: 4, data: { number: asked(answer) } });
  expect(await world.command('approve', { approval, target }, 'you')).toMatchObject({ exit: 5, error: { code: 'requester' } });
  expect(await world.command('approve', { approval }, 'cy')).toMatchObject({ exit: 2, error: { code: 'typed-target' } });
  const bySlack = { incidentId: HOUSE, approvalId: (await readHouse(world.sandbox.desk)).state.approvals[0]?.approval.id ?? '' };
  const release = world.timeline.hold();
  const cy = { kind: 'human', id: 'cy', via: 'slack' } as const;
  expect(await world.sandbox.desk.authority.vote({ ...bySlack, actor: cy, vote: 'grant', typed: target })).toMatchObject({
    because: 'needs-iam',
  });
  release();
  expect(await world.command('show', { what: approval }, 'cy')).toMatchObject({
    exit: 0,
    data: { incident: null, risk: 'L', typedTarget: true, seats: [{ role: 'security' }, { role: 'owner' }] },
  });
  expect((await world.command('status', {}, 'cy')).lines.join(' ')).toContain(`${approval} Go back to ${target}`);
  await world.pass(25 * 3600);
  expect(await liveOf(world)).toMatchObject({ live: { version: '1.1.0' }, since: null });
  expect((await readHouse(world.sandbox.desk)).state.approvals[0]?.state).toEqual({ kind: 'expired' });
});

test('going back to an older version works, and its findings get it', async () => {
  await here.release('1.1.0', retitled);
  world = await here.open();
  await agree(world, '1.1.0');
  await agree(world, '1.0.0');
  expect(await poisoned(world, 'fraud-scorer')).toMatchObject({ playbook: `${ID}@1.0.0` });
  expect(await activate(world, '1.0.0')).toMatchObject({ exit: 7, error: { code: 'already' } });
});

test('an activated version that was withdrawn: nothing takes its place, and its findings are questions to people', async () => {
  await here.release('1.1.0', retitled);
  world = await here.open();
  await agree(world, '1.1.0');
  await world.close();
  here.versions((read) => ({ ...read, withdrawn: [{ id: ID, version: '1.1.0', because: WITHDRAWN }] }));
  world = await here.open();
  expect(await world.command('playbook-live', {}, 'you')).toMatchObject({
    exit: 3,
    error: { code: 'nothing-answers' },
    next: `npx cordon playbook activate ${ID} 1.0.0`,
  });
  const told = await poisoned(world, 'fraud-scorer');
  expect(told).toMatchObject({ outcome: 'triage', playbook: null, incident: null });
  expect(told?.reasons.join(' ')).toContain(WITHDRAWN);
  expect((await world.command('status', {}, 'you')).lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(`activate ${ID} 1.0.0`);
  await agree(world, '1.0.0');
  expect(await poisoned(world, 'fraud-scorer')).toMatchObject({ outcome: 'respond', playbook: `${ID}@1.0.0` });
});
