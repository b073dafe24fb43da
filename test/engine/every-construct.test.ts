import { EVERY_ID, EVERY_TEXT, EVIDENCE_ID, EVIDENCE_TEXT } from '../core/playbook/every-construct.ts';
import { playbookFolder } from './playbook-folder.ts';
import { makeWorld } from './world.ts';

test('every construct', async () => {
  const world = await makeWorld({ playbooks: playbookFolder({ [EVERY_ID]: EVERY_TEXT, [EVIDENCE_ID]: EVIDENCE_TEXT }) });
  await world.send('poisoned-training');
  const print = async () => {
    const [incident] = await world.incidents();
    console.log((await world.command('timeline', { incident: 'INC-1' }, 'you')).lines.join('\n'));
    console.log((await world.command('status', { incident: 'INC-1' }, 'you')).lines.join('\n'));
    console.log(JSON.stringify(incident?.runs.map(({ runId, status, because, order }) => ({ runId, status, because, kind: order.kind })), null, 1));
  };
  await world.until(async () => (await world.waiting()).length > 0);
  console.log(JSON.stringify((await world.waiting()).map(({ number, title, seats, typedTarget }) => ({ number, title, seats, typedTarget }))));
  console.log(await world.vote(1, 'you', 'grant'));
  await world.until(async () => (await world.incidents())[0]!.choices.length > 0).catch(String);
  console.log(await world.command('choose', { choice: 'C-1', answer: 'rollback' }, 'you'));
  console.log(await world.command('show', { what: 'C-1' }, 'you'));
  console.log(await world.command('choose', { choice: 'C-1', answer: 'rollback' }, 'ann'));
  await world.until(async () => (await world.waiting()).length > 0).catch(String);
  console.log(JSON.stringify((await world.waiting()).map(({ number, title, seats, typedTarget }) => ({ number, title, seats, typedTarget }))));
  for (const { number, seats } of await world.waiting()) for (const [i, seat] of seats.entries()) console.log(await world.vote(number, seat.people[i] ?? 'x', 'grant'));
  await world.until(async () => (await world.incidents())[0]!.runs.every(({ status }) => status !== 'running' && status !== 'requested'), 7200).catch((e) => console.log(String(e)));
  await print();
  await world.close();
});
