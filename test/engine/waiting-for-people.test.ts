import { rmSync } from 'node:fs';
import type { IncidentCard } from '../../core/report/card.ts';
import { findIncident } from '../../engine/commands/answer.ts';
import { follow, settled } from '../../engine/follow.ts';
import { EVERY_ID, EVERY_TEXT, EVIDENCE_ID, EVIDENCE_TEXT } from '../core/playbook/every-construct.ts';
import { playbookFolder } from './playbook-folder.ts';
import { makeWorld, type World } from './world.ts';

/* One incident whose playbook waits, asks, and does the same for several: who looks on is told when people are needed, and not before. */
const playbooks = playbookFolder({ [EVERY_ID]: EVERY_TEXT, [EVIDENCE_ID]: EVIDENCE_TEXT });
let world: World;
beforeAll(async () => {
  world = await makeWorld({ playbooks });
});
afterAll(async () => {
  await world.close();
  rmSync(playbooks, { recursive: true, force: true });
});

const cardNow = async (): Promise<IncidentCard> => {
  const found = await findIncident(world.sandbox.desk, 1);
  if (found === undefined) throw new Error('no incident');
  return found.card;
};
const standing = async () => (await world.incidents()).map(settled);
const stepsNow = async () => (await cardNow()).steps.map(({ path, status, detail }) => [path, status, detail]);
const watched = async (fromSeq: number) => {
  const lines: string[] = [];
  const { reason } = await follow(world.sandbox.desk, 1, fromSeq, ({ sentence }) => lines.push(sentence), AbortSignal.timeout(20_000));
  return { reason, lines };
};

test('beside a branch that waits by itself, a question is what people are needed for', async () => {
  await world.send('poisoned-training');
  await world.settled();
  expect((await world.waiting()).map(({ number }) => number)).toEqual([1]);
  expect(await stepsNow()).toContainEqual(['settle', 'running', 'waits 2:00 from 03:00:00Z']);
  expect((await world.command('status', { incident: 'INC-1' }, 'you')).lines.join('\n')).toMatch(
    /Running +running: callers of fraud-scorer give up their open sessions - waits 2:00 from\s+03:00:00Z/,
  );
});

test('an open choice settles the incident: the follower is let go, and told what to do next', async () => {
  await world.vote(1, 'you', 'grant');
  expect(await standing()).toEqual([undefined]);
  await world.settled();
  const card = await cardNow();
  expect(card.choices).toMatchObject([{ number: 1, state: 'waiting', who: ['ann'] }]);
  expect(card.next).toBe('npx cordon show C-1');
  const { reason, lines } = await watched(0);
  expect(reason).toBe('waiting');
  expect(lines.at(-1)).toMatch(/^C-1 asks commander: /);
  expect(await stepsNow()).toContainEqual(['settle', 'done', 'waits 2:00 from 03:00:00Z']);
});

test('the answer sets it going again, to the next question', async () => {
  expect(await world.command('choose', { choice: 'C-1', answer: 'rollback' }, 'ann')).toMatchObject({ exit: 0 });
  await world.settled();
  expect((await world.waiting()).map(({ number }) => number)).toEqual([2]);
  expect((await cardNow()).choices).toMatchObject([{ state: 'made', made: { answer: 'rollback', by: 'ann' } }]);
});

test('a foreach whose parts all wait for people is settled, and says how far it is', async () => {
  await world.vote(2, 'you', 'grant');
  await world.vote(2, 'bo', 'grant');
  await world.settled();
  expect((await world.waiting()).map(({ number }) => number)).toEqual([3]);
  expect((await world.incidents())[0]?.runs.map(({ order, status }) => [order.kind, status])).toEqual([
    ['playbook', 'running'],
    ['child', 'completed'],
    ['child', 'running'],
  ]);
  expect(await stepsNow()).toContainEqual(['each', 'running', '1 of 2 items ended, 1 under way']);
  expect((await watched(0)).reason).toBe('waiting');
});

test('and when nobody is needed any more it has ended', async () => {
  await world.vote(3, 'cy', 'grant');
  await world.settled();
  for (let asked = await world.waiting(); asked.length > 0; asked = await world.waiting()) {
    for (const { number } of asked) await world.vote(number, 'cy', 'grant');
    await world.settled();
  }
  expect(await standing()).toEqual(['ended']);
  expect(await stepsNow()).toContainEqual(['each', 'done', '2 of 2 items ended']);
  expect((await watched(0)).reason).toBe('ended');
});
