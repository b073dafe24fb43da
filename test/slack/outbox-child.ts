/* A process that tells one incident to Slack and is killed on the way: outbox-child.ts <directory> <apiUrl> <channel> <where it dies>. */
import type { DatabaseSync } from 'node:sqlite';
import { makeWorld } from '../engine/world.ts';
import { connect, quiet } from './outbox-world.ts';

const [directory = '', apiUrl = '', channel = '', dieAt = ''] = process.argv.slice(2);
const die = (point: string): void => {
  if (point.startsWith(dieAt)) process.kill(process.pid, 'SIGKILL');
};
let database: DatabaseSync | undefined;
const world = await makeWorld({ directory, opened: (_, opened) => void (database = opened) });
if (database === undefined) throw new Error('no database');
const connected = connect(
  world,
  { apiUrl, channel },
  {
    database,
    timeline: world.timeline,
    hook: die,
    between: (messenger) => ({
      ...messenger,
      post: async (key, ...given) => {
        const sent = await messenger.post(key, ...given);
        die(`after post ${key.slice(key.indexOf(':') + 1)}`);
        return sent;
      },
      pin: async (ts) => {
        const sent = await messenger.pin(ts);
        die('after pin');
        return sent;
      },
    }),
  },
);
connected.driver.look();
if ((await world.incidents()).length === 0) await world.send('poisoned-training');
await world.settled();
await quiet(world, connected);
await connected.driver.stop();
await world.close();
