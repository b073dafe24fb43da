import type { DatabaseSync } from 'node:sqlite';
import { forkedPlaybooks } from '../engine/forked-playbook.ts';
import { makeWorld } from '../engine/world.ts';
import { openChat } from './chat.ts';
import { connect, quiet } from './outbox-world.ts';

test('Slack is away for 20 minutes while people are asked and nobody answers: told once, as it is now', async () => {
  const chat = await openChat();
  let database: DatabaseSync | undefined;
  const world = await makeWorld({ playbooks: forkedPlaybooks(), opened: (_, opened) => void (database = opened) });
  if (database === undefined) throw new Error('no database');
  const connected = connect(world, { apiUrl: chat.line.apiUrl, channel: chat.channel }, { database, timeline: world.timeline });
  let arrived = 0;
  // The card arrives, then the question does, and nobody hears that it did; then Slack is away.
  chat.line.before = ({ method, body }) => {
    if (method === 'chat.postMessage' && (body['blocks'] ?? '').includes('v1:choose:0')) chat.line.state = 'deaf';
    return undefined;
  };
  await world.send('poisoned-training');
  await world.settled();
  for (; arrived === 0; arrived = (await chat.messages()).filter(({ key }) => key.endsWith(':C-1')).length) await world.pass(1);
  chat.line.state = 'down';
  await world.pass(1270);
  chat.line.before = () => undefined;
  chat.line.state = 'up';
  await quiet(world, connected);

  const messages = await chat.messages();
  const keys = messages.map(({ key }) => key.slice(key.indexOf(':') + 1));
  expect(keys.filter((key) => key === 'C-1')).toHaveLength(1);
  expect(new Set(keys).size).toBe(keys.length);
  const said = JSON.stringify(messages.find(({ key }) => key.endsWith(':C-1')));
  expect(said).toContain('keep-waiting, nobody answered in time');
  expect(said).not.toContain('"button"');
  expect(arrived).toBe(1);
  expect(chat.line.calls.filter(({ status }) => status === 503).length).toBeLessThan(80);
  await connected.driver.stop();
  await world.close();
  await chat.close();
});
